/** Filters that are written by a click: a term for a value of a JSON line, and a term added to what stands already. */

import { splitFilter } from './logFilterWords.ts';

/** Longer values are payloads: nobody looks for the same one twice, and the filter field shows one line. */
const longestValue = 300;

/** `$.items[0]["display name"]`: the steps from the line's object to a value; numbers are places in a list. `undefined` where the language cannot name it. */
export function fieldPathOf(steps: readonly (string | number)[]): string | undefined {
  let path = '$';
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) path += `.${step}`;
    else if (!/["\p{Cc}]/u.test(step)) path += `["${step}"]`;
    else return undefined;
  }
  return steps.length === 0 ? undefined : path;
}

/** `$.sku = "A-7"`, `$.left = 2`. `undefined` for lists, objects and texts that no one-line filter can hold. */
export function valueTerm(path: string, value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return `${path} = ${value}`;
  if (typeof value !== 'string' || value.length > longestValue || /[\p{Cc}\p{Cs}]/u.test(value)) return undefined;
  return `${path} = "${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Every alternative of the filter must hold the term as well. A term that stands there already is not added again. */
export function withTerm(filterText: string, term: string): string {
  const words = splitFilter(filterText);
  const alternatives: { text: string; terms: readonly string[] }[] = [];
  let terms: string[] = [];
  let start: number | undefined;
  let end = 0;
  const close = () => {
    if (start !== undefined) alternatives.push({ text: filterText.slice(start, end), terms });
    terms = [];
    start = undefined;
  };
  for (const word of words) {
    if (word.kind === 'or') {
      close();
      continue;
    }
    start ??= word.start;
    end = word.end;
    terms.push(filterText.slice(word.start, word.end));
  }
  close();
  if (alternatives.length === 0) return term;
  return alternatives.map((each) => (each.terms.includes(term) ? each.text : `${each.text} ${term}`)).join(' or ');
}
