/** A time as signatures have it: `20260115T101112Z`. */
export function basicTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
