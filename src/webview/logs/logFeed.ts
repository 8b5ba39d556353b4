/** Keeps the view's store in step with the host: one snapshot, then batches, and a new snapshot where one is missing. */

import { messageOf } from '../../base/humanError.ts';
import type { SentBatch, SentSnapshot } from '../../protocol/logPanel.ts';
import type { LogStore } from './logStore.ts';

export interface LogFeedListener {
  /** `keepsPlaces` is false where none of the held lines is in the new snapshot. */
  replaced(snapshot: SentSnapshot, keepsPlaces: boolean): void;
  appended(batch: SentBatch, newInvocations: number): void;
  failed(): void;
}

export class LogFeed {
  readonly #store: LogStore;
  readonly #request: () => Promise<SentSnapshot>;
  readonly #listener: LogFeedListener;
  #isReady = false;
  #isAsking = false;
  #failure: string | undefined;

  constructor(store: LogStore, request: () => Promise<SentSnapshot>, listener: LogFeedListener) {
    this.#store = store;
    this.#request = request;
    this.#listener = listener;
  }

  /** True once there is something to show. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Why there is nothing to show. */
  get failure(): string | undefined {
    return this.#failure;
  }

  async ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#failure = undefined;
    try {
      this.replace(await this.#request());
    } catch (error) {
      this.#failure = messageOf(error);
      this.#listener.failed();
    } finally {
      this.#isAsking = false;
    }
  }

  replace(snapshot: SentSnapshot): void {
    const keepsPlaces = this.#store.replace(snapshot);
    this.#isReady = true;
    this.#listener.replaced(snapshot, keepsPlaces);
  }

  append(batch: SentBatch): void {
    const before = this.#store.invocationCount;
    if (this.#store.append(batch)) this.#listener.appended(batch, this.#store.invocationCount - before);
    else void this.ask();
  }
}
