/** Saves in, runs out: one run at a time, a moment after the last change, and a run that a newer change made pointless gives way. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';

/** What `run` may say about itself. */
export interface WatchedRun {
  readonly signal: AbortSignal;
  /** From now on the run is finished, whatever changes meanwhile; the change gets a run of its own afterwards. */
  commit(): void;
}

/** Saving all files comes as many changes. */
const quietMs = 20;

export class WatchLoop implements Disposable {
  readonly #clock: Clock;
  readonly #run: (run: WatchedRun) => Promise<void>;
  readonly #timer = new MutableDisposable<Disposable>();
  #current: { readonly controller: AbortController; isCommitted: boolean } | undefined;
  #isDirty = false;
  #isDisposed = false;

  /** `run` never rejects: what goes wrong is its own to tell. */
  constructor(clock: Clock, run: (run: WatchedRun) => Promise<void>) {
    this.#clock = clock;
    this.#run = run;
  }

  changed(): void {
    if (this.#isDisposed) return;
    this.#isDirty = true;
    if (this.#current?.isCommitted === false) this.#current.controller.abort(new Superseded());
    this.#timer.value = this.#clock.after(quietMs, () => {
      this.#timer.value = undefined;
      void this.#begin();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer.dispose();
    this.#current?.controller.abort(new Superseded());
  }

  async #begin(): Promise<void> {
    if (!this.#isDirty || this.#current !== undefined || this.#isDisposed) return;
    this.#isDirty = false;
    const current = { controller: new AbortController(), isCommitted: false };
    this.#current = current;
    const commit = () => {
      current.isCommitted = true;
    };
    await this.#run({ signal: current.controller.signal, commit });
    this.#current = undefined;
    // Changes that came meanwhile have waited long enough, unless they still come.
    if (this.#timer.value === undefined) await this.#begin();
  }
}

/** The reason of a run that gave way. */
class Superseded extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('A newer change made this run pointless');
  }
}
