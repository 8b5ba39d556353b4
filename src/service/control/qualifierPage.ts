/** One page of what is set for the qualifiers of a function. */

import { nameAfter, nameMarker } from './markers.ts';

/** `found` is in the order of the qualifiers; the function itself, without one, comes first. */
export function qualifierPage<Item extends { readonly qualifier: string }>(
  found: readonly Item[],
  marker: string | undefined,
  size: number,
): { readonly page: readonly Item[]; readonly next: { readonly NextMarker?: string } } {
  const after = nameAfter(marker);
  const rest = marker ? found.filter(({ qualifier }) => qualifier > after) : found;
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return { page, next: rest.length > page.length && last ? { NextMarker: nameMarker(last.qualifier) } : {} };
}
