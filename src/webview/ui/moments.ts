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
function formatMoment(epochMs: number): string {
  return `${dayFormat.format(epochMs)} (${new Date(epochMs).toISOString()})`;
}

/** `3 s ago · 42 ms after START`, then the moment in local time and in UTC. */
export function momentWords(epochMs: number, now: number, startedAt?: number): string {
  const since = startedAt === undefined ? '' : ` · ${sinceStart(epochMs - startedAt)}`;
  return `${ago(now - epochMs)}${since}\n${formatMoment(epochMs)}`;
}

/** `3 s ago`; a clock that is ahead of this one says `in 2 s`. */
function ago(ms: number): string {
  const words = coarse(Math.abs(ms));
  if (words === '') return 'just now';
  return ms >= 0 ? `${words} ago` : `in ${words}`;
}

/** `42 ms after START`: lines may also come before it, as those of the init do. */
function sinceStart(ms: number): string {
  return ms < 0 ? `${formatMs(-ms)} before START` : `${formatMs(ms)} after START`;
}

function coarse(ms: number): string {
  if (ms < 1000) return '';
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 36 * 3_600_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}

/** `+42 ms`, `−312 ms`: from the START of a request. */
export function formatOffset(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${Math.abs(ms).toLocaleString()} ms`;
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
