/** One event sent many times, some at once, until all have ended or it is stopped. What came back is kept as samples. */

import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { RunResult } from '../../protocol/invokePanel.ts';
import type { RepeatState } from '../../protocol/repeatRuns.ts';
import { repeatState } from './repeatStatistics.ts';
import { type RunSample, sampleOf } from './runSample.ts';

export interface RepeatOptions {
  readonly count: number;
  readonly concurrency: number;
  /** One invocation, with its own deadline. Never rejects. */
  readonly send: (signal: AbortSignal) => Promise<RunResult>;
  readonly clock: Clock;
}

/** The view hears of progress this often: statistics of ten thousand runs take a few milliseconds each time. */
const tellEveryMs = 250;

export class Repeat implements Disposable {
  readonly #options: RepeatOptions;
  readonly #changed = new Emitter<RepeatState>();
  readonly #stopping = new AbortController();
  readonly #timer = new MutableDisposable<Disposable>();
  readonly #samples: RunSample[] = [];
  readonly #startedAt: number;
  #begun = 0;
  #elapsedMs: number | undefined;

  readonly onDidChange: Event<RepeatState> = this.#changed.event;

  constructor(options: RepeatOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
  }

  /** Resolves when every run has ended, by itself or because it was stopped. */
  async run(): Promise<RepeatState> {
    const { concurrency, count, clock } = this.#options;
    this.#tell();
    await Promise.all(Array.from({ length: Math.min(concurrency, count) }, () => this.#lane()));
    this.#timer.value = undefined;
    this.#elapsedMs = clock.monotonic() - this.#startedAt;
    this.#changed.fire(this.state);
    return this.state;
  }

  /** Closes the requests that run, and begins no other one. */
  stop(): void {
    this.#stopping.abort();
  }

  get isRunning(): boolean {
    return this.#elapsedMs === undefined;
  }

  /** In the order in which they ended. */
  get samples(): readonly RunSample[] {
    return this.#samples;
  }

  get state(): RepeatState {
    const { count, concurrency, clock } = this.#options;
    const isStopped = this.#stopping.signal.aborted;
    return repeatState(this.#samples, {
      state: this.isRunning ? 'running' : isStopped ? 'stopped' : 'finished',
      count,
      concurrency,
      elapsedMs: this.#elapsedMs ?? clock.monotonic() - this.#startedAt,
    });
  }

  dispose(): void {
    this.stop();
    this.#timer.dispose();
    this.#changed.dispose();
  }

  /** One of those that run at the same time: one invocation after the other. */
  async #lane(): Promise<void> {
    const { count, send } = this.#options;
    while (this.#begun < count && !this.#stopping.signal.aborted) {
      this.#begun += 1;
      const index = this.#begun;
      this.#samples.push(sampleOf(index, await send(this.#stopping.signal)));
    }
  }

  #tell(): void {
    this.#changed.fire(this.state);
    this.#timer.value = this.#options.clock.after(tellEveryMs, () => this.#tell());
  }
}
