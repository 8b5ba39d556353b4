/** An asynchronous queue without a disk. A second dispatcher on the same object is a service after its restart. */

import type { AsyncQueue, NextInvocation, QueuedInvocation } from '../../src/service/store/asyncQueue.ts';
import type { Delivery } from '../../src/service/store/deliveryOutbox.ts';
import type { FunctionId } from '../../src/service/store/functionVersion.ts';

export class MemoryAsyncQueue implements AsyncQueue {
  /** What finished invocations left to be sent. */
  readonly deliveries: Delivery[] = [];
  readonly #entries = new Map<string, QueuedInvocation>();

  put(entry: QueuedInvocation): void {
    this.#entries.set(entry.requestId, entry);
  }

  finish(requestId: string, deliveries: readonly Delivery[]): void {
    this.#entries.delete(requestId);
    this.deliveries.push(...deliveries);
  }

  functions(): readonly FunctionId[] {
    return [...new Map(this.list().map(({ id }) => [`${id.region}/${id.name}`, id])).values()];
  }

  next(id: FunctionId, except: ReadonlyMap<string, unknown>): NextInvocation | undefined {
    return this.list()
      .filter((entry) => entry.id.region === id.region && entry.id.name === id.name && !except.has(entry.requestId))
      .sort((a, b) => a.notBefore - b.notBefore)[0];
  }

  get(requestId: string): QueuedInvocation | undefined {
    return this.#entries.get(requestId);
  }

  list(): readonly QueuedInvocation[] {
    return [...this.#entries.values()];
  }
}
