/** Streams of events from AWS, with the product's own errors. */

import type { Caller } from './call.ts';

/** Errors that end a stream get the same shape as those of an answer; an aborted stream throws the signal's reason. */
export async function* rebuildingErrors<Item>(
  stream: AsyncIterable<Item>,
  caller: Caller,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  try {
    yield* stream;
  } catch (error) {
    signal?.throwIfAborted();
    throw caller.failure(error);
  }
}
