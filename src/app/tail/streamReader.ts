/** Reads an event stream to its end, which the stream itself, the signal, or too long a silence may bring. */

import { type Clock, withDeadline } from '../../base/clock.ts';

/** Calls `onItem` for each item. Rejects with the signal's reason, the stream's error, or `DeadlineError` after silence. */
export async function readStream<Item>(
  clock: Clock,
  stream: AsyncIterable<Item>,
  silenceMs: number,
  signal: AbortSignal,
  onItem: (item: Item) => void,
): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await withDeadline(clock, silenceMs, 'more of the log stream', () => iterator.next(), signal);
      if (next.done === true) return;
      onItem(next.value);
    }
  } finally {
    // Told to end, not waited for: a stream whose other side fell silent may never settle.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
