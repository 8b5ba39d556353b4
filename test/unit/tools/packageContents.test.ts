import { expect, it } from 'vitest';
import { contentProblems } from '../../../tools/package/packageContents.ts';

const complete = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/package.json',
  'extension/readme.md',
  'extension/LICENSE.txt',
  'extension/docs/images/invoke-cold.png',
  'extension/media/tree/function-active-dark.svg',
  'extension/syntaxes/lambda-log.tmLanguage.json',
  'extension/dist/THIRD-PARTY-NOTICES.txt',
  'extension/dist/extension.js',
  'extension/dist/chunks/workbench-ABC123.js',
  'extension/dist/service/main.js',
  'extension/dist/service/bootstraps/node.cjs',
  'extension/dist/service/bootstraps/bootstrap.py',
  'extension/dist/service/bootstraps/bootstrap.rb',
  'extension/dist/service/bootstraps/java/Bootstrap.java',
  'extension/dist/webview/invoke.js',
  'extension/dist/webview/logs.js',
  'extension/dist/webview/codicon.css',
  'extension/dist/webview/codicon.ttf',
];

function problems(paths: readonly string[], withEsbuild = false) {
  return contentProblems(
    paths.map((path) => ({ path, bytes: 1, packedBytes: 1 })),
    withEsbuild,
  );
}

it('finds nothing wrong with a complete package', () => {
  expect(problems(complete)).toEqual([]);
  expect(problems([...complete, 'extension/dist/bin/esbuild'], true)).toEqual([]);
});

it('names sources, maps, tests and anything else that slipped in', () => {
  const strays = [
    'extension/src/extension.ts',
    'extension/dist/extension.js.map',
    'extension/test/a.test.ts',
    'extension/.env',
  ];
  expect(problems([...complete, ...strays])).toEqual(
    strays.map((path) => `The package holds what it should not: ${path}`),
  );
});

it('names what is missing', () => {
  const without = complete.filter((path) => !path.endsWith('node.cjs'));
  expect(problems(without)).toEqual(['The package lacks extension/dist/service/bootstraps/node.cjs']);
});

it('wants esbuild in a package for one platform and nowhere else', () => {
  expect(problems(complete, true)).toEqual(['The package lacks esbuild']);
  expect(problems([...complete, 'extension/dist/bin/esbuild'])).toEqual(['The universal package holds an esbuild']);
});
