/** One execution environment: runs one invocation at a time, survives its process, writes the platform's log lines. */

import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import { Emitter } from '../../base/event.ts';
import type { Log } from '../../base/log.ts';
import { limits } from '../../lambda/limits.ts';
import { formatPlatformText } from '../../lambda/platformText.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { Invocation, InvocationOutcome } from '../invoke/invocation.ts';
import type { LogWriter } from '../logs/logWriter.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import { EnvironmentLog } from './environmentLog.ts';
import { type EnvironmentState, environmentStateMachine } from './environmentState.ts';
import type { Credentials } from './environmentVariables.ts';
import { entrypointFault, exitFault, type Fault, responseTooLargeFault, timeoutFault } from './faults.ts';
import { LaunchError, type Launcher, type LaunchPlace } from './launch.ts';
import { logPlace } from './logPlace.ts';
import { RuntimeProcess } from './runtimeProcess.ts';
import { type OpenRuntimeListener, RuntimeSession } from './runtimeSession.ts';
import type { Supervisor } from './supervisor.ts';

/** What all environments of the service share. */
export interface EnvironmentHost {
  readonly supervisor: Supervisor;
  readonly launcher: Launcher;
  readonly openRuntimeListener: OpenRuntimeListener;
  /** Folder of the unpacked package: shared and read-only. */
  openPackage(packageId: string): Promise<string>;
  readonly logs: LogWriter;
  readonly credentials: Credentials;
  readonly workFolder: string;
  readonly systemRoot: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Why a phase did not come to its regular end, in the words of REPORT and INIT_REPORT. */
interface Failure {
  readonly status: 'error' | 'timeout';
  readonly errorType: string | undefined;
  /** What the caller gets, unless the function had answered before. */
  fault(requestId: string): Fault;
  /** A line for the log of the invocation. */
  readonly explanation?: string;
}

interface PhaseEnd {
  readonly endedAtMs: number;
  readonly failure: Failure | undefined;
}

/** A runtime that reported a failed init ends by itself; for how long it may take. */
const exitAfterInitErrorMs = 500;
const bytesPerMB = 1024 * 1024;

export class ExecutionEnvironment {
  /** 32 hexadecimal digits: the end of the log stream's name. */
  readonly id = randomBytes(16).toString('hex');
  readonly version: FunctionVersion;
  readonly #host: EnvironmentHost;
  readonly #state;
  readonly #log: EnvironmentLog;
  readonly #temporaryFolder: string;
  readonly #settled = new Emitter<void>();
  #process: RuntimeProcess | undefined;
  #peakBytes = 0;
  #closing: Promise<void> | undefined;

  /** Free again, or without a process: the pool decides what becomes of it. */
  readonly onDidSettle = this.#settled.event;

  constructor(version: FunctionVersion, host: EnvironmentHost) {
    this.version = version;
    this.#host = host;
    this.#state = environmentStateMachine(`Environment ${this.id} of ${version.id.name}`);
    this.#log = new EnvironmentLog(logPlace(version, this.id, host.clock.now()), host.logs, host.clock);
    this.#temporaryFolder = join(host.workFolder, 'environments', this.id);
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
    this.#run(invocation, answer.resolve).then(
      (outcome) => {
        // Free before the caller knows: the caller's next invocation finds this environment.
        this.#settled.fire();
        answer.resolve(outcome);
      },
      (error: unknown) => {
        if (this.#state.can('reset')) this.#state.to('reset');
        this.#process?.end().catch(() => {});
        this.#process = undefined;
        this.#settled.fire();
        answer.reject(error);
      },
    );
    return answer.promise;
  }

  /** Ends the process, if any, and removes what belonged to it. An invocation that runs is given up. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    if (this.#state.can('stopping')) this.#state.to('stopping');
    await this.#process?.end();
    this.#log.flush();
    await rm(this.#temporaryFolder, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) =>
      this.#host.log.debug(`${this.#temporaryFolder} could not be removed`, error),
    );
    this.#state.to('stopped');
  }

  async #run(invocation: Invocation, answerEarly: (outcome: InvocationOutcome) => void): Promise<InvocationOutcome> {
    const { clock } = this.#host;
    const timeoutMs = (this.version.configuration.Timeout ?? limits.timeoutDefaultS) * 1000;
    this.#log.begin();

    let initMs: number | undefined;
    if (this.state === 'created') {
      const startedAtMs = clock.monotonic();
      const init = await this.#initialise('init', limits.initTimeoutMs);
      if (init.failure === undefined) initMs = init.endedAtMs - startedAtMs;
    }
    const startedAtMs = clock.monotonic();
    // After a crash, a timeout or a failed init, the start is part of the invocation and of its time.
    const restart = this.state === 'reset' ? await this.#initialise('invoke', timeoutMs) : undefined;
    this.#giveUpWhenClosing();

    const { requestId } = invocation;
    this.#log.platform(formatPlatformText({ type: 'start', requestId, version: this.version.version }));
    let outcome: InvocationOutcome | undefined;
    const end =
      restart?.failure === undefined
        ? await this.#handle(invocation, startedAtMs, timeoutMs, (answered) => {
            outcome = answered;
            this.#log.flush();
            if (!invocation.logTail) answerEarly(answered);
          })
        : restart;
    this.#giveUpWhenClosing();

    const isTimeout = end.failure?.status === 'timeout';
    const durationMs = isTimeout ? timeoutMs : end.endedAtMs - startedAtMs;
    this.#report(requestId, durationMs, initMs, end.failure);
    outcome ??= failed(end.failure?.fault(requestId).payload);
    return { ...outcome, logTail: invocation.logTail ? this.#log.tail() : undefined };
  }

  /** Starts a process and waits for its first *next*. `phase` is the word of INIT_REPORT. */
  async #initialise(phase: 'init' | 'invoke', deadlineMs: number): Promise<PhaseEnd> {
    const { clock } = this.#host;
    const startedAtMs = clock.monotonic();
    this.#state.to('starting');
    const end = await this.#startProcess(phase, deadlineMs).catch((error: unknown): PhaseEnd => {
      if (!(error instanceof LaunchError)) throw error;
      return { endedAtMs: clock.monotonic(), failure: launchFailure(error) };
    });
    if (this.#closing !== undefined) return end;
    if (end.failure === undefined) {
      this.#state.to('ready');
      this.#samplePeak();
      return end;
    }
    await this.#process?.end();
    this.#process = undefined;
    const { status, errorType } = end.failure;
    const durationMs = status === 'timeout' ? deadlineMs : end.endedAtMs - startedAtMs;
    this.#log.platform(formatPlatformText({ type: 'initReport', durationMs, phase, status, errorType }));
    this.#state.to('reset');
    return end;
  }

  async #startProcess(phase: 'init' | 'invoke', deadlineMs: number): Promise<PhaseEnd> {
    const { supervisor, launcher, clock } = this.#host;
    let running: RuntimeProcess | undefined;
    const session = new RuntimeSession((fact) => running?.tell(fact));
    const opened = this.#host.openRuntimeListener(session);
    try {
      const launch = await launcher.prepare(this.version, this.#place(opened));
      const listener = await opened;
      if (this.#closing !== undefined) throw new LaunchError('The local service ends');
      if (phase === 'init') {
        const { runtimeVersion, runtimeVersionArn, note } = launch.runtime;
        this.#log.note(formatPlatformText({ type: 'initStart', runtimeVersion, runtimeVersionArn }));
        if (note !== undefined) this.#log.note(`${note}\n`);
      }
      running = new RuntimeProcess({
        session,
        listener,
        process: supervisor.exec(launch.command),
        writesMarks: launch.writesMarks,
        clock,
        onOutput: (events) => {
          for (const { message, timestamp } of events) this.#log.output(message, timestamp);
        },
      });
    } catch (error) {
      opened.then(
        (listener) => listener.close(),
        () => {},
      );
      throw error;
    }
    this.#process = running;
    this.#watch(running);
    return this.#firstNext(running, deadlineMs);
  }

  async #place(opened: ReturnType<OpenRuntimeListener>): Promise<LaunchPlace> {
    const [taskRoot, { address }] = await Promise.all([
      this.#host.openPackage(this.version.packageId),
      opened,
      mkdir(this.#temporaryFolder, { recursive: true }),
    ]);
    const { credentials, systemRoot } = this.#host;
    const { version } = this;
    const place = { version, taskRoot, temporaryFolder: this.#temporaryFolder, runtimeApi: address };
    return { ...place, logPlace: this.#log.location, credentials, systemRoot };
  }

  async #firstNext(running: RuntimeProcess, deadlineMs: number): Promise<PhaseEnd> {
    const { fact, atMs } = await running.nextFact(deadlineMs);
    switch (fact.type) {
      case 'next':
        await running.settleOutput();
        return { endedAtMs: atMs, failure: undefined };
      case 'initError': {
        this.#samplePeak();
        const { errorType, payload } = fact.error;
        await running.waitForEnd(exitAfterInitErrorMs);
        return { endedAtMs: atMs, failure: { status: 'error', errorType, fault: () => ({ errorType, payload }) } };
      }
      case 'exit':
        return { endedAtMs: atMs, failure: exitFailure(fact.exit) };
      default:
        this.#samplePeak();
        return { endedAtMs: atMs, failure: this.#timeoutFailure() };
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
    this.#state.to('running');
    running.deliver({ ...invocation, deadlineMs: Math.round(clock.now() + remainingMs()) });
    for (;;) {
      const { fact, atMs } = await running.nextFact(remainingMs());
      switch (fact.type) {
        case 'response':
        case 'error':
        case 'responseTooLarge':
          this.#state.to('responded');
          answered(outcomeOf(fact));
          break;
        case 'next':
          await running.settleOutput();
          this.#samplePeak();
          if (this.#closing === undefined) this.#state.to('ready');
          return { endedAtMs: atMs, failure: undefined };
        case 'exit':
          return this.#lost({ endedAtMs: atMs, failure: exitFailure(fact.exit) });
        case 'deadline':
          this.#samplePeak();
          await running.end();
          return this.#lost({ endedAtMs: atMs, failure: this.#timeoutFailure() });
        case 'initError':
          // The session refuses it after the first next.
          break;
      }
    }
  }

  #lost(end: PhaseEnd): PhaseEnd {
    this.#process = undefined;
    if (this.#closing === undefined) this.#state.to('reset');
    return end;
  }

  /** A process that ends while it waits is not an event for anybody: the next invocation starts another one. */
  #watch(running: RuntimeProcess): void {
    void running.exited.then(() => {
      if (this.#process !== running || this.state !== 'ready') return;
      this.#process = undefined;
      this.#state.to('reset');
      this.#log.flush();
      this.#settled.fire();
    });
  }

  #report(requestId: string, durationMs: number, initMs: number | undefined, failure: Failure | undefined): void {
    this.#log.tellDropped();
    if (failure?.explanation !== undefined) {
      this.#log.platform(`RequestId: ${requestId} Error: ${failure.explanation}\n${failure.errorType ?? ''}\n`);
    }
    this.#log.platform(formatPlatformText({ type: 'end', requestId }));
    const report = {
      requestId,
      durationMs,
      billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
      memorySizeMB: this.version.configuration.MemorySize ?? limits.memoryDefaultMB,
      maxMemoryUsedMB: Math.round(this.#peakBytes / bytesPerMB),
      initDurationMs: initMs,
      restoreDurationMs: undefined,
      status: failure?.status,
      errorType: failure?.status === 'timeout' ? undefined : failure?.errorType,
    };
    this.#log.platform(formatPlatformText({ type: 'report', requestId, report }));
    this.#log.flush();
  }

  #samplePeak(): void {
    this.#peakBytes = Math.max(this.#peakBytes, this.#process?.peakMemoryBytes() ?? 0);
  }

  #timeoutFailure(): Failure {
    const timeoutMs = (this.version.configuration.Timeout ?? limits.timeoutDefaultS) * 1000;
    return { status: 'timeout', errorType: undefined, fault: (requestId) => timeoutFault(requestId, timeoutMs) };
  }

  #giveUpWhenClosing(): void {
    if (this.#closing === undefined) return;
    throw new LambdaServiceError('ServiceException', 500, 'The local service ended while the function ran.', {
      fault: 'Service',
    });
  }
}

function outcomeOf(
  fact:
    | { type: 'response'; payload: Uint8Array }
    | { type: 'responseTooLarge' }
    | { type: 'error'; error: { payload: Uint8Array } },
): InvocationOutcome {
  if (fact.type === 'response') return { payload: fact.payload, functionError: undefined, logTail: undefined };
  return failed(fact.type === 'error' ? fact.error.payload : responseTooLargeFault().payload);
}

function failed(payload: Uint8Array | undefined): InvocationOutcome {
  return { payload: payload ?? new Uint8Array(), functionError: 'Unhandled', logTail: undefined };
}

function exitFailure(exit: { code: number | undefined; signal: string | undefined }): Failure {
  return { status: 'error', errorType: 'Runtime.ExitError', fault: (requestId) => exitFault(requestId, exit) };
}

function launchFailure({ message }: LaunchError): Failure {
  return {
    status: 'error',
    errorType: 'Runtime.InvalidEntrypoint',
    fault: (requestId) => entrypointFault(requestId, message),
    explanation: message,
  };
}
