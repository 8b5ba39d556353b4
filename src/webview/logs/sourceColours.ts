/** Which dot belongs to which function: by its place among the tailed ones, so that neighbours differ. */

import type { TailSource } from '../../protocol/logPanel.ts';

const colours = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'] as const;

export function colourOf(sources: readonly TailSource[], sourceId: string): string {
  const place = sources.findIndex((source) => source.id === sourceId);
  return colours[Math.max(0, place) % colours.length] ?? 'c0';
}
