/** Owns the local service's process: attaches to the one that runs, or starts one and keeps it running. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Clock, DeadlineError, sleep, withDeadline } from '../base/clock.ts';
import { Deferred } from '../base/deferred.ts';
import { Emitter, type Event } from '../base/event.ts';
import { HumanError, messageOf } from '../base/humanError.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { parseServiceLine, type ServiceReady } from '../protocol/serviceReady.ts';
import { abandonable } from './abandonable.ts';
import {
  belongsToAnotherWindow,
  serviceClosed,
  serviceEndedEarly,
  serviceKeepsEnding,
  serviceNotStarted,
  serviceTooSlow,
} from './localServiceErrors.ts';
import { relayServiceLine } from './serviceLogRelay.ts';
import { answers, findRunningService } from './serviceProbe.ts';

export type LocalServiceState =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' }
  /** `owned`: this window started the process, so it ends with this window. */
  | { readonly state: 'running'; readonly ready: ServiceReady; readonly owned: boolean }
  | { readonly state: 'failed'; readonly message: string };

export interface LocalServiceOptions {
  /** Absolute path; the service creates it. */
  readonly dataFolder: string;
  /** The service's entry file. */
  readonly servicePath: string;
  readonly nodeBinary: { readonly command: string; readonly env: Readonly<Record<string, string>> };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

const startDeadlineMs = 15_000;
/** The service itself gives requests and functions 8 s to finish. */
const stopDeadlineMs = 9_000;
/** Another window that was first to start a service needs a moment until it answers. */
const otherWindowDeadlineMs = 5_000;
const otherWindowPollMs = 100;
/** A service that ran this long was sound: what ended it is no reason to wait before starting it again. */
const soundAfterMs = 30_000;
const firstDelayMs = 250;
const longestDelayMs = 8_000;
const giveUpAfter = 8;

export class LocalServiceHost implements Disposable {
  readonly #options: LocalServiceOptions;
  readonly #changed = new Emitter<LocalServiceState>();
  /** Start, stop, restart and reset happen one after the other, in the order they were asked for. */
  #queue: Promise<unknown> = Promise.resolve();
  /** Ends the wait or the start that the queue is busy with, for a later order that makes it pointless. */
  #interrupt = new AbortController();
  #state: LocalServiceState = { state: 'stopped' };
  #process: OwnedService | undefined;
  #starting: Promise<ServiceReady> | undefined;
  #isStoppedOnRequest = false;
  #isClosed = false;
  #startedAt = 0;
  #quickEnds = 0;

  readonly onDidChange: Event<LocalServiceState> = this.#changed.event;

  constructor(options: LocalServiceOptions) {
    this.#options = options;
  }

  get state(): LocalServiceState {
    return this.#state;
  }

  /** True after `stop`: what runs in the background must not start the service again by itself. */
  get isStoppedOnRequest(): boolean {
    return this.#isStoppedOnRequest;
  }

  /**
   * The ready line of the service that owns the data folder; starts one when there is none.
   * Concurrent calls share one start. Rejects with `HumanError`.
   */
  async ensureRunning(signal?: AbortSignal): Promise<ServiceReady> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw serviceClosed();
    if (this.#starting !== undefined) return abandonable(this.#starting, signal);
    if (this.#state.state === 'running') return this.#state.ready;
    this.#isStoppedOnRequest = false;
    return abandonable(this.#startLater(0), signal);
  }

  /** Ends the running service, where this window may, and starts it anew. */
  async restart(signal?: AbortSignal): Promise<ServiceReady> {
    this.#interruptQueue();
    this.#isStoppedOnRequest = false;
    const restarted = this.#enqueue(async (interrupted) => {
      await this.#endCurrent();
      this.#quickEnds = 0;
      return this.#start(interrupted);
    });
    this.#share(restarted);
    return abandonable(restarted, signal);
  }

  /** Ends the service that this window started; rejects with `HumanError` when another window did. */
  async stop(): Promise<void> {
    this.#interruptQueue();
    await this.#enqueue(async () => {
      await this.#endCurrent();
      this.#isStoppedOnRequest = true;
      this.#setState({ state: 'stopped' });
    });
  }

  /** Deletes all functions, code and logs of the local service and starts an empty one. */
  async reset(): Promise<void> {
    this.#interruptQueue();
    this.#isStoppedOnRequest = false;
    const { dataFolder, clock } = this.#options;
    const restarted = this.#enqueue(async (interrupted) => {
      await this.#endCurrent();
      const other = await findRunningService(dataFolder, clock);
      if (other) throw belongsToAnotherWindow(other.pid);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
      return this.#start(interrupted);
    });
    this.#share(restarted);
    await restarted;
  }

  /** A call could not connect: asks the service, and starts it again, with growing delays, when it does not answer. */
  reportUnreachable(): void {
    const current = this.#state;
    if (this.#isClosed || this.#starting !== undefined || current.state !== 'running') return;
    this.#share(
      this.#enqueue(async (interrupted) => {
        if (this.#state !== current) return this.#start(interrupted);
        if (await answers(current.ready, this.#options.clock, interrupted)) return current.ready;
        this.#options.log.warn(`The local service at ${current.ready.endpoint} does not answer`);
        await this.#endProcess();
        this.#setState({ state: 'starting' });
        await sleep(this.#options.clock, this.#nextDelayMs(), interrupted);
        return this.#start(interrupted);
      }),
    );
  }

  /** Ends the service that this window started and waits for its process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#interruptQueue();
    await this.#enqueue(() => this.#endProcess());
    this.#setState({ state: 'stopped' });
    this.#changed.dispose();
  }

  /** As `close`, without waiting. The process also ends by itself when this one does: its input is its leash. */
  dispose(): void {
    this.#isClosed = true;
    this.#interruptQueue();
    this.#process?.askToEnd();
    this.#changed.dispose();
  }

  #startLater(delayMs: number): Promise<ServiceReady> {
    this.#setState({ state: 'starting' });
    const started = this.#enqueue(async (interrupted) => {
      if (delayMs > 0) await sleep(this.#options.clock, delayMs, interrupted);
      return this.#start(interrupted);
    });
    this.#share(started);
    return started;
  }

  /** Attaches or starts. Runs inside the queue. */
  async #start(interrupted: AbortSignal): Promise<ServiceReady> {
    interrupted.throwIfAborted();
    if (this.#state.state === 'running') return this.#state.ready;
    const { dataFolder, clock, log } = this.#options;
    this.#setState({ state: 'starting' });
    try {
      const other = await findRunningService(dataFolder, clock, interrupted);
      if (other) return this.#attach(other);
      const owned = await OwnedService.start(this.#options, interrupted);
      this.#process = owned;
      this.#startedAt = clock.monotonic();
      void owned.exited.then((how) => this.#ended(owned, how));
      log.info(`Local service ready at ${owned.ready.endpoint}, process ${owned.ready.pid}`);
      this.#setState({ state: 'running', ready: owned.ready, owned: true });
      return owned.ready;
    } catch (error) {
      const other = await this.#awaitOtherWindow(error, interrupted);
      if (other) return this.#attach(other);
      this.#setState(interrupted.aborted ? { state: 'stopped' } : { state: 'failed', message: messageOf(error) });
      throw error;
    }
  }

  #attach(ready: ServiceReady): ServiceReady {
    this.#options.log.info(`Using the local service at ${ready.endpoint}, process ${ready.pid}`);
    this.#setState({ state: 'running', ready, owned: false });
    return ready;
  }

  /** Two windows may start at once: the one whose service was refused the folder attaches to the other's. */
  async #awaitOtherWindow(error: unknown, interrupted: AbortSignal): Promise<ServiceReady | undefined> {
    if (!(error instanceof RefusedStart)) return undefined;
    const { dataFolder, clock } = this.#options;
    for (let waitedMs = 0; waitedMs < otherWindowDeadlineMs; waitedMs += otherWindowPollMs) {
      const other = await findRunningService(dataFolder, clock, interrupted);
      if (other) return other;
      await sleep(clock, otherWindowPollMs, interrupted);
    }
    return undefined;
  }

  /** Nobody asked it to end: start it again. */
  #ended(owned: OwnedService, how: string): void {
    if (this.#process !== owned) return;
    this.#process = undefined;
    if (this.#isClosed) return;
    const delayMs = this.#nextDelayMs();
    if (this.#quickEnds > giveUpAfter) {
      this.#setState({ state: 'failed', message: serviceKeepsEnding(this.#quickEnds, how).message });
      this.#quickEnds = 0;
      return;
    }
    this.#options.log.warn(`The local service ended unexpectedly (${how}); starting it again in ${delayMs} ms`);
    this.#startLater(delayMs).catch(() => {});
  }

  /** 0, 250 ms, 500 ms … 8 s: grows while the service keeps ending, and begins anew once one proved sound. */
  #nextDelayMs(): number {
    if (this.#options.clock.monotonic() - this.#startedAt > soundAfterMs) this.#quickEnds = 0;
    this.#quickEnds += 1;
    return this.#quickEnds === 1 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (this.#quickEnds - 2));
  }

  /** Ends what runs before something else begins. Another window's service is that window's to end. */
  async #endCurrent(): Promise<void> {
    const current = this.#state;
    if (current.state === 'running' && !current.owned && (await answers(current.ready, this.#options.clock))) {
      throw belongsToAnotherWindow(current.ready.pid);
    }
    await this.#endProcess();
    this.#setState({ state: 'stopped' });
  }

  async #endProcess(): Promise<void> {
    const owned = this.#process;
    this.#process = undefined;
    await owned?.end();
  }

  /** Lets later callers of `ensureRunning` wait for what is under way. */
  #share(started: Promise<ServiceReady>): void {
    this.#starting = started;
    const forget = () => {
      if (this.#starting === started) this.#starting = undefined;
    };
    started.then(forget, forget);
  }

  #interruptQueue(): void {
    this.#interrupt.abort(serviceClosed());
    this.#interrupt = new AbortController();
    this.#starting = undefined;
  }

  /** Each order gets the signal that a later order interrupts it with, from the moment it is given. */
  #enqueue<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#interrupt;
    const done = this.#queue.then(() => work(signal));
    this.#queue = done.catch(() => {});
    return done;
  }

  #setState(next: LocalServiceState): void {
    if (next.state === this.#state.state && next.state !== 'running' && next.state !== 'failed') return;
    this.#state = next;
    this.#changed.fire(next);
  }
}

/** The service itself said why it does not start. */
class RefusedStart extends HumanError {}

/** One service process and its three pipes. */
class OwnedService {
  readonly ready: ServiceReady;
  /** How it ended, in words. */
  readonly exited: Promise<string>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #clock: Clock;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    ready: ServiceReady,
    exited: Promise<string>,
    clock: Clock,
  ) {
    this.#child = child;
    this.ready = ready;
    this.exited = exited;
    this.#clock = clock;
  }

  /** Resolves with the first line that says it is ready; whatever else happens rejects and leaves no process. */
  static async start(options: LocalServiceOptions, signal: AbortSignal): Promise<OwnedService> {
    const { nodeBinary, servicePath, dataFolder, environment, clock, log } = options;
    const child = spawn(nodeBinary.command, [servicePath, '--port', '0', '--data', dataFolder, '--owner-stdin'], {
      stdio: 'pipe',
      windowsHide: true,
      env: { ...environment, ...nodeBinary.env },
    });
    const firstLine = new Deferred<ServiceReady>();
    const exited = new Deferred<string>();
    let lastWords = '';
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastWords = relayServiceLine(line, log);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = parseServiceLine(line);
      if (message?.event === 'ready') firstLine.resolve(message);
      else if (message?.event === 'failed') firstLine.reject(new RefusedStart(message.message));
      else log.debug(`[service] ${line}`);
    });
    // Writing to a process that is gone must not take the host down.
    child.stdin.on('error', () => {});
    child.on('error', (error) => {
      firstLine.reject(serviceNotStarted(nodeBinary.command, error));
      exited.resolve(error.message);
    });
    child.on('close', (code, killer) => {
      const how = killer === null ? `exit status ${code}` : `signal ${killer}`;
      firstLine.reject(serviceEndedEarly(how, lastWords));
      exited.resolve(how);
    });
    try {
      const ready = await withDeadline(clock, startDeadlineMs, 'ready line', () => firstLine.promise, signal);
      return new OwnedService(child, ready, exited.promise, clock);
    } catch (error) {
      child.kill('SIGKILL');
      await exited.promise;
      throw error instanceof DeadlineError ? serviceTooSlow(startDeadlineMs, error) : error;
    }
  }

  askToEnd(): void {
    this.#child.stdin.end();
    // Windows has no signals: there the closed input alone asks, and `kill` would not let it finish.
    if (process.platform !== 'win32') this.#child.kill('SIGTERM');
  }

  /** Asks, waits, then kills. */
  async end(): Promise<void> {
    this.askToEnd();
    try {
      await withDeadline(this.#clock, stopDeadlineMs, 'end of the local service', () => this.exited);
    } catch {
      this.#child.kill('SIGKILL');
      await this.exited;
    }
  }
}
