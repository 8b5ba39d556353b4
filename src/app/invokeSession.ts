/** One function's invoke panel without the panel: checks, runs one invocation at a time, keeps the history. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { PriceTable } from '../lambda/cost.ts';
import type { HistoryEntry, InvokeIntent, RunResult, RunState } from '../protocol/invokePanel.ts';
import type { KeyValueStore } from './drafts.ts';
import type { Target } from './target.ts';

export interface InvokeSessionOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly prices: PriceTable;
  /** Where the history is kept. */
  readonly store: KeyValueStore;
  /** What is known of the function (`catalog.find`): its timeout bounds the wait, its memory and architecture price the call. */
  readonly configuration: () => FunctionConfiguration | undefined;
}

export class InvokeSession implements Disposable {
  readonly #changed = new Emitter<RunState>();
  readonly onDidChange: Event<RunState> = this.#changed.event;

  constructor(_target: Target, _functionName: string, _options: InvokeSessionOptions) {}

  get run(): RunState {
    return { state: 'idle' };
  }
  get history(): readonly HistoryEntry[] {
    return [];
  }
  async invoke(_intent: InvokeIntent): Promise<RunResult> {
    throw new Error('being written');
  }
  cancel(): void {}
  dispose(): void {}
}
