/** The guard against archives that write outside their folder. */

import path from 'node:path';

/** Names that Windows gives to devices, whatever follows a dot. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** The segments of an archive entry's name, or `undefined` when the name must be refused. */
export function entrySegments(
  name: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] | undefined {
  if (name.includes('\0') || name.includes('\\') || name.startsWith('/')) return undefined;
  // A drive letter.
  if (/^[A-Za-z]:/.test(name)) return undefined;
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0 || segments.includes('..')) return undefined;
  return platform === 'win32' && segments.some(meansAnotherFileOnWindows) ? undefined : segments;
}

/** A device, an alternate data stream, or a name whose end Windows leaves away. */
function meansAnotherFileOnWindows(segment: string): boolean {
  return deviceName.test(segment.replace(/ +(?=\.|$)/g, '')) || segment.includes(':') || /[. ]$/.test(segment);
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
