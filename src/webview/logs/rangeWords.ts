/** A part of the log in words, and words as a part of the log. */

import type { LogRange, TailSource } from '../../protocol/logPanel.ts';

export const minuteChoices: readonly number[] = [5, 15, 60, 180, 1440];

/** What following again begins with, after a closed piece of time. */
export const followRange: LogRange = { kind: 'last', minutes: 15 };

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** `Last 15 min`, `10:00 to 10:20`, `14 Jan 23:50 to 15 Jan 00:10`: days are said where they are not today. */
export function rangeWords(range: LogRange, now: number): string {
  if (range.kind === 'last') return range.minutes < 60 ? `Last ${range.minutes} min` : `Last ${range.minutes / 60} h`;
  const { startTime, endTime } = range;
  const dayOf = (time: number, besides: number) =>
    day.format(time) === day.format(besides) ? '' : `${day.format(time)} `;
  const isOneDay = day.format(startTime) === day.format(endTime);
  const endDay = isOneDay ? '' : dayOf(endTime, now) || `${day.format(endTime)} `;
  return `${dayOf(startTime, now)}${clock.format(startTime)} to ${endDay}${clock.format(endTime)}`;
}

/** One range where all sources show the same part; `several` where they do not. */
export function sharedRange(sources: readonly TailSource[]): LogRange | 'several' | undefined {
  const ranges = sources.flatMap(({ range }) => (range ? [range] : []));
  const [first] = ranges;
  if (!first) return undefined;
  const isSame = (range: LogRange) =>
    range.kind === 'last'
      ? first.kind === 'last' && range.minutes === first.minutes
      : first.kind === 'between' && range.startTime === first.startTime && range.endTime === first.endTime;
  return ranges.every(isSame) ? first : 'several';
}

export interface RangeProblem {
  readonly field: 'start' | 'end';
  readonly message: string;
}

/**
 * The piece of time between two fields of local time (`2026-01-15T10:11:12`; empty or half filled in gives `''`).
 * `now` in milliseconds since 1970.
 */
export function between(start: string, end: string, now: number): LogRange | RangeProblem {
  const [startTime, endTime] = [Date.parse(start), Date.parse(end)];
  if (Number.isNaN(startTime)) return { field: 'start', message: 'Fill in when the piece of time begins.' };
  if (startTime > now) return { field: 'start', message: 'The start is in the future: nothing is logged there yet.' };
  if (Number.isNaN(endTime)) return { field: 'end', message: 'Fill in when the piece of time ends.' };
  if (endTime <= startTime) return { field: 'end', message: 'The end must come after the start.' };
  if (endTime > now) return { field: 'end', message: 'The end is in the future: choose a “Last …” range to follow.' };
  return { kind: 'between', startTime, endTime };
}

/** What a field of local time holds for a moment: `2026-01-15T10:11:12`. */
export function fieldValue(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
