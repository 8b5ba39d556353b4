/** One function's invoke panel without the panel: checks, runs one invocation at a time, keeps the history. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import { HumanError, messageOf } from '../base/humanError.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { PriceTable } from '../lambda/cost.ts';
import type { HistoryEntry, InvokeIntent, RunResult, RunState, StreamedAnswer } from '../protocol/invokePanel.ts';
import { invokeRequest } from './invokeRequest.ts';
import { ofTestEvent } from './runAnswer.ts';
import type { RunHistory } from './runs/runHistory.ts';
import { type InvocationMode, type InvocationOptions, sendInvocation } from './runs/sendInvocation.ts';
import type { Target } from './target.ts';

export interface InvokeSessionOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly prices: PriceTable;
  readonly history: RunHistory;
  /** What is known of the function (`catalog.find`): its timeout bounds the wait, its memory and architecture price the call. */
  readonly configuration: () => FunctionConfiguration | undefined;
}

export class InvokeSession implements Disposable {
  readonly #target: Target;
  readonly #functionName: string;
  readonly #options: InvokeSessionOptions;
  readonly #history: RunHistory;
  readonly #changed = new Emitter<RunState>();
  #run: RunState = { state: 'idle' };
  #running: AbortController | undefined;

  readonly onDidChange: Event<RunState> = this.#changed.event;

  constructor(target: Target, functionName: string, options: InvokeSessionOptions) {
    this.#target = target;
    this.#functionName = functionName;
    this.#options = options;
    this.#history = options.history;
  }

  get run(): RunState {
    return this.#run;
  }

  /** Oldest first. */
  get history(): readonly HistoryEntry[] {
    return this.#history.entries;
  }

  /**
   * Sends one invocation and resolves with what became of it: answered, refused or cancelled.
   * Rejects with `HumanError`, before anything is sent, for an intent that cannot be sent and while another one runs.
   */
  async invoke(intent: InvokeIntent, mode: Pick<InvocationMode, 'isFresh'> = {}): Promise<RunResult> {
    if (this.#running)
      throw new HumanError(`${this.#functionName} is being invoked already. Wait for it, or cancel it.`);
    const request = invokeRequest(this.#functionName, intent);
    const running = new AbortController();
    this.#running = running;
    const startedAt = this.#options.clock.now();
    const runId = this.#history.nextRunId(startedAt);
    this.#setRun({ state: 'running', runId, startedAt });
    const onProgress = (streamed: StreamedAnswer) => {
      if (!running.signal.aborted) this.#setRun({ state: 'running', runId, startedAt, streamed });
    };
    const sent = await sendInvocation(request, intent.eventText, this.invocation, running.signal, {
      ...mode,
      ...(intent.invocationType === 'ResponseStream' ? { onProgress } : {}),
    });
    const result = ofTestEvent(sent, intent.testEventName);
    this.#running = undefined;
    this.#history.add(runId, intent, result).catch((error: unknown) => {
      this.#options.log.warn(`The history of ${this.#functionName} could not be kept: ${messageOf(error)}`);
    });
    this.#setRun({ state: 'finished', runId, result });
    return result;
  }

  /** Ends the request of the running invocation. What the function has begun, it may finish. */
  cancel(): void {
    this.#running?.abort();
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
  }

  /** How an invocation of this function is sent now. */
  get invocation(): InvocationOptions {
    return {
      ...this.#options,
      target: this.#target,
      functionName: this.#functionName,
      configuration: this.#options.configuration(),
    };
  }

  #setRun(next: RunState): void {
    this.#run = next;
    this.#changed.fire(next);
  }
}
