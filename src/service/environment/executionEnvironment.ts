/** One execution environment: runs one invocation at a time, survives its processes, and goes from Init to Shutdown. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Deferred } from '../../base/deferred.ts';
import { Emitter } from '../../base/event.ts';
import { limits } from '../../lambda/limits.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { Invocation, InvocationOutcome } from '../invoke/invocation.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import { removeFolder } from '../store/removeFolder.ts';
import { createPlatformLog } from './createPlatformLog.ts';
import type { EnvironmentHost } from './environmentHost.ts';
import { EnvironmentLog } from './environmentLog.ts';
import { type EnvironmentState, environmentStateMachine } from './environmentState.ts';
import type { Failure } from './failure.ts';
import { type InitializationType, initDeadlineMs, initializationTypeOf } from './initializationType.ts';
import { runInit } from './initPhase.ts';
import { invocationReport, PeakMemory } from './invocationReport.ts';
import { type InvokeEnd, runInvoke } from './invokePhase.ts';
import { logPlace } from './logPlace.ts';
import { brokenOutcome } from './outcome.ts';
import type { PhaseEnd } from './phaseEnd.ts';
import type { InitPhase, PlatformLog } from './platformLog.ts';
import { RuntimeDomain } from './runtimeDomain.ts';
import { TelemetryHub } from './telemetry/telemetryHub.ts';
import { openTelemetrySender } from './telemetry/telemetrySender.ts';

export class ExecutionEnvironment {
  /** 32 hexadecimal digits: the end of the log stream's name. */
  readonly id = randomBytes(16).toString('hex');
  readonly version: FunctionVersion;
  readonly #host: EnvironmentHost;
  readonly #state;
  readonly #log: EnvironmentLog;
  readonly #telemetry: TelemetryHub;
  readonly #platformLog: PlatformLog;
  readonly #temporaryFolder: string;
  readonly #settled = new Emitter<void>();
  readonly #peak = new PeakMemory();
  #type: InitializationType;
  #domain: RuntimeDomain | undefined;
  #running: Promise<unknown> | undefined;
  /** Ends what was left when a process had ended while it waited. */
  #clearing: Promise<void> | undefined;
  /** An invocation has come meanwhile: the environment is not free. */
  #isAwaited = false;
  #closing: Promise<void> | undefined;

  /** Free again, or without a process: the pool decides what becomes of it. */
  readonly onDidSettle = this.#settled.event;

  constructor(version: FunctionVersion, host: EnvironmentHost) {
    const { clock, log } = host;
    this.version = version;
    this.#host = host;
    this.#type = initializationTypeOf(version);
    this.#state = environmentStateMachine(`Environment ${this.id} of ${version.id.name}`);
    this.#log = new EnvironmentLog(logPlace(version, this.id, clock.now()), host.logs, clock);
    const isJsonFormat = version.configuration.LoggingConfig?.LogFormat === 'JSON';
    const telemetry = new TelemetryHub({ isJsonFormat, openSender: openTelemetrySender, clock, log });
    this.#telemetry = telemetry;
    this.#platformLog = createPlatformLog({ log: this.#log, version, environmentId: this.id, telemetry });
    this.#log.onOutput = (source, message, timestamp) => telemetry.line(source, message, timestamp);
    telemetry.onSubscribed = (status) => this.#platformLog.subscribed(status);
    this.#temporaryFolder = join(host.workFolder, this.id);
  }

  get state(): EnvironmentState {
    return this.#state.current;
  }

  /**
   * Runs one invocation, starting the processes where there are none. Resolves when the caller may be answered: with
   * the response, or after REPORT for a caller who wants the log's tail. The environment is free at `onDidSettle`.
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
   * Starts the processes before there is an invocation, for provisioned concurrency. Resolves with the reason when Init
   * failed: the environment can be used nonetheless, its next invocation does Init again. Free at `onDidSettle`.
   * Rejects when the environment is closed meanwhile. Only in state `created`.
   */
  initialiseAhead(): Promise<Failure | undefined> {
    this.#type = 'provisioned-concurrency';
    this.#log.begin();
    const initialised = this.#initialise('init').then(
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

  /** Shutdown: ends the processes, if any, and removes what belonged to them. What runs is given up. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#state.to('stopping');
    await this.#domain?.end('spindown');
    await this.#running;
    this.#log.flush();
    await removeFolder(this.#temporaryFolder).catch((error: unknown) =>
      this.#host.log.debug(`${this.#temporaryFolder} could not be removed`, error),
    );
    this.#state.to('stopped');
  }

  async #run(invocation: Invocation, answerEarly: (outcome: InvocationOutcome) => void): Promise<InvocationOutcome> {
    const { clock } = this.#host;
    if (this.#clearing !== undefined) {
      this.#isAwaited = true;
      await this.#clearing;
      this.#isAwaited = false;
    }
    this.#log.begin();
    let initMs: number | undefined;
    if (this.state === 'created') {
      const init = await this.#initialise('init');
      if (init.failure === undefined) initMs = init.endedAtMs - init.startedAtMs;
    }
    const startedAtMs = clock.monotonic();
    // After a crash, a timeout or a failed init, the start is part of the invocation and of its time.
    const restart = this.state === 'reset' ? await this.#initialise('invoke') : undefined;
    this.#platformLog.started(invocation);

    let outcome: InvocationOutcome | undefined;
    const end = await this.#handle(invocation, startedAtMs, restart, (answered) => {
      outcome = answered;
      this.#log.flush();
      if (!invocation.logTail) answerEarly(answered);
    });
    const { requestId, traceId } = invocation;
    const { failure, spans } = end;
    const durationMs = failure?.status === 'timeout' ? this.#timeoutMs : end.endedAtMs - startedAtMs;
    const reported = { requestId, durationMs, initMs, failure, peakBytes: this.#peak.bytes };
    this.#platformLog.ended({ report: invocationReport(reported, this.version), traceId, failure, spans });
    // A caller who has been answered does not wait for these lines: they may go with the next ones.
    if (invocation.logTail || outcome === undefined) this.#log.flush();
    outcome ??= brokenOutcome(failure, invocation);
    outcome = { ...outcome, logTail: invocation.logTail ? this.#log.tail() : undefined };
    // Extensions may take their time to end. A caller who waits for the failure finds this environment again.
    if (failure !== undefined) await this.#reset(failure);
    return outcome;
  }

  /** Starts the processes and waits until they are ready. `phase` is the word of INIT_REPORT. */
  async #initialise(phase: InitPhase): Promise<PhaseEnd> {
    const { clock } = this.#host;
    const timeoutMs = this.#timeoutMs;
    const deadlineMs = phase === 'init' ? initDeadlineMs(this.#type, timeoutMs) : timeoutMs;
    const type = this.#type;
    this.#to('starting');
    this.#telemetry.open();
    const domain = new RuntimeDomain({
      host: this.#host,
      version: this.version,
      temporaryFolder: this.#temporaryFolder,
      log: this.#log,
      telemetry: this.#telemetry,
      initializationType: type,
    });
    this.#domain = domain;
    const end = await runInit(domain, {
      deadlineMs,
      timeoutMs,
      now: () => clock.monotonic(),
      onChosen: (runtime) => this.#platformLog.initStarted({ type, phase, runtime }),
      onRuntimeDone: (failure) => this.#platformLog.initRuntimeDone({ type, phase, failure }),
      sample: () => this.#peak.sample(domain.runtime),
    });
    const { failure } = end;
    if (failure === undefined) this.#peak.sample(domain.runtime);
    else await domain.endRuntime();
    for (const { status } of domain.extensions.all) this.#platformLog.extensionStarted(status);
    const durationMs = failure?.status === 'timeout' ? deadlineMs : end.endedAtMs - end.startedAtMs;
    this.#platformLog.initEnded({ type, phase, durationMs, failure });
    this.#telemetry.closeSubscriptions();
    if (failure === undefined) {
      this.#to('ready');
      this.#watch(domain);
    } else {
      await this.#reset(failure);
    }
    return end;
  }

  /** The invocation itself, or, after a start that failed, what is to be told in its place. */
  async #handle(
    invocation: Invocation,
    startedAtMs: number,
    restart: PhaseEnd | undefined,
    onAnswer: (outcome: InvocationOutcome) => void,
  ): Promise<InvokeEnd> {
    const { requestId, traceId, responseSink } = invocation;
    let outcome: InvocationOutcome | undefined;
    const onRuntimeDone = (atMs: number, failure: Failure | undefined, spans: InvokeEnd['spans']) => {
      const producedBytes = outcome === undefined ? undefined : responseSink?.bytes || outcome.payload.length;
      const durationMs = failure?.status === 'timeout' ? this.#timeoutMs : atMs - startedAtMs;
      this.#platformLog.runtimeDone({ requestId, traceId, durationMs, producedBytes, failure, spans });
    };
    if (restart?.failure !== undefined) {
      onRuntimeDone(restart.endedAtMs, restart.failure, []);
      return { ...restart, spans: [] };
    }
    const domain = this.#domain;
    if (domain === undefined) throw new Error('A ready environment has processes');
    this.#to('running');
    const end = await runInvoke(domain, {
      invocation,
      tenantId: this.version.tenantId,
      startedAtMs,
      timeoutMs: this.#timeoutMs,
      clock: this.#host.clock,
      onAnswer: (answered) => {
        this.#to('responded');
        outcome = answered;
        onAnswer(answered);
      },
      onRuntimeDone,
      sample: () => this.#peak.sample(domain.runtime),
    });
    this.#to(end.failure === undefined ? 'ready' : 'resetting');
    return end;
  }

  /** After a failure: what still runs is told why and ended. The next invocation starts everything again. */
  async #reset(failure: Failure): Promise<void> {
    const domain = this.#domain;
    if (this.state === 'reset') return;
    if (this.state !== 'resetting') this.#to('resetting');
    await domain?.end(failure.status === 'timeout' ? 'timeout' : 'failure');
    this.#domain = undefined;
    this.#to('reset');
  }

  /** A process that ends while it waits: the next invocation starts another one, unless the pool wants one at once. */
  #watch(domain: RuntimeDomain): void {
    void domain.ended.then(() => {
      if (this.#domain === domain && this.state === 'ready') this.#clearing = this.#clear(domain);
    });
  }

  async #clear(domain: RuntimeDomain): Promise<void> {
    this.#state.to('resetting');
    await domain.end('failure');
    this.#clearing = undefined;
    if (this.#closing !== undefined) return;
    this.#domain = undefined;
    this.#state.to('reset');
    this.#log.flush();
    if (!this.#isAwaited) this.#settled.fire();
  }

  /** Something that nobody foresaw: without processes the environment can be used again. */
  #giveUp(): void {
    const domain = this.#domain;
    this.#domain = undefined;
    if (this.#state.can('resetting')) this.#state.to('resetting');
    if (this.#state.can('reset')) this.#state.to('reset');
    domain?.end('failure').catch((error: unknown) => this.#host.log.warn('Processes could not be ended', error));
    this.#settled.fire();
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
