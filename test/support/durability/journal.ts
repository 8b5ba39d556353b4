/** What a client may rely on: every fact whose change was acknowledged, and the one change of each that never was answered. */

import { EventEmitter, once } from 'node:events';

interface Fact {
  /** The value that was acknowledged last; `undefined` for a thing that is not there. */
  sure: string | undefined;
  /** Sent and never answered: may have happened. */
  maybe: { readonly value: string | undefined } | undefined;
}

export class Journal {
  readonly #facts = new Map<string, Fact>();
  readonly #acknowledged = new EventEmitter();
  acknowledged = 0;

  /** Changes of one fact follow each other. When `send` rejects, nobody knows whether the change happened. */
  async change<T>(key: string, value: string | undefined, send: () => Promise<T>): Promise<T> {
    const fact = this.#fact(key);
    fact.maybe = { value };
    const answer = await send();
    fact.sure = value;
    fact.maybe = undefined;
    this.acknowledge();
    return answer;
  }

  /** Counts an answer that changed no fact. */
  acknowledge(): void {
    this.acknowledged += 1;
    this.#acknowledged.emit('one');
  }

  /** Resolves when `count` more answers have come, or when the signal aborts. */
  async further(count: number, signal: AbortSignal): Promise<void> {
    const until = this.acknowledged + count;
    while (this.acknowledged < until && !signal.aborted) {
      await once(this.#acknowledged, 'one', { signal }).catch(() => {});
    }
  }

  /** The value that a fact surely has. */
  sure(key: string): string | undefined {
    return this.#facts.get(key)?.sure;
  }

  /** Compares all facts below `prefix` with what is there now, and takes over what an unanswered change turned out to be. */
  settle(prefix: string, found: ReadonlyMap<string, string>): readonly string[] {
    const problems: string[] = [];
    for (const key of new Set([...this.#keys(prefix), ...found.keys()])) {
      const fact = this.#fact(key);
      const value = found.get(key);
      if (value === fact.sure || (fact.maybe !== undefined && value === fact.maybe.value)) {
        fact.sure = value;
        fact.maybe = undefined;
      } else {
        problems.push(`${key}: found ${value}, acknowledged ${fact.sure}, unanswered ${JSON.stringify(fact.maybe)}`);
      }
    }
    return problems;
  }

  #keys(prefix: string): readonly string[] {
    return [...this.#facts.keys()].filter((key) => key.startsWith(prefix));
  }

  #fact(key: string): Fact {
    const known = this.#facts.get(key);
    if (known !== undefined) return known;
    const fact: Fact = { sure: undefined, maybe: undefined };
    this.#facts.set(key, fact);
    return fact;
  }
}
