/** One function's invoke panel without the panel: checks, runs one invocation at a time, keeps the history. */

import type { FunctionConfiguration, InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import { HumanError, messageOf } from '../base/humanError.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { invocationCostUSD, type PriceTable } from '../lambda/cost.ts';
import { parseInvocationLog } from '../lambda/invocationLog.ts';
import type { InvocationRecord, Report } from '../lambda/invocationRecord.ts';
import { limits } from '../lambda/limits.ts';
import { defaultLogGroupName } from '../lambda/names.ts';
import { LambdaServiceError } from '../lambda/serviceError.ts';
import type { HistoryEntry, InvokeIntent, RunAnswer, RunResult, RunState } from '../protocol/invokePanel.ts';
import { toHumanError } from './awsErrors.ts';
import { systemCodeOf } from './connectionErrors.ts';
import type { KeyValueStore } from './drafts.ts';
import { functionErrorOf } from './functionError.ts';
import { InvokeHistory } from './invokeHistory.ts';
import { invokeRequest } from './invokeRequest.ts';
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

/** Beyond the function's timeout: a cold start (Init has 10 s), the way there and back, and a timeout raised meanwhile. */
const timeoutMarginMs = 30_000;

export class InvokeSession implements Disposable {
  readonly #target: Target;
  readonly #functionName: string;
  readonly #options: InvokeSessionOptions;
  readonly #history: InvokeHistory;
  readonly #changed = new Emitter<RunState>();
  #run: RunState = { state: 'idle' };
  #running: AbortController | undefined;

  readonly onDidChange: Event<RunState> = this.#changed.event;

  constructor(target: Target, functionName: string, options: InvokeSessionOptions) {
    this.#target = target;
    this.#functionName = functionName;
    this.#options = options;
    this.#history = new InvokeHistory(options.store, { targetId: target.id, functionName });
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
  async invoke(intent: InvokeIntent): Promise<RunResult> {
    if (this.#running)
      throw new HumanError(`${this.#functionName} is being invoked already. Wait for it, or cancel it.`);
    const request = invokeRequest(this.#functionName, intent);
    const running = new AbortController();
    this.#running = running;
    const runId = this.#history.nextRunId;
    const startedAt = this.#options.clock.now();
    this.#setRun({ state: 'running', runId, startedAt });
    const result = await this.#send(request, startedAt, running.signal);
    this.#running = undefined;
    this.#history.add(runId, result).catch((error: unknown) => {
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

  async #send(request: InvokeCommandInput, startedAt: number, signal: AbortSignal): Promise<RunResult> {
    const { clock } = this.#options;
    try {
      const { lambda } = await this.#target.connect(signal);
      const sentAt = clock.monotonic();
      const output = await lambda.invoke(request, { signal, requestTimeoutMs: this.#waitMs(request) });
      return this.#answer(output, startedAt, clock.monotonic() - sentAt);
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled', startedAt };
      this.#options.log.warn(`Invoke ${this.#functionName} on ${this.#target.label} failed`, error);
      return this.#refusal(error, startedAt);
    }
  }

  /** A function may run for as long as its timeout allows, so that is how long its answer is waited for. */
  #waitMs(request: InvokeCommandInput): number {
    if (request.InvocationType !== 'RequestResponse') return timeoutMarginMs;
    return (this.#options.configuration()?.Timeout ?? limits.timeoutMaxS) * 1000 + timeoutMarginMs;
  }

  #answer(output: InvokeCommandOutput, startedAt: number, clientMs: number): RunAnswer {
    const payload = output.Payload ?? new Uint8Array();
    const payloadText = payload.byteLength === 0 ? undefined : new TextDecoder().decode(payload);
    const requestId = output.$metadata.requestId ?? '';
    const log = this.#logOf(output.LogResult, requestId);
    return {
      kind: 'answer',
      startedAt,
      statusCode: output.StatusCode ?? 0,
      executedVersion: output.ExecutedVersion,
      requestId,
      clientMs,
      payloadText,
      payloadBytes: payload.byteLength,
      functionError:
        output.FunctionError === undefined ? undefined : functionErrorOf(output.FunctionError, payloadText ?? ''),
      report: log?.report,
      costUSD: log?.report && this.#costOf(log.report),
      log,
    };
  }

  #logOf(logResult: string | undefined, requestId: string): InvocationRecord | undefined {
    if (logResult === undefined) return undefined;
    const logGroup = this.#options.configuration()?.LoggingConfig?.LogGroup;
    return parseInvocationLog(Buffer.from(logResult, 'base64').toString('utf8'), {
      requestId,
      logGroupName: logGroup ?? defaultLogGroupName(this.#functionName),
      receivedAt: this.#options.clock.now(),
    });
  }

  #costOf(report: Report): number | undefined {
    const configuration = this.#options.configuration();
    const ephemeralStorageMB = configuration?.EphemeralStorage?.Size;
    return invocationCostUSD(this.#options.prices, {
      region: this.#target.region,
      architecture: configuration?.Architectures?.[0] ?? 'x86_64',
      memorySizeMB: report.memorySizeMB,
      billedDurationMs: report.billedDurationMs,
      ...(ephemeralStorageMB === undefined ? {} : { ephemeralStorageMB }),
    });
  }

  #refusal(error: unknown, startedAt: number): RunResult {
    if (error instanceof HumanError) {
      return { kind: 'refused', code: 'NotSent', message: error.message, hint: undefined, startedAt };
    }
    const name = error instanceof Error ? error.name : 'Error';
    const code = error instanceof LambdaServiceError ? error.code : (systemCodeOf(error) ?? name);
    const hint = toHumanError(error, { action: `Invoke ${this.#functionName}`, targetLabel: this.#target.label });
    return { kind: 'refused', code, message: messageOf(error), hint: hint.message, startedAt };
  }

  #setRun(next: RunState): void {
    this.#run = next;
    this.#changed.fire(next);
  }
}
