/** The answers of this panel's life, newest kept longest, and which of them is shown. */

import type { HistoryEntry, RunResult } from '../../protocol/invokePanel.ts';

const mostAnswers = 20;
/** Together; one answer may have six megabytes. */
const mostCharacters = 24 * 1024 * 1024;

export class RunShelf {
  readonly #results = new Map<number, RunResult>();
  #newest: number | undefined;
  #shown: number | undefined;

  /** A run that ended is what one wants to see. */
  put(runId: number, result: RunResult): void {
    if (this.#newest !== runId) this.#shown = runId;
    this.#newest = runId;
    this.#results.set(runId, result);
    this.#forget();
  }

  /** Another function's answers come. */
  clear(): void {
    this.#results.clear();
    this.#newest = undefined;
    this.#shown = undefined;
  }

  /** Takes an answer that was kept elsewhere; false where the run's own is still here. What is shown stays shown. */
  hold(runId: number, result: RunResult): boolean {
    if (this.#results.has(runId)) return false;
    this.#results.set(runId, result);
    this.#forget();
    return true;
  }

  show(runId: number): void {
    this.#shown = runId;
  }

  showNewest(): void {
    this.#shown = this.#newest;
  }

  get shownRunId(): number | undefined {
    return this.#shown;
  }

  get shownResult(): RunResult | undefined {
    return this.#shown === undefined ? undefined : this.#results.get(this.#shown);
  }

  /** The shown run as the history has it, when it is not the newest. */
  earlier(history: readonly HistoryEntry[]): HistoryEntry | undefined {
    return this.#shown === this.#newest ? undefined : history.find((entry) => entry.runId === this.#shown);
  }

  #forget(): void {
    let characters = 0;
    for (const [place, [runId, result]] of [...this.#results].reverse().entries()) {
      characters += result.kind === 'answer' ? (result.payloadText?.length ?? 0) : 0;
      if (runId !== this.#newest && runId !== this.#shown && (place >= mostAnswers || characters > mostCharacters))
        this.#results.delete(runId);
    }
  }
}
