/** The run in flight as the view sees it: begun once, timed, and cancelled on purpose only. */

import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { InvokeIntent, RunState, StreamedAnswer } from '../../protocol/invokePanel.ts';

const tickMs = 100;
/** A second click this soon meant to start the run, not to cancel it. */
const doubleClickMs = 500;

export interface RunControlOptions {
  readonly clock: Clock;
  /** Asks the host to begin; settles when it has. */
  readonly send: (intent: InvokeIntent, isCold: boolean) => Promise<unknown>;
  readonly cancel: () => void;
  /** The elapsed time moved on. */
  readonly ticked: () => void;
}

export class RunControl implements Disposable {
  readonly #options: RunControlOptions;
  readonly #ticker = new MutableDisposable<Disposable>();
  #run: RunState = { state: 'idle' };
  /** Asked for, and not yet answered: a second press meanwhile means the same run. */
  #isBeginning = false;
  #startedAt = 0;

  constructor(options: RunControlOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#run.state === 'running';
  }

  /** What has arrived of a response that is streamed. */
  get streamed(): StreamedAnswer | undefined {
    return this.#run.state === 'running' ? this.#run.streamed : undefined;
  }

  get isBusy(): boolean {
    return this.isRunning || this.#isBeginning;
  }

  /** `undefined` while nothing runs. */
  get elapsedMs(): number | undefined {
    return this.isRunning ? this.#options.clock.monotonic() - this.#startedAt : undefined;
  }

  /** The host's word. Returns true where it ends a run that was seen running. */
  take(run: RunState): boolean {
    const hasEnded = this.isRunning && run.state === 'finished';
    this.#run = run;
    if (run.state === 'running') this.#startTicking(Math.max(0, this.#options.clock.now() - run.startedAt));
    else this.#ticker.value = undefined;
    return hasEnded;
  }

  /** Resolves when the run has begun, or with the sentence that says why it was not. */
  async begin(intent: InvokeIntent, isCold = false): Promise<string | undefined> {
    this.#isBeginning = true;
    try {
      await this.#options.send(intent, isCold);
      return undefined;
    } catch (error) {
      return messageOf(error);
    } finally {
      this.#isBeginning = false;
    }
  }

  cancel(): void {
    if ((this.elapsedMs ?? 0) >= doubleClickMs) this.#options.cancel();
  }

  dispose(): void {
    this.#ticker.dispose();
  }

  #startTicking(alreadyMs: number): void {
    const { clock, ticked } = this.#options;
    this.#startedAt = clock.monotonic() - alreadyMs;
    const tick = () => {
      ticked();
      this.#ticker.value = clock.after(tickMs, tick);
    };
    this.#ticker.value = clock.after(tickMs, tick);
  }
}
