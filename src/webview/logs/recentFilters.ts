/** The filters that were used last: the newest first, each once. */

const mostRecent = 10;

export function withRecent(recent: readonly string[], text: string): readonly string[] {
  const used = text.trim();
  if (used === '') return recent;
  return [used, ...recent.filter((other) => other !== used)].slice(0, mostRecent);
}

/** What the editor kept may come from another version. */
export function recentFrom(kept: unknown): readonly string[] {
  const texts = Array.isArray(kept) ? kept.filter((text): text is string => typeof text === 'string') : [];
  return texts.slice(0, mostRecent);
}
