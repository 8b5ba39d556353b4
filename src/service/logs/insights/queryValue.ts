/** Values of a query, and how they compare: most of them are texts that may look like numbers. */

/** A moment: counts in milliseconds, and is shown as a date. */
export class Moment {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

export type Value = string | number | boolean | Moment | undefined;

const numeral = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** `undefined` for what is no number. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Moment) return value.ms;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value !== undefined && numeral.test(value) ? Number(value) : undefined;
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  return value !== undefined && value !== '' && numberOf(value) !== 0;
}

/** As results show it: at most four decimals, moments in UTC, truth as 1 or 0. */
export function shown(value: Value): string {
  if (value instanceof Moment) {
    const date = new Date(value.ms);
    return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T', ' ').replace('Z', '');
  }
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toFixed(4)));
  return value ?? '';
}

/** Numbers by size, texts by their characters, what is not there at the end. */
export function compare(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left - right;
  const [first, second] = [shown(a), shown(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

export function isSame(a: Value, b: Value): boolean {
  return a !== undefined && b !== undefined && compare(a, b) === 0;
}
