/** Follows the logs of several functions on several targets at once, and holds what was seen. */

import { type Clock, sleep } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { HumanAction } from '../base/humanError.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { Architecture } from '../lambda/cost.ts';
import { listPrices } from '../lambda/cost.ts';
import type { LogEvent } from '../lambda/logEvent.ts';
import { functionOfStream } from '../lambda/logStreamName.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import type {
  LogBatch,
  LogRange,
  LogSnapshot,
  LogThresholds,
  OlderLines,
  TailHealth,
  TailSource,
  TailSourceState,
} from '../protocol/logPanel.ts';
import { toHumanError } from './awsErrors.ts';
import { CallBudgets } from './tail/callBudget.ts';
import { HeldLog } from './tail/heldLog.ts';
import { type BudgetFor, type OlderWindow, RangeFeed, readOlder } from './tail/history.ts';
import { LiveFeed } from './tail/liveFeed.ts';
import { LiveTailMeter } from './tail/liveTailMeter.ts';
import { PollFeed } from './tail/pollFeed.ts';
import type { FeedContext, TailFeed } from './tail/tailFeed.ts';
import type { Target } from './target.ts';

/** The part of the target registry that a tail needs: a function's tail ends when its target goes. */
export interface TailTargets {
  readonly onDidChange: Event<void>;
  get(id: string): Target | undefined;
}

export interface LogTailOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Lines held in all; the oldest are forgotten. */
  readonly capacityLines: number;
  readonly thresholds: () => LogThresholds;
  /** How far back a tail begins; 15 where it is not said. */
  readonly historyMinutes?: () => number;
}

/** What is known or asked of a source beside its log group. */
interface AboutSource {
  readonly architecture?: Architecture;
  readonly range?: LogRange;
  /** Live Tail, where it costs money. */
  readonly isLive?: boolean;
}

interface Followed {
  info: TailSource;
  readonly target: Target;
  readonly feed: TailFeed;
  running: AbortController;
  /** What a person may do about a pause. */
  action?: HumanAction;
  readonly meter: LiveTailMeter | undefined;
  /** Until when a paused tail looks by itself whether that was done. */
  resumesUntil?: number;
}

/** Signing in takes a person a while. */
const resumeMs = 5 * 60_000;
const resumeIntervalMs = 3_000;
const defaultHistoryMinutes = 15;

export class LogTail implements Disposable {
  readonly #options: LogTailOptions;
  readonly #targets: TailTargets;
  readonly #budgets: CallBudgets;
  readonly #followed = new Map<string, Followed>();
  readonly #owned = new DisposableStore();
  readonly #sourcesChanged = this.#owned.add(new Emitter<readonly TailSource[]>());
  readonly #cleared = this.#owned.add(new Emitter<void>());
  readonly #held: HeldLog;
  readonly #meters = new Map<string, LiveTailMeter>();

  readonly onDidChangeSources: Event<readonly TailSource[]> = this.#sourcesChanged.event;
  /** New lines and what they made of the invocations, at least 50 ms apart. */
  readonly onBatch: Event<LogBatch>;
  /** Everything held was forgotten: what is shown must be replaced by a new snapshot. */
  readonly onDidClear: Event<void> = this.#cleared.event;

  constructor(targets: TailTargets, options: LogTailOptions) {
    this.#targets = targets;
    this.#options = options;
    this.#budgets = new CallBudgets(options.clock);
    this.#held = this.#owned.add(new HeldLog(options));
    this.onBatch = this.#held.onBatch;
    this.#owned.add(targets.onDidChange(() => this.#removeOrphans()));
  }

  get sources(): readonly TailSource[] {
    return [...this.#followed.values()].map((source) => source.info);
  }

  /**
   * Starts following. A function that is followed already stays as it is, with its timeout brought up to date; one that
   * logs to another group now is followed anew.
   */
  add(
    target: Target,
    functionName: string,
    logGroupName: string,
    timeoutMs: number | undefined,
    about: AboutSource = {},
  ): TailSource {
    const id = `${target.id}/${functionName}`;
    const present = this.#followed.get(id);
    if (present && present.info.logGroupName !== logGroupName) this.remove(id);
    else if (present) {
      if (timeoutMs !== undefined && timeoutMs !== present.info.timeoutMs) {
        this.#held.setTimeoutMs(id, timeoutMs);
        this.#update(present, { timeoutMs });
      }
      return present.info;
    }
    const now = this.#options.clock.now();
    const minutes = this.#options.historyMinutes?.() ?? defaultHistoryMinutes;
    const range = about.range ?? { kind: 'last', minutes };
    const { architecture = 'x86_64', isLive = false } = about;
    const canBeLive = target.tailing === 'poll' && range.kind === 'last';
    const meter = canBeLive ? this.#meterOf(id) : undefined;
    const info: TailSource = {
      id,
      functionName,
      targetLabel: target.label,
      logGroupName,
      timeoutMs,
      state: { state: 'starting' },
      range,
      history: {
        readBackTo: range.kind === 'between' ? range.startTime : now - range.minutes * 60_000,
        isReading: false,
        hasOlder: true,
      },
      region: target.region,
      architecture,
      ...(meter === undefined ? {} : { liveTail: meter.use(isLive) }),
    };
    const source: Followed = { info, meter, target, feed: this.#feedFor(target, info), running: new AbortController() };
    this.#held.addSource(id, timeoutMs, { prices: listPrices, region: target.region, architecture });
    this.#followed.set(id, source);
    this.#sourcesChanged.fire(this.sources);
    this.#run(source);
    return info;
  }

  /** Stops following, and forgets the function's lines. */
  remove(sourceId: string): void {
    const source = this.#followed.get(sourceId);
    if (!source) return;
    source.running.abort();
    source.meter?.end();
    this.#followed.delete(sourceId);
    this.#held.removeSource(sourceId);
    this.#sourcesChanged.fire(this.sources);
  }

  /** Goes on where a failed tail stopped. */
  retry(sourceId: string): void {
    const source = this.#followed.get(sourceId);
    if (!source) return;
    source.running.abort();
    source.running = new AbortController();
    this.#setState(source, { state: 'starting' });
    this.#run(source);
  }

  /** Shows another part of a function's log; what was held of it is forgotten and read anew. */
  setRange(sourceId: string, range: LogRange): void {
    const source = this.#followed.get(sourceId);
    if (!source) return;
    const { functionName, logGroupName, timeoutMs, architecture } = source.info;
    this.remove(sourceId);
    const about = { range, ...(architecture === undefined ? {} : { architecture }) };
    this.add(source.target, functionName, logGroupName, timeoutMs, about);
  }

  /** Switches Live Tail of an AWS source on or off; its log is read anew. */
  setLiveTail(sourceId: string, isLive: boolean): void {
    const source = this.#followed.get(sourceId);
    if (!source?.meter || source.info.liveTail?.isOn === isLive) return;
    const { functionName, logGroupName, timeoutMs, range, architecture } = source.info;
    this.remove(sourceId);
    const about = { isLive, ...(range && { range }), ...(architecture && { architecture }) };
    this.add(source.target, functionName, logGroupName, timeoutMs, about);
  }

  /**
   * Reads the window before what is held, of every source; resolves when its lines were handed out or held back.
   * `filterPattern` is CloudWatch Logs' own. Rejects with the first source's error, as a `HumanError`.
   */
  async readOlder(filterPattern?: string): Promise<OlderLines> {
    const counts = await Promise.all(
      [...this.#followed.values()].map((source) => this.#readOlderOf(source, filterPattern)),
    );
    return {
      addedLines: counts.reduce((sum, count) => sum + count, 0),
      hasOlder: this.sources.some(({ history }) => history?.hasOlder),
    };
  }

  /** What a person may do about a paused source. From now on it looks for some minutes whether that was done. */
  resume(sourceId: string): HumanAction | undefined {
    const source = this.#followed.get(sourceId);
    if (source?.info.state.state !== 'paused') return undefined;
    source.resumesUntil = this.#options.clock.now() + resumeMs;
    this.#lookAgain(source);
    return source.action;
  }

  snapshot(): LogSnapshot {
    const { statistics } = this.#held;
    return { ...this.#held.snapshot(), sources: this.sources, thresholds: this.#options.thresholds(), statistics };
  }

  /** Forgets what was seen; the tails go on. */
  clear(): void {
    this.#held.clear();
    this.#cleared.fire();
  }

  dispose(): void {
    for (const source of this.#followed.values()) source.running.abort();
    this.#followed.clear();
    this.#owned.dispose();
  }

  #feedFor(target: Target, info: TailSource): TailFeed {
    const { clock, log } = this.#options;
    const context: FeedContext = {
      target,
      logGroupName: info.logGroupName,
      since: info.history?.readBackTo ?? clock.now(),
      clock,
      log,
      onEvents: (events) => {
        this.#held.add(
          info.id,
          events.filter((event) => isOwn(event, info.functionName)),
        );
      },
      onState: (state) =>
        this.#withSource(info.id, (source) => {
          if (info.liveTail?.isOn && state === 'following') source.meter?.begin();
          else source.meter?.end();
          this.#setState(source, { state });
        }),
      onHealth: (what) => this.#withSource(info.id, (source) => this.#count(source, what)),
      onPaused: (error) => this.#withSource(info.id, (source) => this.#setFailed(source, error)),
    };
    if (info.range?.kind === 'between') return new RangeFeed(context, info.range.endTime, this.#budgetFor(target));
    if (target.tailing === 'live') return new LiveFeed(context);
    const budgetFor = this.#budgetFor(target);
    return info.liveTail?.isOn ? new LiveFeed(context, budgetFor) : new PollFeed(context, budgetFor);
  }

  #budgetFor(target: Target): BudgetFor {
    return async (connection, signal) => {
      // Without the account id every connection has a budget of its own.
      const accountId = await connection.accountId(signal).catch(() => undefined);
      return this.#budgets.of(accountId ?? target.id, target.region);
    };
  }

  async #readOlderOf(source: Followed, filterPattern: string | undefined): Promise<number> {
    const { info, target, running } = source;
    const history = info.history;
    if (!history?.hasOlder || history.isReading) return 0;
    const room = Math.floor(this.#held.room / this.#followed.size);
    if (room === 0) {
      this.#update(source, { history: { ...history, hasOlder: false, note: fullNote } });
      return 0;
    }
    this.#update(source, { history: { ...history, isReading: true } });
    try {
      const connection = await target.connect(running.signal);
      const budget = await this.#budgetFor(target)(connection, running.signal);
      const request = { logGroupName: info.logGroupName, before: history.readBackTo };
      const pushed = filterPattern === undefined ? request : { ...request, filterPattern };
      const { events, readBackTo, limit } = await readOlder(connection, budget, pushed, room, running.signal, () =>
        this.#count(source, 'throttledCalls'),
      );
      const own = events.filter((event) => isOwn(event, info.functionName));
      this.#held.add(info.id, own);
      const note = noteOf(limit, filterPattern);
      this.#update(source, {
        history: {
          readBackTo,
          isReading: false,
          hasOlder: limit === undefined,
          ...(note === undefined ? {} : { note }),
        },
      });
      return own.length;
    } catch (error) {
      this.#update(source, { history: { ...history, isReading: false } });
      running.signal.throwIfAborted();
      throw toHumanError(error, { action: `Read older logs of ${info.functionName}`, targetLabel: target.label });
    }
  }

  /** Runs a paused tail again now and then, without showing it as starting. */
  #lookAgain(source: Followed): void {
    const { clock } = this.#options;
    source.running.abort();
    source.running = new AbortController();
    const { signal } = source.running;
    sleep(clock, resumeIntervalMs, signal)
      .then(() => this.#run(source))
      .catch(() => {});
  }

  #run(source: Followed): void {
    const { signal } = source.running;
    source.feed.run(signal).catch((error) => {
      if (!signal.aborted) this.#setFailed(source, error);
    });
  }

  #withSource(id: string, act: (source: Followed) => void): void {
    const source = this.#followed.get(id);
    if (source) act(source);
  }

  #count(source: Followed, what: keyof TailHealth): void {
    const { sampledUpdates = 0, throttledCalls = 0, reconnects = 0 } = source.info.health ?? {};
    const health = { sampledUpdates, throttledCalls, reconnects };
    this.#update(source, { health: { ...health, [what]: health[what] + 1 } });
  }

  /** Minutes go on counting when a source is read anew. */
  #meterOf(sourceId: string): LiveTailMeter {
    const present = this.#meters.get(sourceId);
    if (present) return present;
    const meter = this.#owned.add(
      new LiveTailMeter(this.#options.clock, (use) =>
        this.#withSource(sourceId, (source) => this.#update(source, { liveTail: use })),
      ),
    );
    this.#meters.set(sourceId, meter);
    return meter;
  }

  #setFailed(source: Followed, error: unknown): void {
    source.meter?.end();
    const action = `Tail logs of ${source.info.functionName}`;
    const { message, action: button } = toHumanError(error, { action, targetLabel: source.target.label });
    if (button?.command === ('lambdaWorkbench.signIn' satisfies CommandId)) {
      source.action = button;
      this.#setState(source, { state: 'paused', message, actionTitle: button.label });
      if (this.#options.clock.now() < (source.resumesUntil ?? 0)) this.#lookAgain(source);
      return;
    }
    this.#options.log.warn(`Tail of ${source.info.logGroupName} on ${source.target.label} stopped:`, error);
    this.#setState(source, { state: 'failed', message });
  }

  #setState(source: Followed, state: TailSourceState): void {
    const before = source.info.state;
    const isSame =
      before.state === state.state &&
      (state.state !== 'failed' || before.state !== 'failed' || before.message === state.message);
    if (!isSame) this.#update(source, { state });
  }

  #update(source: Followed, change: Partial<TailSource>): void {
    source.info = { ...source.info, ...change };
    this.#sourcesChanged.fire(this.sources);
  }

  #removeOrphans(): void {
    for (const { info, target } of [...this.#followed.values()])
      if (!this.#targets.get(target.id)) this.remove(info.id);
  }
}

const fullNote = 'The buffer is full: raise lambdaWorkbench.logs.maximumLines, or show a range, to see older lines.';
const beginsNote = 'The log has nothing older.';

function noteOf(limit: OlderWindow['limit'], filterPattern: string | undefined): string | undefined {
  if (limit !== undefined) return limit === 'full' ? fullNote : beginsNote;
  return filterPattern === undefined ? undefined : 'Of the oldest part, only lines that may pass the filter were read.';
}

/** Several functions may share a log group. */
function isOwn({ logStreamName }: LogEvent, functionName: string): boolean {
  const named = functionOfStream(logStreamName);
  return named === undefined || named === functionName;
}
