/** A time as signatures have it: `20260115T101112Z`. */
export function basicTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

const basicTimePattern = /^\d{8}T\d{6}Z$/;

/** Milliseconds since 1970; `NaN` for a text that is no such time. */
export function parseBasicTime(text: string): number {
  if (!basicTimePattern.test(text)) return Number.NaN;
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  return Date.parse(`${date}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13)}`);
}
