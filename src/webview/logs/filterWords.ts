/** Splits filter text into words: `plain`, `"with spaces"`, `/regex/flags`, `or`, each perhaps negated by `-`. */

export type FilterWord =
  | { readonly kind: 'or' }
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean; readonly negated: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly negated: boolean };

const word =
  /\s*(?:(?<or>or(?=\s|$))|(?<minus>-(?=\S))?(?:"(?<quoted>[^"]*)"|\/(?<source>(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+)\/(?<flags>[dimsuv]*)(?=\s|$)|(?<plain>\S+)))/gy;

/** Any text can be read: what is no term and no closed expression (`/orders`) is looked for as it stands. */
export function splitFilter(text: string): readonly FilterWord[] {
  const words: FilterWord[] = [];
  for (const { groups = {} } of text.trimEnd().matchAll(word)) {
    const negated = groups['minus'] !== undefined;
    if (groups['or'] !== undefined) words.push({ kind: 'or' });
    else if (groups['source'] !== undefined) {
      words.push({ kind: 'regex', source: groups['source'], flags: groups['flags'] ?? '', negated });
    } else if (groups['quoted'] !== undefined) {
      words.push({ kind: 'text', text: groups['quoted'], quoted: true, negated });
    } else {
      const plain = groups['plain'] ?? '';
      // Between two slashes, but no expression by the pattern above: let the engine say what is wrong with it.
      const broken = /^\/(.+)\/$/.exec(plain)?.[1];
      if (broken === undefined) words.push({ kind: 'text', text: plain, quoted: false, negated });
      else words.push({ kind: 'regex', source: broken, flags: '', negated });
    }
  }
  return words;
}
