/** Splits filter text into words: `plain`, `"with spaces"`, `/regex/flags`, `$.field = value`, `or`, each perhaps negated. */

/** Places count from 0; `end` is exclusive. */
export interface WordPlace {
  readonly start: number;
  readonly end: number;
}

export type FilterWord = WordPlace &
  (
    | { readonly kind: 'or' }
    | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean; readonly negated: boolean }
    | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly negated: boolean }
    | {
        readonly kind: 'field';
        readonly path: string;
        /** `undefined` where only the field was written so far. */
        readonly operator: FieldOperator | undefined;
        readonly value: string;
        readonly quoted: boolean;
        readonly negated: boolean;
      }
  );

export type FieldOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'exists';

const spaces = /\s*/y;
const or = /or(?=\s|$)/y;
const minus = /-(?=\S)/y;
const quoted = /"((?:\\.|[^"\\])*)"/y;
const regex = /\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+)\/([dimsuv]*)(?=\s|$)/y;
const field =
  /(\$(?:\.[\w-]+|\[\d+\]|\["[^"]*"\])+)(?:\s+(exists)(?=\s|$)|\s*(!=|<=|>=|=|<|>)\s*(?:"((?:\\.|[^"\\])*)"|(\S*))|(?=\s|$))/y;
const plain = /\S+/y;

/** Any text can be read: what is no term and no closed expression (`/orders`) is looked for as it stands. */
export function splitFilter(text: string): readonly FilterWord[] {
  const words: FilterWord[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(spaces);
    if (at >= text.length) return words;
    const start = at;
    if (take(or)) {
      words.push({ kind: 'or', start, end: at });
      continue;
    }
    const negated = take(minus) !== null;
    const word = wordAt(take);
    words.push({ ...word, negated, start, end: at });
  }
}

type Bare = DistributiveOmit<Exclude<FilterWord, { kind: 'or' }>, 'start' | 'end' | 'negated'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function wordAt(take: (pattern: RegExp) => RegExpExecArray | null): Bare {
  const literal = take(quoted);
  if (literal) return { kind: 'text', text: withoutEscapes(literal[1] ?? ''), quoted: true };
  const expression = take(regex);
  if (expression) return { kind: 'regex', source: expression[1] ?? '', flags: expression[2] ?? '' };
  const path = take(field);
  if (path) {
    const [, name = '', exists, operator, quotedValue, plainValue = ''] = path;
    return {
      kind: 'field',
      path: name,
      operator: (exists ?? operator) as FieldOperator | undefined,
      value: quotedValue === undefined ? plainValue : withoutEscapes(quotedValue),
      quoted: quotedValue !== undefined,
    };
  }
  const text = take(plain)?.[0] ?? '';
  // Between two slashes, but no expression by the pattern above: let the engine say what is wrong with it.
  const broken = /^\/(.+)\/$/.exec(text)?.[1];
  return broken === undefined ? { kind: 'text', text, quoted: false } : { kind: 'regex', source: broken, flags: '' };
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
