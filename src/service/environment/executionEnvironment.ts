/** One execution environment: runs one invocation at a time, survives its process, writes the platform's log lines. */

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Deferred } from '../../base/deferred.ts';
import { Emitter } from '../../base/event.ts';
import { limits } from '../../lambda/limits.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { Invocation, InvocationOutcome } from '../invoke/invocation.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import { createPlatformLog } from './createPlatformLog.ts';
import type { EnvironmentHost } from './environmentHost.ts';
import { EnvironmentLog } from './environmentLog.ts';
import { type EnvironmentState, environmentStateMachine } from './environmentState.ts';
import {
  exitFailure,
  type Failure,
  initFailure,
  launchFailure,
  outOfMemoryFailure,
  timeoutFailure,
} from './failure.ts';
import { type InitializationType, initDeadlineMs } from './initializationType.ts';
import { LaunchError } from './launch.ts';
import { logPlace } from './logPlace.ts';
import { brokenOutcome, outcomeOf } from './outcome.ts';
import type { PlatformLog } from './platformLog.ts';
import type { RuntimeProcess } from './runtimeProcess.ts';
import { startProcess } from './startProcess.ts';

interface PhaseEnd {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly failure: Failure | undefined;
}

/** A runtime that reported a failed init ends by itself; for how long it may take. */
const exitAfterInitErrorMs = 500;
/** A process that ended while it streamed: its socket may close before its end is known. */
const exitAfterTruncationMs = 250;
const bytesPerMB = 1024 * 1024;

export class ExecutionEnvironment {
  /** 32 hexadecimal digits: the end of the log stream's name. */
  readonly id = randomBytes(16).toString('hex');
  readonly version: FunctionVersion;
  readonly #host: EnvironmentHost;
  readonly #state;
  readonly #log: EnvironmentLog;
  readonly #platformLog: PlatformLog;
  readonly #temporaryFolder: string;
  readonly #settled = new Emitter<void>();
  #process: RuntimeProcess | undefined;
  #running: Promise<unknown> | undefined;
  #peakBytes = 0;
  #closing: Promise<void> | undefined;
  #type: InitializationType = 'on-demand';

  /** Free again, or without a process: the pool decides what becomes of it. */
  readonly onDidSettle = this.#settled.event;

  constructor(version: FunctionVersion, host: EnvironmentHost) {
    this.version = version;
    this.#host = host;
    this.#state = environmentStateMachine(`Environment ${this.id} of ${version.id.name}`);
    this.#log = new EnvironmentLog(logPlace(version, this.id, host.clock.now()), host.logs, host.clock);
    this.#platformLog = createPlatformLog(this.#log, version, this.id);
    this.#temporaryFolder = join(host.workFolder, this.id);
  }

  get state(): EnvironmentState {
    return this.#state.current;
  }

  /**
   * Runs one invocation, starting the process where there is none. Resolves when the caller may be answered: with the
   * response, or after REPORT for a caller who wants the log's tail. The environment is free at `onDidSettle`.
   */
  invoke(invocation: Invocation): Promise<InvocationOutcome> {
    const answer = new Deferred<InvocationOutcome>();
    this.#running = this.#run(invocation, answer.resolve).then(
      (outcome) => {
        // Free before the caller knows: the caller's next invocation finds this environment.
        this.#settled.fire();
        answer.resolve(outcome);
      },
      (error: unknown) => {
        this.#giveUp();
        answer.reject(this.#closing === undefined ? error : serviceEnded());
      },
    );
    return answer.promise;
  }

  /**
   * Starts the process before there is an invocation, for provisioned concurrency. Resolves with the reason when Init
   * failed: the environment can be used nonetheless, its next invocation does Init again. Free at `onDidSettle`.
   * Rejects when the environment is closed meanwhile. Only in state `created`.
   */
  initialiseAhead(): Promise<Failure | undefined> {
    this.#type = 'provisioned-concurrency';
    this.#log.begin();
    const initialised = this.#initialise('init', initDeadlineMs(this.#type, this.#timeoutMs)).then(
      ({ failure }) => {
        this.#log.flush();
        this.#settled.fire();
        return failure;
      },
      (error: unknown) => {
        this.#giveUp();
        throw this.#closing === undefined ? error : serviceEnded();
      },
    );
    this.#running = initialised.catch(() => {});
    return initialised;
  }

  /** Ends the process, if any, and removes what belonged to it. An invocation that runs is given up. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** Something that nobody foresaw: without a process the environment can be used again. */
  #giveUp(): void {
    if (this.#state.can('reset')) this.#state.to('reset');
    this.#process?.end().catch(() => {});
    this.#process = undefined;
    this.#settled.fire();
  }

  async #end(): Promise<void> {
    this.#state.to('stopping');
    await this.#process?.end();
    await this.#running;
    this.#log.flush();
    await rm(this.#temporaryFolder, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) =>
      this.#host.log.debug(`${this.#temporaryFolder} could not be removed`, error),
    );
    this.#state.to('stopped');
  }

  async #run(invocation: Invocation, answerEarly: (outcome: InvocationOutcome) => void): Promise<InvocationOutcome> {
    const { clock } = this.#host;
    const timeoutMs = this.#timeoutMs;
    this.#log.begin();

    let initMs: number | undefined;
    if (this.state === 'created') {
      const init = await this.#initialise('init', initDeadlineMs(this.#type, timeoutMs));
      if (init.failure === undefined) initMs = init.endedAtMs - init.startedAtMs;
    }
    const startedAtMs = clock.monotonic();
    // After a crash, a timeout or a failed init, the start is part of the invocation and of its time.
    const restart = this.state === 'reset' ? await this.#initialise('invoke', timeoutMs) : undefined;
    const { requestId } = invocation;
    this.#platformLog.started(requestId, invocation.invokedFunctionArn);
    let outcome: InvocationOutcome | undefined;
    const end =
      restart?.failure === undefined
        ? await this.#handle(invocation, startedAtMs, timeoutMs, (answered) => {
            outcome = answered;
            this.#log.flush();
            if (!invocation.logTail) answerEarly(answered);
          })
        : restart;

    const isTimeout = end.failure?.status === 'timeout';
    const durationMs = isTimeout ? timeoutMs : end.endedAtMs - startedAtMs;
    const producedBytes = outcome === undefined ? undefined : invocation.responseSink?.bytes || outcome.payload.length;
    this.#report(requestId, durationMs, initMs, end.failure, producedBytes);
    // A caller who has been answered does not wait for these lines: they may go with the next ones.
    if (invocation.logTail || outcome === undefined) this.#log.flush();
    outcome ??= brokenOutcome(end.failure, invocation);
    return { ...outcome, logTail: invocation.logTail ? this.#log.tail() : undefined };
  }

  /** Starts a process and waits for its first *next*. `phase` is the word of INIT_REPORT. */
  async #initialise(phase: 'init' | 'invoke', deadlineMs: number): Promise<PhaseEnd> {
    const { clock } = this.#host;
    const startedAtMs = clock.monotonic();
    this.#to('starting');
    const end = await this.#start(phase === 'init', deadlineMs).catch((error: unknown): PhaseEnd => {
      if (!(error instanceof LaunchError)) throw error;
      return { startedAtMs, endedAtMs: clock.monotonic(), failure: launchFailure(error) };
    });
    if (end.failure === undefined) {
      this.#to('ready');
      this.#samplePeak();
      const durationMs = end.endedAtMs - end.startedAtMs;
      this.#platformLog.initEnded({ type: this.#type, phase, durationMs, failure: undefined });
      return end;
    }
    await this.#process?.end();
    this.#process = undefined;
    const durationMs = end.failure.status === 'timeout' ? deadlineMs : end.endedAtMs - end.startedAtMs;
    this.#platformLog.initEnded({ type: this.#type, phase, durationMs, failure: end.failure });
    this.#to('reset');
    return end;
  }

  async #start(isFirst: boolean, deadlineMs: number): Promise<PhaseEnd> {
    const { version } = this;
    const running = await startProcess(this.#host, {
      version,
      temporaryFolder: this.#temporaryFolder,
      log: this.#log,
      initializationType: this.#type,
      beforeStart: async ({ runtime }) => {
        if (isFirst) this.#platformLog.initStarted(runtime, this.#type);
      },
    });
    this.#process = running;
    this.#watch(running);
    if (this.#closing !== undefined) await running.end();
    const { fact, atMs } = await running.nextFact(deadlineMs);
    const times = { startedAtMs: running.startedAtMs, endedAtMs: atMs };
    switch (fact.type) {
      case 'next':
        await running.settleOutput();
        return { ...times, failure: undefined };
      case 'initError': {
        this.#samplePeak();
        await running.waitForEnd(exitAfterInitErrorMs);
        return { ...times, failure: initFailure(fact.error) };
      }
      case 'exit':
        return { ...times, failure: exitFailure(fact.exit, fact.isOutOfMemory) };
      default:
        this.#samplePeak();
        return { ...times, failure: timeoutFailure(this.#timeoutMs) };
    }
  }

  /** From the delivery of the event to the runtime's following *next*, or to whatever ends it before. */
  async #handle(
    invocation: Invocation,
    startedAtMs: number,
    timeoutMs: number,
    answered: (outcome: InvocationOutcome) => void,
  ): Promise<PhaseEnd> {
    const running = this.#process;
    if (running === undefined) throw new Error('A ready environment has a process');
    const { clock } = this.#host;
    const remainingMs = () => timeoutMs - (clock.monotonic() - startedAtMs);
    this.#to('running');
    const { tenantId } = this.version;
    running.deliver({ ...invocation, tenantId, deadlineMs: Math.round(clock.now() + remainingMs()) });
    for (;;) {
      const { fact, atMs } = await running.nextFact(remainingMs());
      switch (fact.type) {
        case 'responseTruncated':
          // Mostly because the process is ending: then its end is the reason.
          if (await running.endsWithin(Math.min(exitAfterTruncationMs, remainingMs()))) break;
          this.#to('responded');
          answered(outcomeOf(fact, invocation));
          break;
        case 'response':
        case 'error':
        case 'responseTooLarge':
          this.#to('responded');
          answered(outcomeOf(fact, invocation));
          break;
        case 'next':
          await running.settleOutput();
          if (this.#samplePeak()) {
            // It was over the limit between two looks. The answer is out; the environment ends as it would have.
            await running.end();
            return this.#lost({ startedAtMs, endedAtMs: atMs, failure: outOfMemoryFailure() });
          }
          this.#to('ready');
          return { startedAtMs, endedAtMs: atMs, failure: undefined };
        case 'exit':
          return this.#lost({ startedAtMs, endedAtMs: atMs, failure: exitFailure(fact.exit, fact.isOutOfMemory) });
        case 'deadline':
          this.#samplePeak();
          await running.end();
          return this.#lost({ startedAtMs, endedAtMs: atMs, failure: timeoutFailure(this.#timeoutMs) });
        case 'initError':
          // The session refuses it after the first next.
          break;
      }
    }
  }

  #lost(end: PhaseEnd): PhaseEnd {
    this.#process = undefined;
    this.#to('reset');
    return end;
  }

  /** A process that ends while it waits: the next invocation starts another one, unless the pool wants one at once. */
  #watch(running: RuntimeProcess): void {
    void running.exited.then(() => {
      if (this.#process !== running || this.state !== 'ready') return;
      this.#process = undefined;
      this.#to('reset');
      this.#log.flush();
      this.#settled.fire();
    });
  }

  #report(
    requestId: string,
    durationMs: number,
    initMs: number | undefined,
    failure: Failure | undefined,
    producedBytes: number | undefined,
  ): void {
    const report = {
      requestId,
      durationMs,
      billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
      memorySizeMB: this.#memorySizeMB,
      maxMemoryUsedMB:
        failure?.errorType === 'Runtime.OutOfMemory' ? this.#memorySizeMB : Math.round(this.#peakBytes / bytesPerMB),
      initDurationMs: initMs,
      restoreDurationMs: undefined,
      status: failure?.status,
      errorType: failure?.status === 'timeout' ? undefined : failure?.errorType,
    };
    this.#platformLog.ended({ report, failure, producedBytes });
  }

  get #memorySizeMB(): number {
    return this.version.configuration.MemorySize ?? limits.memoryDefaultMB;
  }

  /** Returns whether the process held more than the function may. */
  #samplePeak(): boolean {
    const peak = this.#process?.peakMemory();
    this.#peakBytes = Math.max(this.#peakBytes, peak?.bytes ?? 0);
    return peak?.isOverLimit ?? false;
  }

  get #timeoutMs(): number {
    return (this.version.configuration.Timeout ?? limits.timeoutDefaultS) * 1000;
  }

  /** One step of the life. An environment that is being closed takes none: what it was doing is given up. */
  #to(state: EnvironmentState): void {
    if (this.#closing === undefined) {
      this.#state.to(state);
      return;
    }
    throw serviceEnded();
  }
}

function serviceEnded(): LambdaServiceError {
  return new LambdaServiceError('ServiceException', 500, 'The local service ended while the function ran.', {
    fault: 'Service',
  });
}
