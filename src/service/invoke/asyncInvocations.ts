/** Asynchronous invocations: run as soon as possible, tried again after failures, taken up again after a restart. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, toDisposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { latestQualifier, parseFunctionReference } from '../../lambda/names.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { AsyncQueue, QueuedInvocation } from '../store/asyncQueue.ts';
import type { EventInvokeRecord } from '../store/eventInvokeRecord.ts';
import type { FunctionId, FunctionVersion } from '../store/functionVersion.ts';
import type { Invocation, InvocationOutcome } from './invocation.ts';

export interface AsyncInvocationsOptions {
  readonly queue: AsyncQueue;
  /** The newest code of a version: what waits runs on it, whatever was deployed when it was accepted. */
  resolveVersion(id: FunctionId, version: string): FunctionVersion | undefined;
  /** What is set for the qualifier that was invoked; the defaults hold where nothing is. */
  configured?(id: FunctionId, qualifier: string): EventInvokeRecord | undefined;
  /** Nothing of the function runs: what waits for it is given up. */
  isDisabled?(id: FunctionId): boolean;
  run(invocation: Invocation): Promise<InvocationOutcome>;
  /** How many run at once; the others wait. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Waits before the second and third attempt. Source: Lambda developer guide, "Asynchronous invocation error handling". */
const retryDelaysMs = [60_000, 120_000] as const;
/** An event older than this is given up, unless something else is set. */
const defaultMaximumAgeS = 6 * 3600;
const throttledFirstDelayMs = 1000;
const throttledLastDelayMs = 5 * 60_000;

export class AsyncInvocations implements Disposable {
  readonly #options: AsyncInvocationsOptions;
  readonly #timers = new Set<Disposable>();
  readonly #due: QueuedInvocation[] = [];
  /** How often an invocation was throttled in a row; not stored, a restart begins anew. */
  readonly #throttled = new Map<string, number>();
  #running = 0;
  #isDisposed = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  /** Stored when this returns. */
  accept(invocation: Invocation): void {
    const { queue, clock } = this.#options;
    const nowMs = clock.now();
    const entry: QueuedInvocation = {
      requestId: invocation.requestId,
      id: invocation.version.id,
      version: invocation.version.version,
      invokedFunctionArn: invocation.invokedFunctionArn,
      payload: invocation.payload,
      traceId: invocation.traceId,
      tenantId: invocation.version.tenantId,
      acceptedAt: nowMs,
      attempts: 0,
      notBefore: nowMs,
    };
    queue.put(entry);
    this.#schedule(entry);
  }

  /** Takes up what an earlier run of the service left. An attempt that was interrupted does not count. */
  resume(): void {
    for (const entry of this.#options.queue.list()) this.#schedule(entry);
  }

  /** Starts nothing more. What is not finished stays stored. */
  dispose(): void {
    this.#isDisposed = true;
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
    this.#due.length = 0;
  }

  #schedule(entry: QueuedInvocation): void {
    const { clock } = this.#options;
    const timer = clock.after(Math.max(0, entry.notBefore - clock.now()), () => {
      owned.dispose();
      this.#due.push(entry);
      this.#startDue();
    });
    const owned = toDisposable(() => {
      timer.dispose();
      this.#timers.delete(owned);
    });
    this.#timers.add(owned);
  }

  #startDue(): void {
    while (!this.#isDisposed && this.#running < this.#options.concurrency) {
      const entry = this.#due.shift();
      if (entry === undefined) return;
      this.#running += 1;
      void this.#attempt(entry).finally(() => {
        this.#running -= 1;
        this.#startDue();
      });
    }
  }

  async #attempt(entry: QueuedInvocation): Promise<void> {
    const version = this.#options.resolveVersion(entry.id, entry.version);
    if (version === undefined) {
      this.#giveUp(entry, 'the function was deleted');
      return;
    }
    if (this.#options.isDisabled?.(entry.id)) {
      this.#giveUp(entry, 'its reserved concurrency is 0');
      return;
    }
    try {
      const { requestId, invokedFunctionArn, payload, traceId, tenantId } = entry;
      const request = { requestId, version: { ...version, tenantId }, invokedFunctionArn, payload, traceId };
      const outcome = await this.#options.run({ ...request, clientContext: undefined, logTail: false });
      this.#throttled.delete(entry.requestId);
      if (outcome.functionError === undefined) this.#options.queue.remove(entry.requestId);
      else this.#retry(entry);
    } catch (error) {
      if (!this.#isDisposed) this.#afterRefusal(entry, error);
    }
  }

  #retry(entry: QueuedInvocation): void {
    const attempts = entry.attempts + 1;
    const retries = this.#configured(entry)?.maximumRetryAttempts ?? retryDelaysMs.length;
    const delayMs = attempts > retries ? undefined : retryDelaysMs[attempts - 1];
    if (delayMs === undefined) this.#giveUp(entry, `it failed ${attempts === 1 ? 'once' : `${attempts} times`}`);
    else this.#later({ ...entry, attempts, notBefore: this.#options.clock.now() + delayMs });
  }

  /** Nothing ran. A throttle is no attempt: it is tried again with growing waits. */
  #afterRefusal(entry: QueuedInvocation, error: unknown): void {
    const isThrottle = error instanceof LambdaServiceError && error.code === 'TooManyRequestsException';
    if (!isThrottle) {
      this.#giveUp(entry, 'it could not be started', error);
      return;
    }
    const times = this.#throttled.get(entry.requestId) ?? 0;
    this.#throttled.set(entry.requestId, times + 1);
    const delayMs = Math.min(throttledFirstDelayMs * 2 ** times, throttledLastDelayMs);
    this.#later({ ...entry, notBefore: this.#options.clock.now() + delayMs });
  }

  /** The age is looked at before the wait: an event that would be too old afterwards is given up now. */
  #later(entry: QueuedInvocation): void {
    const maximumAgeS = this.#configured(entry)?.maximumEventAgeInSeconds ?? defaultMaximumAgeS;
    if (entry.notBefore - entry.acceptedAt > maximumAgeS * 1000) {
      this.#giveUp(entry, 'it is too old');
      return;
    }
    this.#options.queue.put(entry);
    if (!this.#isDisposed) this.#schedule(entry);
  }

  #configured({ id, invokedFunctionArn }: QueuedInvocation): EventInvokeRecord | undefined {
    const qualifier = parseFunctionReference(invokedFunctionArn)?.qualifier ?? latestQualifier;
    return this.#options.configured?.(id, qualifier);
  }

  #giveUp(entry: QueuedInvocation, reason: string, error?: unknown): void {
    this.#throttled.delete(entry.requestId);
    this.#options.queue.remove(entry.requestId);
    const details = error === undefined ? [] : [error];
    this.#options.log.warn(
      `Asynchronous invocation ${entry.requestId} of ${entry.id.name} given up: ${reason}`,
      ...details,
    );
  }
}
