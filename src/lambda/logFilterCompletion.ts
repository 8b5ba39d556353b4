/** What may come next at the caret of the filter field. */

import { levels, outcomes } from './logFilterTerms.ts';
import { splitFilter } from './logFilterWords.ts';

export interface FilterSuggestion {
  /** What is put in place of the text between `from` and `to`. */
  readonly text: string;
  readonly detail: string;
}

export interface FilterCompletions {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly suggestions: readonly FilterSuggestion[];
}

/** What is seen in the log at the moment. */
export interface KnownNames {
  readonly functions: readonly string[];
  readonly targets: readonly string[];
  /** Paths such as `$.order.id`. */
  readonly fields: readonly string[];
}

const mostSuggestions = 50;
const truths = ['true', 'false'];
const terms: readonly FilterSuggestion[] = [
  { text: 'level:', detail: 'Lines of one level' },
  { text: 'level>=', detail: 'Lines of a level and above' },
  { text: 'error:true', detail: 'Invocations that failed' },
  { text: 'cold:true', detail: 'Cold starts' },
  { text: 'slow:true', detail: 'Slow invocations' },
  { text: 'throttled:true', detail: 'Invocations that met too many requests' },
  { text: 'outcome:', detail: 'Invocations by how they ended' },
  { text: 'duration>', detail: 'Longer than so many milliseconds, or 1.5s' },
  { text: 'init>', detail: 'Init longer than so many milliseconds' },
  { text: 'memory>', detail: 'More memory than so many MB, or 80%' },
  { text: 'billed>', detail: 'Billed for more than so many milliseconds' },
  { text: 'request:', detail: 'One request, by the beginning of its id' },
  { text: 'function:', detail: 'One of the tailed functions' },
  { text: 'target:', detail: 'One of the targets' },
  { text: '$.', detail: 'A field of JSON lines: $.field = value' },
  { text: 'or', detail: 'Either what is before or what is behind' },
];

export function filterCompletions(text: string, caret: number, known: KnownNames): FilterCompletions {
  const word = splitFilter(text).find(({ start, end }) => start <= caret && caret <= end);
  const start = word?.start ?? caret;
  const minus = text.startsWith('-', start) && caret > start ? 1 : 0;
  const from = start + minus;
  const typed = text.slice(from, caret);
  const beginning = typed.toLowerCase();
  const suggestions = candidates(typed, known).filter(
    (candidate) => candidate.text.toLowerCase().startsWith(beginning) && candidate.text !== typed,
  );
  return { from, to: word?.end ?? caret, suggestions: suggestions.slice(0, mostSuggestions) };
}

function candidates(typed: string, known: KnownNames): readonly FilterSuggestion[] {
  const values = (prefix: string, texts: readonly string[], detail: string) =>
    texts.map((text) => ({ text: `${prefix}${text}`, detail }));
  const name = /^(?:level(?:>=|<=|>|<)|[a-z]+:)/.exec(typed)?.[0] ?? '';
  if (name.startsWith('level'))
    return values(
      name,
      levels.map((level) => level.toLowerCase()),
      'Level',
    );
  switch (name) {
    case 'outcome:':
      return values(name, outcomes, 'Outcome');
    case 'cold:':
    case 'slow:':
    case 'throttled:':
    case 'error:':
      return values(name, truths, 'Yes or no');
    case 'function:':
      return values(name, known.functions, 'Function');
    case 'target:':
      return values(
        name,
        known.targets.map((target) => target.split(' ')[0] ?? target),
        'Target',
      );
    default:
      return typed.startsWith('$') ? values('', known.fields, 'Field of JSON lines') : terms;
  }
}

/** Paths of the plain values in a JSON line, nested ones too. Bounded: a line may have ten thousand keys. */
export function fieldPaths(json: Readonly<Record<string, unknown>>, most = 100): readonly string[] {
  const paths: string[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (paths.length >= most) return;
    if (typeof value !== 'object' || value === null) {
      if (path !== '$') paths.push(path);
      return;
    }
    if (depth >= 6) return;
    for (const key of Object.keys(value).slice(0, most)) {
      const step = Array.isArray(value) ? `[${key}]` : /^[\w-]+$/.test(key) ? `.${key}` : `["${key}"]`;
      if (!key.includes('"')) visit((value as Record<string, unknown>)[key], path + step, depth + 1);
    }
  };
  visit(json, '$', 0);
  return paths;
}
