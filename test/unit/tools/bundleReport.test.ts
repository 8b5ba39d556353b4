import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { activationBytes, reportBundles } from '../../../tools/build/bundleReport.ts';

type Output = Metafile['outputs'][string];

function output(
  bytes: number,
  inputs: readonly string[],
  imports: readonly [path: string, kind: 'static' | 'dynamic'][] = [],
): Output {
  return {
    bytes,
    inputs: Object.fromEntries(inputs.map((input) => [input, { bytesInOutput: bytes }])),
    imports: imports.map(([path, kind]) => ({ path, kind: kind === 'static' ? 'import-statement' : 'dynamic-import' })),
    exports: [],
  };
}

function extension(outputs: Record<string, Output>) {
  const entry = outputs['dist/extension.js'];
  if (entry) entry.entryPoint = 'src/extension.ts';
  return { name: 'extension' as const, files: [], metafile: { inputs: {}, outputs } };
}

describe('the extension bundle', () => {
  it('counts as read at activation what the entry imports statically, at any depth', () => {
    const { metafile } = extension({
      'dist/extension.js': output(
        100,
        ['src/extension.ts'],
        [
          ['dist/chunks/a.js', 'static'],
          ['dist/chunks/late.js', 'dynamic'],
        ],
      ),
      'dist/chunks/a.js': output(20, ['src/base/event.ts'], [['dist/chunks/b.js', 'static']]),
      'dist/chunks/b.js': output(3, ['src/base/lifecycle.ts'], [['dist/chunks/a.js', 'static']]),
      'dist/chunks/late.js': output(9000, ['node_modules/@aws-sdk/client-lambda/dist-es/index.js']),
    });
    expect(activationBytes(metafile)).toBe(123);
    expect(reportBundles([extension(metafile.outputs)]).problems).toEqual([]);
  });

  it('refuses an entry that pulls in the SDK through a shared chunk', () => {
    const { problems } = reportBundles([
      extension({
        'dist/extension.js': output(100, ['src/extension.ts'], [['dist/chunks/a.js', 'static']]),
        'dist/chunks/a.js': output(20, ['node_modules/@aws-sdk/client-lambda/dist-es/index.js', 'src/app/redeploy.ts']),
      }),
    ]);
    expect(problems).toEqual([
      "The extension's entry loads before first use: node_modules/@aws-sdk/client-lambda/dist-es/index.js, src/app/redeploy.ts",
    ]);
  });

  it('refuses an entry above its budget', () => {
    const { problems } = reportBundles([extension({ 'dist/extension.js': output(21 * 1024, ['src/extension.ts']) })]);
    expect(problems).toEqual([
      'extension entry is over budget: 21 KB of 20 KB',
      'extension, read to activate is over budget: 21 KB of 20 KB',
    ]);
  });
});

it('does not count the code editor as webview code', () => {
  const { rows } = reportBundles([
    {
      name: 'webview',
      files: [],
      metafile: {
        inputs: {},
        outputs: {
          'dist/webview/invoke.js': output(10, ['src/webview/invoke/main.ts', 'node_modules/lit/index.js']),
          'dist/webview/chunks/editor.js': output(4000, ['node_modules/@codemirror/view/dist/index.js']),
          'dist/webview/codicon.css': output(999, []),
        },
      },
    },
  ]);
  expect(rows.map(({ what, bytes }) => [what, bytes])).toEqual([
    ['webviews, without the code editor', 20],
    ['webviews, 2 files', 4010],
  ]);
});
