/** An asynchronous queue without a disk. A second dispatcher on the same object is a service after its restart. */

import type { AsyncQueue, QueuedInvocation } from '../../src/service/store/asyncQueue.ts';

export class MemoryAsyncQueue implements AsyncQueue {
  readonly #entries = new Map<string, QueuedInvocation>();

  put(entry: QueuedInvocation): void {
    this.#entries.set(entry.requestId, entry);
  }

  remove(requestId: string): void {
    this.#entries.delete(requestId);
  }

  list(): readonly QueuedInvocation[] {
    return [...this.#entries.values()];
  }
}
