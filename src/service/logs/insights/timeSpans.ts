/** `5m`, `1h`, `1mo`: lengths of time in queries, and the beginnings of the spans that they divide time into. */

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  msec: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const unitMonths: Readonly<Record<string, number>> = { mo: 1, q: 3, y: 12 };

export interface TimeSpan {
  readonly count: number;
  readonly unit: string;
}

/** `undefined` for what is no length of time. */
export function readSpan(text: string): TimeSpan | undefined {
  const [, count, unit = ''] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  const isKnown = Object.hasOwn(unitMs, unit) || Object.hasOwn(unitMonths, unit);
  return isKnown && Number(count) > 0 ? { count: Number(count), unit } : undefined;
}

/** The beginning of the span that a moment is in; months, quarters and years are those of the calendar, in UTC. */
export function floorTime(ms: number, { count, unit }: TimeSpan): number {
  const months = unitMonths[unit];
  if (months === undefined) {
    const span = (unitMs[unit] ?? 1) * count;
    return Math.floor(ms / span) * span;
  }
  const date = new Date(ms);
  const span = months * count;
  const first = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / span) * span;
  return Date.UTC(Math.floor(first / 12), first % 12);
}
