/** Failed invocations that nobody has looked at yet: what the badge of the log view counts. */

import type { InvocationOutcome } from '../../lambda/invocationRecord.ts';
import type { LogBatch } from '../../protocol/logPanel.ts';

const failures: ReadonlySet<InvocationOutcome> = new Set(['error', 'timeout', 'out-of-memory']);

export class UnseenFailures {
  /** Seen ones are remembered, because a late line sends their invocation once more. */
  readonly #seen = new Set<string>();
  readonly #unseen = new Set<string>();

  get count(): number {
    return this.#unseen.size;
  }

  /** `isLooking`: the rows of this batch are on screen. Returns how many failures are new to everyone. */
  add({ invocations, forgotten = [] }: Pick<LogBatch, 'invocations' | 'forgotten'>, isLooking: boolean): number {
    const before = this.#unseen.size;
    for (const { sourceId, invocation } of invocations) {
      const key = `${sourceId}\n${invocation.key}`;
      if (!failures.has(invocation.outcome) || this.#seen.has(key)) continue;
      (isLooking ? this.#seen : this.#unseen).add(key);
    }
    // What is held no more cannot come again; a failure that went by unseen still counts.
    for (const { sourceId, key } of forgotten) this.#seen.delete(`${sourceId}\n${key}`);
    return this.#unseen.size - before;
  }

  /** Somebody looks now. */
  look(): void {
    for (const key of this.#unseen) this.#seen.add(key);
    this.#unseen.clear();
  }
}
