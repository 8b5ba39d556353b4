/** What a test event may be called: its name is a file's name on every system that a team works on. */

const most = 64;
const allowed = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Device names of Windows, with or without an extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Files beside a test event that belong to it: the answer that is expected of it. */
export const expectedSuffix = '.expected';

/** What is wrong with a name, as a sentence; `undefined` when nothing is. */
export function testEventNameProblem(name: string): string | undefined {
  if (name === '') return 'A test event needs a name.';
  if (name.length > most) return `A name has at most ${most} characters; this one has ${name.length}.`;
  if (!allowed.test(name)) {
    return 'A name consists of letters, digits, ".", "-" and "_", and begins with a letter or digit.';
  }
  if (name.endsWith('.')) return 'A name cannot end in ".".';
  if (reserved.test(name)) return `"${name}" is the name of a device on Windows; choose another.`;
  if (name.toLowerCase().endsWith(expectedSuffix) || name.toLowerCase().endsWith('.json')) {
    return `A name cannot end in "${expectedSuffix}" or ".json": those belong to its files.`;
  }
  return undefined;
}
