/** Sizes and times as people read them. */

/** `612 B`, `4.1 KB`, `6 MB`: powers of 1,024, at most one decimal. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  // What would be written as 1024 belongs to the next unit.
  while (Number(value.toFixed(unit === 0 ? 0 : 1)) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : trimZero(value.toFixed(1))} ${units[unit]}`;
}

/** `34 ms`, `1.24 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number): string {
  // Each limit is where the smaller unit would be written as a full one of the larger.
  if (durationMs < 9.95) return `${trimZero(durationMs.toFixed(1))} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_995) return `${trimZero((durationMs / 1000).toFixed(2))} s`;
  const seconds = Math.round(durationMs / 1000);
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `just now`, `2 min ago`, `3 h ago`, `5 d ago`, `2 y ago`. */
export function formatAge(thenMs: number, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - thenMs) / 1000);
  if (seconds < 60) return 'just now';
  const steps: readonly [number, string][] = [
    [365 * 86_400, 'y'],
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ];
  for (const [length, unit] of steps) if (seconds >= length) return `${Math.floor(seconds / length)} ${unit} ago`;
  return 'just now';
}

/** Of a number with decimals. */
function trimZero(text: string): string {
  return text.replace(/\.?0+$/, '');
}
