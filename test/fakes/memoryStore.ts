/** A `KeyValueStore` that keeps JSON text, as a real one would: nothing survives in it but data. */

import type { KeyValueStore } from '../../src/app/drafts.ts';

export class MemoryStore implements KeyValueStore {
  readonly #texts = new Map<string, string>();

  get(key: string): unknown {
    const text = this.#texts.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async set(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.#texts.delete(key);
    else this.#texts.set(key, JSON.stringify(value));
  }

  get bytes(): number {
    return [...this.#texts.values()].reduce((sum, text) => sum + text.length, 0);
  }
}
