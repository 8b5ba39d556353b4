/** Reads a `.vsix` and says what in it should not be there, and what should be and is not. */

import { readFile } from 'node:fs/promises';
import { fromBuffer } from 'yauzl';

/** Everything that a package may hold; a file that fits none of these is a mistake. */
const allowed: readonly RegExp[] = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/docs\/(images\/)?[\w-]+\.(png|svg|md)$/,
  /^extension\/media\/[\w/.-]+\.(svg|png|css|md|json)$/,
  /^extension\/syntaxes\/[\w.-]+\.json$/,
  /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^extension\/dist\/[\w/-]+\.(c?js\.)?LEGAL\.txt$/,
  /^extension\/dist\/extension\.js$/,
  /^extension\/dist\/chunks\/[\w.-]+\.js$/,
  /^extension\/dist\/service\/main\.js$/,
  /^extension\/dist\/service\/chunks\/[\w.-]+\.js$/,
  /^extension\/dist\/service\/bootstraps\/node\.cjs$/,
  /^extension\/dist\/service\/bootstraps\/[\w-]+\.(py|rb)$/,
  /^extension\/dist\/service\/bootstraps\/java\/\w+\.java$/,
  /^extension\/dist\/webview\/(chunks\/)?[\w.-]+\.(js|css|ttf)$/,
  /^extension\/dist\/bin\/esbuild(\.exe)?$/,
];

/** Without these the extension would start and then fail. */
const needed: readonly string[] = [
  'extension/package.json',
  'extension/dist/extension.js',
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

export interface PackedFile {
  readonly path: string;
  readonly bytes: number;
  readonly packedBytes: number;
}

export async function listPackage(vsix: string): Promise<readonly PackedFile[]> {
  const content = await readFile(vsix);
  return new Promise((resolve, reject) => {
    fromBuffer(content, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error);
      const files: PackedFile[] = [];
      zip.on('entry', (entry) => {
        files.push({ path: entry.fileName, bytes: entry.uncompressedSize, packedBytes: entry.compressedSize });
      });
      zip.once('error', reject);
      zip.once('end', () => resolve(files));
    });
  });
}

/** One sentence per mistake; `withEsbuild` where the package is for one platform. */
export function contentProblems(files: readonly PackedFile[], withEsbuild: boolean): readonly string[] {
  const paths = files.map(({ path }) => path);
  const hasEsbuild = paths.some((path) => path.startsWith('extension/dist/bin/'));
  return [
    ...paths
      .filter((path) => !allowed.some((pattern) => pattern.test(path)))
      .map((path) => `The package holds what it should not: ${path}`),
    ...needed.filter((path) => !paths.includes(path)).map((path) => `The package lacks ${path}`),
    ...(hasEsbuild === withEsbuild
      ? []
      : [withEsbuild ? 'The package lacks esbuild' : 'The universal package holds an esbuild']),
  ];
}
