/** Many redeploys at once, a few at a time: one that fails does not stop the others, and a cancellation stops all. */

import { messageOf } from '../../base/humanError.ts';
import { formatDuration } from '../../base/text.ts';
import type { RedeployOutcome } from './redeploy.ts';

export type BatchResult<Item> = { readonly item: Item } & (
  | { readonly kind: 'done'; readonly outcome: RedeployOutcome }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Cancelled before it began, or while it ran. */
  | { readonly kind: 'cancelled' }
);

/** Builds take a processor each, and AWS counts 15 changes a second for an account. */
const atOnce = 4;

/** Never rejects; results are in the order of the items. */
export async function redeployAll<Item>(
  items: readonly Item[],
  redeploy: (item: Item, signal: AbortSignal) => Promise<RedeployOutcome>,
  onResult: (result: BatchResult<Item>) => void,
  signal: AbortSignal,
): Promise<readonly BatchResult<Item>[]> {
  const results: BatchResult<Item>[] = items.map((item) => ({ item, kind: 'cancelled' }));
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) {
      if (signal.aborted) return;
      const result = await resultOf(item, redeploy, signal);
      results[index] = result;
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

async function resultOf<Item>(
  item: Item,
  redeploy: (item: Item, signal: AbortSignal) => Promise<RedeployOutcome>,
  signal: AbortSignal,
): Promise<BatchResult<Item>> {
  try {
    return { item, kind: 'done', outcome: await redeploy(item, signal) };
  } catch (error) {
    return signal.aborted ? { item, kind: 'cancelled' } : { item, kind: 'failed', error };
  }
}

/** `Redeployed 3 of 5 functions on Local in 1.2 s: 1 unchanged, 1 failed (orders: …)` */
export function batchText<Item>(
  results: readonly BatchResult<Item>[],
  nameOf: (item: Item) => string,
  targetLabel: string,
  durationMs: number,
): string {
  const failed = results.flatMap((result) => (result.kind === 'failed' ? [result] : []));
  const outcomes = results.flatMap((result) => (result.kind === 'done' ? [result.outcome] : []));
  const unchanged = outcomes.filter(({ kind }) => kind === 'unchanged').length;
  const cancelled = results.filter(({ kind }) => kind === 'cancelled').length;
  const [first] = failed;
  const rest = [
    ...(unchanged === 0 ? [] : [`${unchanged} unchanged`]),
    ...(first === undefined
      ? []
      : [`${failed.length} failed (${nameOf(first.item)}: ${messageOf(first.error)}${failed.length > 1 ? ' …' : ''})`]),
    ...(cancelled === 0 ? [] : [`${cancelled} cancelled`]),
  ];
  const functions = results.length === 1 ? '1 function' : `${results.length} functions`;
  const head = `Redeployed ${outcomes.length - unchanged} of ${functions} on ${targetLabel} in ${formatDuration(durationMs)}`;
  return rest.length === 0 ? `${head}.` : `${head}: ${rest.join(', ')}.`;
}
