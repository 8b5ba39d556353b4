/** The guard against archives that write outside their folder. */

import path from 'node:path';

/** The segments of an archive entry's name, or `undefined` when the name must be refused. */
export function entrySegments(name: string): readonly string[] | undefined {
  if (name.includes('\0') || name.includes('\\') || name.startsWith('/')) return undefined;
  // A drive letter, or an alternate data stream of Windows.
  if (/^[A-Za-z]:/.test(name) || (process.platform === 'win32' && name.includes(':'))) return undefined;
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.length === 0 || segments.includes('..') ? undefined : segments;
}

/** The absolute path of an entry inside `root`, or `undefined` when it would lie elsewhere. */
export function entryPath(root: string, name: string): string | undefined {
  const segments = entrySegments(name);
  if (segments === undefined) return undefined;
  const target = path.join(root, ...segments);
  return isInside(root, target) ? target : undefined;
}

/** True for paths below `root`, and for `root` itself. */
export function isInside(root: string, target: string): boolean {
  const relative = path.relative(root, target);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}
