/** Finds text in the names and values of a JSON value, as pointers that a tree can go to. */

const mostMatches = 10_000;

/** Pointers (RFC 6901) in reading order; letters match whatever their case. */
export function findInJson(root: unknown, text: string): readonly string[] {
  const wanted = text.toLowerCase();
  const found: string[] = [];
  const says = (part: string) => part.toLowerCase().includes(wanted);
  const visit = (value: unknown, path: string, name: string | undefined): void => {
    if (found.length >= mostMatches) return;
    const isContainer = typeof value === 'object' && value !== null;
    if ((name !== undefined && says(name)) || (!isContainer && says(String(value)))) found.push(path);
    if (!isContainer) return;
    const isList = Array.isArray(value);
    for (const [key, child] of Object.entries(value)) {
      const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
      visit(child, `${path}/${step}`, isList ? undefined : key);
    }
  };
  if (wanted !== '') visit(root, '', undefined);
  return found;
}
