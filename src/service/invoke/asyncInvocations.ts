/** Asynchronous invocations: run as soon as possible, tried again after failures, taken up again after a restart. */

import type { Clock } from '../../base/clock.ts';
import { FairLanes, type LaneItem } from '../../base/fairLanes.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { latestQualifier, parseFunctionReference } from '../../lambda/names.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { type Condition, deliveriesOf, type InvocationResponse } from '../delivery/invocationRecord.ts';
import type { AsyncQueue, QueuedInvocation } from '../store/asyncQueue.ts';
import type { EventInvokeRecord } from '../store/eventInvokeRecord.ts';
import type { FunctionId, FunctionVersion } from '../store/functionVersion.ts';
import type { Invocation, InvocationOutcome } from './invocation.ts';
import { isEndlessLoop, recursionError } from './lineage.ts';

export interface AsyncInvocationsOptions {
  readonly queue: AsyncQueue;
  /** The newest code of a version: what waits runs on it, whatever was deployed when it was accepted. */
  resolveVersion(id: FunctionId, version: string): FunctionVersion | undefined;
  /** What is set for the qualifier that was invoked; the defaults hold where nothing is. */
  configured?(id: FunctionId, qualifier: string): EventInvokeRecord | undefined;
  /** Nothing of the function runs: what waits for it is given up. */
  isDisabled?(id: FunctionId): boolean;
  /** The function may call itself in circles. */
  mayRecurse?(id: FunctionId): boolean;
  run(invocation: Invocation): Promise<InvocationOutcome>;
  /** How many run at once; one that has run for a second no longer counts. */
  readonly concurrency: number;
  /** And never more than these: the others are left to those who wait for an answer. Four times as many without the member. */
  readonly mostConcurrency?: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Waits before the second and third attempt. Source: Lambda developer guide, "How Lambda handles errors and retries". */
const retryDelaysMs = [60_000, 120_000] as const;
/** An event older than this is given up, unless something else is set. */
const defaultMaximumAgeS = 6 * 3600;

/** Each function has a lane; the store holds what waits, and memory no more than what runs. */
export class AsyncInvocations implements Disposable {
  readonly #options: AsyncInvocationsOptions;
  readonly #lanes: FairLanes;
  #isDisposed = false;

  constructor(options: AsyncInvocationsOptions) {
    const { clock, log } = options;
    this.#options = options;
    this.#lanes = new FairLanes({
      next: (lane, running) => this.#next(idOf(lane), running),
      run: (_lane, requestId) =>
        this.#attempt(requestId).catch((error: unknown) => {
          log.error(`Asynchronous invocation ${requestId} was left as it is`, error);
          return false;
        }),
      slots: options.concurrency,
      most: options.mostConcurrency ?? 4 * options.concurrency,
      clock,
    });
  }

  /** Stored when this returns. */
  accept(invocation: Invocation): void {
    const { queue, clock } = this.#options;
    const nowMs = clock.now();
    const { id, version, tenantId } = invocation.version;
    queue.put({
      requestId: invocation.requestId,
      id,
      version,
      invokedFunctionArn: invocation.invokedFunctionArn,
      payload: invocation.payload,
      traceId: invocation.traceId,
      tenantId,
      acceptedAt: nowMs,
      attempts: 0,
      notBefore: nowMs,
    });
    this.#lanes.wake(laneOf(id));
  }

  /** Takes up what an earlier run of the service left. An attempt that was interrupted does not count. */
  resume(): void {
    for (const id of this.#options.queue.functions()) this.#lanes.wake(laneOf(id));
  }

  /** Starts nothing more. What is not finished stays stored. */
  dispose(): void {
    this.#isDisposed = true;
    this.#lanes.dispose();
  }

  /** A queue that cannot be read ends the function's turn, not the service. */
  #next(id: FunctionId, running: ReadonlyMap<string, unknown>): LaneItem | undefined {
    try {
      const next = this.#options.queue.next(id, running);
      return next && { id: next.requestId, notBefore: next.notBefore };
    } catch (error) {
      this.#options.log.error(`The asynchronous invocations of ${id.name} cannot be read`, error);
      return undefined;
    }
  }

  /** False when nothing ran and it is worth another try. */
  async #attempt(requestId: string): Promise<boolean> {
    const entry = this.#options.queue.get(requestId);
    if (entry === undefined) return true;
    const { id, invokedFunctionArn, payload, traceId, tenantId } = entry;
    const version = this.#options.resolveVersion(id, entry.version);
    if (version === undefined) this.#forget(entry, 'the function was deleted');
    else if (this.#options.isDisabled?.(id)) this.#fail(entry, 'ZeroReservedConcurrency');
    else if (this.#isTooOld(entry, this.#options.clock.now())) this.#fail(entry, 'EventAgeExceeded');
    else if (this.#isEndless(entry)) this.#refuse(entry, recursionError());
    else {
      const request = { requestId, version: { ...version, tenantId }, invokedFunctionArn, payload, traceId };
      try {
        const outcome = await this.#options.run({ ...request, clientContext: undefined, logTail: false });
        this.#conclude({ ...entry, attempts: entry.attempts + 1 }, outcome);
      } catch (error) {
        return this.#afterRefusal(entry, error);
      }
    }
    return true;
  }

  #conclude(entry: QueuedInvocation, outcome: InvocationOutcome): void {
    const { payload, functionError } = outcome;
    // The end of the service ends functions in the middle: the next start begins this attempt again.
    if (functionError !== undefined && this.#isDisposed) return;
    const response = { statusCode: 200, executedVersion: entry.version, functionError, payload };
    if (functionError === undefined) this.#finish(entry, 'Success', response);
    else this.#retry(entry, response);
  }

  /** The age is looked at before the wait: an event that would be too old afterwards is given up now. */
  #retry(entry: QueuedInvocation, response: InvocationResponse): void {
    const { attempts } = entry;
    const retries = this.#settings(entry)?.maximumRetryAttempts ?? retryDelaysMs.length;
    const delayMs = attempts > retries ? undefined : retryDelaysMs[attempts - 1];
    const notBefore = this.#options.clock.now() + (delayMs ?? 0);
    if (delayMs === undefined) this.#fail(entry, 'RetriesExhausted', response);
    else if (this.#isTooOld(entry, notBefore)) this.#fail(entry, 'EventAgeExceeded', response);
    else this.#options.queue.put({ ...entry, notBefore });
  }

  /** Nothing ran. A throttle or a failure of the service is no attempt; what is wrong with the event stays wrong. */
  #afterRefusal(entry: QueuedInvocation, error: unknown): boolean {
    if (this.#isDisposed) return false;
    if (error instanceof LambdaServiceError && error.httpStatus < 500 && error.httpStatus !== 429) {
      this.#refuse(entry, error);
      return true;
    }
    const isThrottle = error instanceof LambdaServiceError && error.httpStatus === 429;
    const text = `Asynchronous invocation ${entry.requestId} of ${entry.id.name} waits`;
    if (isThrottle) this.#options.log.debug(`${text}: ${error.message}`);
    else this.#options.log.warn(`${text}: it could not be started`, error);
    return false;
  }

  #refuse(entry: QueuedInvocation, error: LambdaServiceError): void {
    const { code: errorType, message: errorMessage, httpStatus: statusCode } = error;
    const payload = Buffer.from(JSON.stringify({ errorMessage, errorType }));
    const refusal = { statusCode, executedVersion: entry.version, functionError: 'Unhandled', payload } as const;
    this.#fail(entry, 'RetriesExhausted', refusal);
  }

  #fail(entry: QueuedInvocation, condition: Condition, response?: InvocationResponse): void {
    const why = response === undefined || response.statusCode === 200 ? condition : Buffer.from(response.payload);
    this.#options.log.warn(`Asynchronous invocation ${entry.requestId} of ${entry.id.name} given up: ${why}`);
    this.#finish(entry, condition, response);
  }

  #finish(entry: QueuedInvocation, condition: Condition, response?: InvocationResponse): void {
    const { requestId, id, traceId, attempts, payload, invokedFunctionArn } = entry;
    const functionArn = `${unqualified(invokedFunctionArn)}:${qualifierOf(entry)}`;
    const settings = this.#settings(entry);
    // Versions have the dead-letter queue of $LATEST, whatever it was when they were published.
    const deadLetter = this.#options.resolveVersion(id, latestQualifier)?.configuration.DeadLetterConfig?.TargetArn;
    const shared = { requestId, id, functionArn, traceId, condition, attempts, payload, response };
    const targets = { onSuccess: settings?.onSuccess, onFailure: settings?.onFailure, deadLetter };
    const ended = { ...shared, endedAt: this.#options.clock.now() };
    this.#options.queue.finish(requestId, deliveriesOf(ended, targets));
  }

  #forget({ requestId, id }: QueuedInvocation, reason: string): void {
    this.#options.queue.finish(requestId, []);
    this.#options.log.warn(`Asynchronous invocation ${requestId} of ${id.name} given up: ${reason}`);
  }

  #isTooOld(entry: QueuedInvocation, atMs: number): boolean {
    const maximumAgeS = this.#settings(entry)?.maximumEventAgeInSeconds ?? defaultMaximumAgeS;
    return atMs - entry.acceptedAt > maximumAgeS * 1000;
  }

  #isEndless({ id, traceId, invokedFunctionArn }: QueuedInvocation): boolean {
    return isEndlessLoop(traceId, unqualified(invokedFunctionArn)) && this.#options.mayRecurse?.(id) !== true;
  }

  #settings(entry: QueuedInvocation): EventInvokeRecord | undefined {
    return this.#options.configured?.(entry.id, qualifierOf(entry));
  }
}

function qualifierOf({ invokedFunctionArn }: QueuedInvocation): string {
  return parseFunctionReference(invokedFunctionArn)?.qualifier ?? latestQualifier;
}

/** `arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME`, without what may follow. */
function unqualified(functionArn: string): string {
  return functionArn.split(':', 7).join(':');
}

function laneOf({ region, name }: FunctionId): string {
  return `${region}/${name}`;
}

function idOf(lane: string): FunctionId {
  const [region = '', name = ''] = lane.split('/');
  return { region, name };
}
