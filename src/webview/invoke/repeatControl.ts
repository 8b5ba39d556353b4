/** One event sent many times, as the view sees it: what was asked for, how it goes, and whether that is shown. */

import { messageOf } from '../../base/humanError.ts';
import type { InvokeIntent } from '../../protocol/invokePanel.ts';
import type { RepeatRequests, RepeatState, RepeatTerms } from '../../protocol/repeatRuns.ts';

/** Asks the host. */
export type AskRepeat = <Name extends keyof RepeatRequests>(
  name: Name,
  argument: RepeatRequests[Name]['argument'],
) => Promise<RepeatRequests[Name]['result']>;

export interface RepeatHolder {
  /** What would be sent, or the reason why it cannot be. */
  sendable(): InvokeIntent | undefined;
  stop(): void;
  say(sentence: string): void;
  changed(): void;
}

export class RepeatControl {
  readonly #holder: RepeatHolder;
  readonly #ask: AskRepeat;
  terms: RepeatTerms | undefined;
  state: RepeatState | undefined;
  /** Instead of the answer. */
  isShown = false;
  failure: string | undefined;
  count = 100;
  concurrency = 10;

  constructor(holder: RepeatHolder, ask: AskRepeat) {
    this.#holder = holder;
    this.#ask = ask;
  }

  get isRunning(): boolean {
    return this.state?.state === 'running';
  }

  /** Another function's panel begins. */
  clear(): void {
    this.state = undefined;
    this.terms = undefined;
    this.isShown = false;
    this.failure = undefined;
  }

  /** Asks what has to be said before anything is sent. */
  prepare(): Promise<void> {
    return this.#try(async () => {
      this.terms = await this.#ask('repeatTerms', undefined);
      this.concurrency = Math.min(this.concurrency, this.terms.mostConcurrency);
    });
  }

  begin(): Promise<void> {
    return this.#try(async () => {
      const intent = this.#holder.sendable();
      if (!intent) return;
      const { count, concurrency } = this;
      const { hasBegun } = await this.#ask('repeat', { intent, count, concurrency });
      if (!hasBegun) return;
      this.isShown = true;
    });
  }

  take(state: RepeatState): void {
    const hasEnded = this.isRunning && state.state !== 'running';
    this.state = state;
    if (hasEnded) this.#holder.say(`${state.ended} runs ended: ${state.succeeded} succeeded, ${state.failed} failed.`);
    this.#holder.changed();
  }

  stop(): void {
    this.#holder.stop();
  }

  hide(): void {
    this.isShown = false;
    this.#holder.changed();
  }

  export(format: 'csv' | 'ndjson'): Promise<void> {
    return this.#try(async () => {
      const { isSaved } = await this.#ask('exportRepeat', { format });
      if (isSaved) this.#holder.say('The runs were exported.');
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.failure = undefined;
    try {
      await work();
    } catch (error) {
      this.failure = messageOf(error);
      this.#holder.say(this.failure);
    }
    this.#holder.changed();
  }
}
