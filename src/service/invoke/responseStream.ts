/** A streamed response between the function that writes it and the caller who reads it: one chunk at a time. */

import { Deferred } from '../../base/deferred.ts';
import type { ResponseSink } from './invocation.ts';

export class ResponseStream implements ResponseSink, AsyncIterable<Uint8Array> {
  readonly #started = new Deferred<void>();
  readonly #abandoned: AbortSignal;
  #chunk: Uint8Array | undefined;
  #isEnded = false;
  #isCut = false;
  #bytes = 0;
  /** The writer waits until its chunk was taken, the reader until there is one: whoever waits is woken here. */
  #taken: Deferred<void> | undefined;
  #arrived = new Deferred<void>();

  /** When the signal aborts, the reader is gone: what is written afterwards is thrown away. */
  constructor(abandoned: AbortSignal) {
    this.#abandoned = abandoned;
    abandoned.addEventListener('abort', () => this.end(), { once: true });
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether bytes were thrown away: what was read is not the whole response. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Resolves with the first byte. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  /** One call at a time. Memory holds no more than the one chunk. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.byteLength;
    if (this.#isEnded || this.#abandoned.aborted) {
      this.#isCut = true;
      return;
    }
    this.#chunk = chunk;
    this.#taken = new Deferred();
    this.#started.resolve();
    this.#arrived.resolve();
    await this.#taken.promise;
  }

  /** Nothing more comes. A chunk that was written before is still read. */
  end(): void {
    this.#isEnded = true;
    this.#arrived.resolve();
    if (this.#abandoned.aborted) this.#taken?.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (true) {
      await this.#arrived.promise;
      const chunk = this.#chunk;
      if (chunk === undefined) return;
      if (this.#abandoned.aborted) {
        this.#isCut = true;
        return;
      }
      this.#chunk = undefined;
      if (!this.#isEnded) this.#arrived = new Deferred();
      // The next chunk may be fetched while this one is on its way.
      this.#taken?.resolve();
      yield chunk;
    }
  }
}
