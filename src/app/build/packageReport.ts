/** What a package holds, as text to read: sizes against Lambda's limits, a tree with the largest first, and what was left out. */

import { formatBytes } from '../../base/text.ts';
import { limits } from '../../lambda/limits.ts';
import type { FunctionFile, LeftOut } from './functionFiles.ts';

export interface PackageContents {
  /** `orders on Local` */
  readonly subject: string;
  readonly files: readonly FunctionFile[];
  /** `undefined` where it was not zipped, because Lambda would not take it anyway. */
  readonly zippedBytes: number | undefined;
  readonly leftOut: readonly LeftOut[];
}

/** Of one folder: its largest files are what matters. */
const shownPerFolder = 40;
const shownLeftOut = 500;

export function packageReport({ subject, files, zippedBytes, leftOut }: PackageContents): string {
  const root = treeOf(files);
  const rows = [
    `Package of ${subject}`,
    '',
    limitRow('unzipped', root.bytes, limits.unzippedPackageBytes, 'Lambda takes no larger package'),
    ...(zippedBytes === undefined
      ? []
      : [limitRow('zipped', zippedBytes, limits.zippedPackageBytes, 'above it the upload goes through S3')]),
    `${countOf(files.length, 'file')}`,
    '',
    ...treeRows(root, ''),
    '',
    ...(leftOut.length === 0 ? ['Nothing of the folder is left out.'] : leftOutRows(leftOut)),
  ];
  return `${rows.join('\n')}\n`;
}

interface TreeFolder {
  readonly folders: Map<string, TreeFolder>;
  readonly files: Map<string, number>;
  bytes: number;
  count: number;
}

function treeOf(files: readonly FunctionFile[]): TreeFolder {
  const root = emptyFolder();
  for (const { path, bytes } of files) {
    const segments = path.split('/');
    const name = segments.pop() ?? '';
    let at = root;
    at.bytes += bytes;
    at.count += 1;
    for (const segment of segments) {
      const next = at.folders.get(segment) ?? emptyFolder();
      at.folders.set(segment, next);
      next.bytes += bytes;
      next.count += 1;
      at = next;
    }
    at.files.set(name, bytes);
  }
  return root;
}

function emptyFolder(): TreeFolder {
  return { folders: new Map(), files: new Map(), bytes: 0, count: 0 };
}

/** Folders that hold nothing but one folder are one row. */
function treeRows(folder: TreeFolder, indent: string): readonly string[] {
  const entries = [
    ...[...folder.folders].map(([name, inner]) => ({ ...straight(name, inner), isFolder: true })),
    ...[...folder.files].map(([name, bytes]) => ({ name, bytes, inner: undefined, isFolder: false })),
  ].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  const rows = entries
    .slice(0, shownPerFolder)
    .flatMap(({ name, bytes, inner }) =>
      inner === undefined
        ? [row(bytes, indent + name)]
        : [row(bytes, `${indent}${name}/  (${countOf(inner.count, 'file')})`), ...treeRows(inner, `${indent}  `)],
    );
  const rest = entries.slice(shownPerFolder);
  if (rest.length === 0) return rows;
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...rows, row(restBytes, `${indent}… ${rest.length} more`)];
}

function straight(
  name: string,
  folder: TreeFolder,
): { readonly name: string; readonly bytes: number; readonly inner: TreeFolder } {
  const [only] = folder.folders;
  if (only === undefined || folder.folders.size > 1 || folder.files.size > 0)
    return { name, bytes: folder.bytes, inner: folder };
  return straight(`${name}/${only[0]}`, only[1]);
}

function row(bytes: number, text: string): string {
  return `${formatBytes(bytes).padStart(9)}  ${text}`;
}

function limitRow(what: string, bytes: number, limitBytes: number, beyond: string): string {
  const share = ((bytes / limitBytes) * 100).toFixed(bytes < limitBytes / 10 ? 1 : 0);
  const verdict = bytes > limitBytes ? `  ⚠ ${beyond}` : '';
  return `${formatBytes(bytes).padStart(9)}  ${what}, ${share} % of ${formatBytes(limitBytes)}${verdict}`;
}

function leftOutRows(leftOut: readonly LeftOut[]): readonly string[] {
  const width = Math.min(48, Math.max(...leftOut.map(({ path }) => path.length)));
  const rows = leftOut.slice(0, shownLeftOut).map(({ path, reason }) => `           ${path.padEnd(width)}  ${reason}`);
  const more = leftOut.length - rows.length;
  return ['Left out, with the rule that says so', ...rows, ...(more > 0 ? [`           … ${more} more`] : [])];
}

function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
