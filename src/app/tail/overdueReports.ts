/** Notices requests whose REPORT never comes: their environment was lost, or their log leaves such lines out. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { InvocationRecord } from '../../lambda/invocationRecord.ts';
import type { InvocationRef } from '../../protocol/logPanel.ts';

/** Functions of which no timeout is known may run as long as Lambda allows. */
const longestTimeoutMs = 15 * 60_000;
/** Lines become visible some seconds after they were written, and in pages. */
const marginMs = 30_000;
/** Several that are due at about the same time are told of together. */
const togetherMs = 1_000;

export class OverdueReports implements Disposable {
  readonly #clock: Clock;
  readonly #onOverdue: (refs: readonly InvocationRef[]) => void;
  readonly #timer = new MutableDisposable();
  /** When each running request is given up, in monotonic milliseconds. */
  readonly #dueAt = new Map<string, InvocationRef & { readonly at: number }>();
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, onOverdue: (refs: readonly InvocationRef[]) => void) {
    this.#clock = clock;
    this.#onOverdue = onOverdue;
  }

  /** A request as it is now: one that runs has its timeout from here, and what is past counts as waited for already. */
  saw(sourceId: string, { key, lines, outcome, startedAt }: InvocationRecord, timeoutMs = longestTimeoutMs): void {
    if (outcome !== 'running') {
      this.forget(sourceId, key);
      return;
    }
    const newest = lines.at(-1)?.event.timestamp ?? startedAt;
    const waitedMs = Math.max(0, this.#clock.now() - newest);
    const at = this.#clock.monotonic() + Math.max(marginMs, timeoutMs + marginMs - waitedMs);
    this.#dueAt.set(`${sourceId}\n${key}`, { sourceId, key, at });
    this.#wakeAt(at);
  }

  forget(sourceId: string, key: string): void {
    this.#dueAt.delete(`${sourceId}\n${key}`);
  }

  forgetSource(sourceId: string): void {
    for (const [id, due] of this.#dueAt) if (due.sourceId === sourceId) this.#dueAt.delete(id);
  }

  clear(): void {
    this.#dueAt.clear();
  }

  dispose(): void {
    this.clear();
    this.#timer.dispose();
  }

  #wakeAt(at: number): void {
    if (at + togetherMs >= this.#wakesAt) return;
    this.#wakesAt = at;
    this.#timer.value = this.#clock.after(Math.max(0, at - this.#clock.monotonic()), () => this.#wake());
  }

  #wake(): void {
    const now = this.#clock.monotonic();
    this.#timer.value = undefined;
    this.#wakesAt = Number.POSITIVE_INFINITY;
    const overdue: InvocationRef[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const [id, { at, ...ref }] of this.#dueAt) {
      if (at > now) {
        next = Math.min(next, at);
        continue;
      }
      this.#dueAt.delete(id);
      overdue.push(ref);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#wakeAt(Math.max(next, now + togetherMs));
    if (overdue.length > 0) this.#onOverdue(overdue);
  }
}
