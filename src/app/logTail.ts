/** Follows the logs of several functions on several targets at once, and holds what was seen. */

import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { HumanAction } from '../base/humanError.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { Architecture } from '../lambda/cost.ts';
import { listPrices } from '../lambda/cost.ts';
import type { LogBatch, LogRange, LogSnapshot, LogThresholds, OlderLines, TailSource } from '../protocol/logPanel.ts';
import { CallBudgets } from './tail/callBudget.ts';
import { FollowedSource } from './tail/followedSource.ts';
import { HeldLog } from './tail/heldLog.ts';
import type { BudgetFor } from './tail/history.ts';
import { LiveTailMeter } from './tail/liveTailMeter.ts';
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

const defaultHistoryMinutes = 15;

export class LogTail implements Disposable {
  readonly #options: LogTailOptions;
  readonly #targets: TailTargets;
  readonly #budgets: CallBudgets;
  /** In the order in which they are shown; one that is read anew keeps its place. */
  readonly #followed = new Map<string, FollowedSource>();
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
    if (present && present.info.logGroupName === logGroupName) {
      if (timeoutMs !== undefined && timeoutMs !== present.info.timeoutMs) {
        this.#held.setTimeoutMs(id, timeoutMs);
        present.update({ timeoutMs });
      }
      return present.info;
    }
    if (present) this.#stop(present);
    const what = { id, functionName, logGroupName, timeoutMs };
    return this.#start(target, what, about);
  }

  /** Stops following, and forgets the function's lines. */
  remove(sourceId: string): void {
    const source = this.#followed.get(sourceId);
    if (!source) return;
    this.#stop(source);
    this.#followed.delete(sourceId);
    this.#tellSources();
  }

  /** Goes on where a failed tail stopped. */
  retry(sourceId: string): void {
    this.#followed.get(sourceId)?.retry();
  }

  /** Shows another part of a function's log; what was held of it is forgotten and read anew. */
  setRange(sourceId: string, range: LogRange): void {
    const source = this.#followed.get(sourceId);
    if (source) this.#readAnew(source, { range });
  }

  /** Switches Live Tail of an AWS source on or off; its log is read anew. */
  setLiveTail(sourceId: string, isLive: boolean): void {
    const source = this.#followed.get(sourceId);
    const { liveTail, range } = source?.info ?? {};
    if (!source || !liveTail || liveTail.isOn === isLive) return;
    this.#readAnew(source, range === undefined ? { isLive } : { isLive, range });
  }

  /**
   * Reads the window before what is held, of every source; resolves when its lines were handed out or held back.
   * `filterPattern` is CloudWatch Logs' own. Rejects with the first source's error, as a `HumanError`.
   */
  async readOlder(filterPattern?: string): Promise<OlderLines> {
    const counts = await Promise.all(
      [...this.#followed.values()].map(async (source) => {
        const events = await source.readOlder(Math.floor(this.#held.room / this.#followed.size), filterPattern);
        this.#held.add(source.info.id, events);
        return events.length;
      }),
    );
    return {
      addedLines: counts.reduce((sum, count) => sum + count, 0),
      hasOlder: this.sources.some(({ history }) => history?.hasOlder),
    };
  }

  /** What a person may do about a paused source. From now on it looks for some minutes whether that was done. */
  resume(sourceId: string): HumanAction | undefined {
    return this.#followed.get(sourceId)?.resume();
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
    for (const source of this.#followed.values()) source.close();
    this.#followed.clear();
    this.#owned.dispose();
  }

  #start(
    target: Target,
    what: Pick<TailSource, 'id' | 'functionName' | 'logGroupName' | 'timeoutMs'>,
    { architecture = 'x86_64', isLive = false, ...about }: AboutSource,
  ): TailSource {
    const { clock, historyMinutes, log } = this.#options;
    const { id, functionName, timeoutMs } = what;
    const range = about.range ?? { kind: 'last', minutes: historyMinutes?.() ?? defaultHistoryMinutes };
    const readBackTo = range.kind === 'between' ? range.startTime : clock.now() - range.minutes * 60_000;
    const meter = target.tailing === 'poll' && range.kind === 'last' ? this.#meterOf(id) : undefined;
    const { label: targetLabel, region } = target;
    const info: TailSource = {
      ...what,
      targetLabel,
      state: { state: 'starting' },
      range,
      history: { readBackTo, isReading: false, hasOlder: true },
      region,
      architecture,
      ...(target.consoleUrl(functionName) === undefined ? {} : { hasConsole: true }),
      ...(meter === undefined ? {} : { liveTail: meter.use(isLive) }),
    };
    this.#held.addSource(id, timeoutMs, { prices: listPrices, region, architecture });
    const source = new FollowedSource(info, {
      target,
      clock,
      log,
      meter,
      budgetFor: this.#budgetFor(target),
      onEvents: (events) => this.#held.add(id, events),
      onChange: () => this.#tellSources(),
    });
    this.#followed.set(id, source);
    this.#tellSources();
    source.start();
    return info;
  }

  #stop(source: FollowedSource): void {
    source.close();
    this.#held.removeSource(source.info.id);
  }

  /** For as long as it takes to say so the source is gone, and whoever shows its lines lets go of them. */
  #readAnew(source: FollowedSource, about: AboutSource): void {
    const { id, functionName, logGroupName, timeoutMs, architecture } = source.info;
    this.#stop(source);
    this.#sourcesChanged.fire(this.sources.filter((other) => other.id !== id));
    const kept = architecture === undefined ? about : { architecture, ...about };
    this.#start(source.target, { id, functionName, logGroupName, timeoutMs }, kept);
  }

  #tellSources(): void {
    this.#sourcesChanged.fire(this.sources);
  }

  #budgetFor(target: Target): BudgetFor {
    return async (connection, signal) => {
      // Without the account id every connection has a budget of its own.
      const accountId = await connection.accountId(signal).catch(() => undefined);
      return this.#budgets.of(accountId ?? target.id, target.region);
    };
  }

  /** Minutes go on counting when a source is read anew. */
  #meterOf(sourceId: string): LiveTailMeter {
    const present = this.#meters.get(sourceId);
    if (present) return present;
    const meter = this.#owned.add(
      new LiveTailMeter(this.#options.clock, (use) => this.#followed.get(sourceId)?.update({ liveTail: use })),
    );
    this.#meters.set(sourceId, meter);
    return meter;
  }

  #removeOrphans(): void {
    for (const { info, target } of [...this.#followed.values()])
      if (!this.#targets.get(target.id)) this.remove(info.id);
  }
}
