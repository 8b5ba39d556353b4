/** Announcements of facts. `Event` has the editor's call shape, so both kinds can be used in the same place. */

import { type Disposable, toDisposable } from './lifecycle.ts';

/** Subscribes a listener; the returned disposable ends the subscription. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The owner's side of an `Event`. Once disposed, it neither announces nor keeps listeners. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();
  #disposed = false;

  readonly event: Event<T> = (listener) => {
    if (this.#disposed) return toDisposable(() => {});
    // A wrapper per subscription: the same function may subscribe twice and leave once.
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    return toDisposable(() => this.#listeners.delete(own));
  };

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  /** Tells everyone who listens now. A listener that throws does not keep the others from hearing; its error comes after. */
  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      // An earlier listener may have ended this subscription.
      if (!this.#listeners.has(listener)) continue;
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 1) throw new AggregateError(errors, 'Several listeners failed');
    if (errors.length === 1) throw errors[0];
  }

  dispose(): void {
    this.#disposed = true;
    this.#listeners.clear();
  }
}

/** Resolves with the next value for which `accept` holds; rejects with the signal's reason when it aborts first. */
export function nextEvent<T>(event: Event<T>, accept: (value: T) => boolean, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const subscription = event((value) => {
      if (!accept(value)) return;
      settle();
      resolve(value);
    });
    const onAbort = () => {
      settle();
      reject(signal.reason);
    };
    const settle = () => {
      subscription.dispose();
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort);
  });
}
