/** A file's name out of text that anybody may have written: no folder, nothing hidden, nothing that a file system refuses. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const refused = /[\\/:*?"<>|\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;
const longest = 200;

/** `fallback` where nothing is left of it. */
export function plainFileName(text: string, fallback: string): string {
  const name = text
    .replace(refused, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .trim();
  return name === '' ? fallback : name.slice(0, longest);
}
