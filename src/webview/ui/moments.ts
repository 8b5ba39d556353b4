/** Times of day and numbers as the panels print them: local, aligned, with milliseconds. */

const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** `14:34:52.118`, local time. */
export function formatTime(epochMs: number): string {
  return `${clockFormat.format(epochMs)}.${String(Math.trunc(epochMs) % 1000).padStart(3, '0')}`;
}

/** The whole moment in words, for a title. */
export function formatMoment(epochMs: number): string {
  return `${dayFormat.format(epochMs)} (${new Date(epochMs).toISOString()})`;
}

/** `34.1 ms`, `487 ms`, `2.31 s`: three digits, so that runs can be compared. */
export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 100) return `${Math.round(ms)} ms`;
  return `${ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}

/** `$0.00000084`: two significant digits, never in exponent form. */
export function formatCost(usd: number): string {
  if (usd === 0) return '$0';
  const digits = Math.max(2, Math.min(12, 1 - Math.floor(Math.log10(usd))));
  return `$${usd.toFixed(digits)}`;
}

/** `$0.84`: what a million such calls cost. */
export function formatCostPerMillion(usd: number): string {
  return `$${(usd * 1_000_000).toFixed(2)} per million`;
}

/** `1 run`, `12 runs`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString()} ${noun}${count === 1 ? '' : 's'}`;
}
