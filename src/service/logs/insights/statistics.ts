/** The functions of `stats`: each gathers what one group of records has for it. */

import { compare, numberOf, shown, type Value } from './queryValue.ts';

/** Takes one record's values after the other and tells what came of them. */
export interface Accumulator {
  add(values: readonly Value[], timestampMs: number): void;
  result(): Value;
}

export interface Statistic {
  readonly least: number;
  readonly most: number;
  readonly create: () => Accumulator;
}

/** Gathers the numbers of the first argument. */
function ofNumbers(conclude: (numbers: readonly number[]) => Value): Statistic['create'] {
  return () => {
    const numbers: number[] = [];
    return {
      add([value]) {
        const number = numberOf(value);
        if (number !== undefined) numbers.push(number);
      },
      result: () => conclude(numbers),
    };
  };
}

/** Keeps one value: the one that `isBetter` prefers. */
function best(isBetter: (value: Value, kept: Value) => boolean): Statistic['create'] {
  return () => {
    let kept: Value;
    return {
      add([value]) {
        if (value !== undefined && (kept === undefined || isBetter(value, kept))) kept = value;
      },
      result: () => kept,
    };
  };
}

/** The value of the record with the first or the last time. */
function atTime(isBetter: (time: number, kept: number) => boolean): Statistic['create'] {
  return () => {
    let kept: Value;
    let keptAt: number | undefined;
    return {
      add([value], timestampMs) {
        if (value === undefined || (keptAt !== undefined && !isBetter(timestampMs, keptAt))) return;
        kept = value;
        keptAt = timestampMs;
      },
      result: () => kept,
    };
  };
}

const asText = (value: Value) => shown(value);
const one = (create: Statistic['create']): Statistic => ({ least: 1, most: 1, create });

const counted: Statistic['create'] = () => {
  let count = 0;
  return {
    add(values) {
      if (values.length === 0 || values[0] !== undefined) count += 1;
    },
    result: () => count,
  };
};

const distinct: Statistic['create'] = () => {
  const seen = new Set<string>();
  return {
    add([value]) {
      if (value !== undefined) seen.add(shown(value));
    },
    result: () => seen.size,
  };
};

const percentile: Statistic['create'] = () => {
  const numbers: number[] = [];
  let percent = 50;
  return {
    add([value, wanted]) {
      const number = numberOf(value);
      if (number !== undefined) numbers.push(number);
      percent = numberOf(wanted) ?? percent;
    },
    result: () => percentileOf(numbers, percent),
  };
};

/** By name in lower case. */
export const statistics: Readonly<Record<string, Statistic>> = {
  count: { least: 0, most: 1, create: counted },
  count_distinct: one(distinct),
  sum: one(ofNumbers((numbers) => total(numbers))),
  avg: one(ofNumbers((numbers) => (numbers.length === 0 ? undefined : total(numbers) / numbers.length))),
  min: one(best((value, kept) => compare(value, kept) < 0)),
  max: one(best((value, kept) => compare(value, kept) > 0)),
  pct: { least: 2, most: 2, create: percentile },
  percentile: { least: 2, most: 2, create: percentile },
  median: one(ofNumbers((numbers) => percentileOf(numbers, 50))),
  stddev: one(ofNumbers(deviation)),
  earliest: one(atTime((time, kept) => time < kept)),
  latest: one(atTime((time, kept) => time > kept)),
  sortsfirst: one(best((value, kept) => asText(value) < asText(kept))),
  sortslast: one(best((value, kept) => asText(value) > asText(kept))),
};

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Between two neighbours, in proportion. */
function percentileOf(numbers: readonly number[], percent: number): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = (Math.min(Math.max(percent, 0), 100) / 100) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (place - Math.floor(place));
}

function deviation(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  const mean = total(numbers) / numbers.length;
  return Math.sqrt(total(numbers.map((number) => (number - mean) ** 2)) / numbers.length);
}
