/** Round times of the local clock between two moments: every second, every five minutes, every day. */

export interface TimeTick {
  readonly timeMs: number;
  readonly text: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
];
const withSeconds = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const withMinutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const withDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** At most `most`, and at least the first moment itself where no round time lies between. Times in milliseconds since 1970. */
export function timeTicks(fromMs: number, toMs: number, most: number): readonly TimeTick[] {
  const count = Math.max(1, Math.floor(most));
  const span = toMs - fromMs;
  const step = steps.find((size) => span / size <= count) ?? Math.ceil(span / count / day) * day;
  const format = step < minute ? withSeconds : step < day ? withMinutes : withDay;
  // Round for the reader's own clock, which may be half an hour off the world's.
  const offset = new Date(fromMs).getTimezoneOffset() * minute;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil((fromMs - offset) / step) * step + offset; at <= toMs && ticks.length < count; at += step) {
    ticks.push({ timeMs: at, text: format.format(at) });
  }
  return ticks.length > 0 ? ticks : [{ timeMs: fromMs, text: withSeconds.format(fromMs) }];
}
