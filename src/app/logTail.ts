/** Follows the logs of several functions on several targets at once, and holds what was seen. */

import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { functionOfStream } from '../lambda/logStreamName.ts';
import type { LogBatch, LogSnapshot, LogThresholds, TailSource, TailSourceState } from '../protocol/logPanel.ts';
import { toHumanError } from './awsErrors.ts';
import { CallBudgets } from './tail/callBudget.ts';
import { HeldLog } from './tail/heldLog.ts';
import { LiveFeed } from './tail/liveFeed.ts';
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

interface Followed {
  info: TailSource;
  readonly target: Target;
  readonly feed: TailFeed;
  running: AbortController;
}

const defaultHistoryMinutes = 15;

export class LogTail implements Disposable {
  readonly #options: LogTailOptions;
  readonly #targets: TailTargets;
  readonly #budgets: CallBudgets;
  readonly #followed = new Map<string, Followed>();
  readonly #owned = new DisposableStore();
  readonly #sourcesChanged = this.#owned.add(new Emitter<readonly TailSource[]>());
  readonly #held: HeldLog;

  readonly onDidChangeSources: Event<readonly TailSource[]> = this.#sourcesChanged.event;
  /** New lines and what they made of the invocations, at least 50 ms apart. */
  readonly onBatch: Event<LogBatch>;

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
  add(target: Target, functionName: string, logGroupName: string, timeoutMs: number | undefined): TailSource {
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
    const info: TailSource = {
      id,
      functionName,
      targetLabel: target.label,
      logGroupName,
      timeoutMs,
      state: { state: 'starting' },
    };
    const source: Followed = { info, target, feed: this.#feedFor(target, info), running: new AbortController() };
    this.#held.addSource(id, timeoutMs);
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

  snapshot(): LogSnapshot {
    return { ...this.#held.snapshot(), sources: this.sources, thresholds: this.#options.thresholds() };
  }

  /** Forgets what was seen; the tails go on. */
  clear(): void {
    this.#held.clear();
  }

  dispose(): void {
    for (const source of this.#followed.values()) source.running.abort();
    this.#followed.clear();
    this.#owned.dispose();
  }

  #feedFor(target: Target, info: TailSource): TailFeed {
    const { clock, log, historyMinutes } = this.#options;
    const minutes = historyMinutes?.() ?? defaultHistoryMinutes;
    const context: FeedContext = {
      target,
      logGroupName: info.logGroupName,
      since: clock.now() - minutes * 60_000,
      clock,
      log,
      onEvents: (events) => {
        // Several functions may share a log group.
        const own = events.filter(({ logStreamName }) => {
          const functionName = functionOfStream(logStreamName);
          return functionName === undefined || functionName === info.functionName;
        });
        this.#held.add(info.id, own);
      },
      onState: (state) => this.#withSource(info.id, (source) => this.#setState(source, { state })),
      onPaused: (error) => this.#withSource(info.id, (source) => this.#setFailed(source, error)),
    };
    if (target.tailing === 'live') return new LiveFeed(context);
    return new PollFeed(context, async (connection, signal) => {
      // Without the account id every connection has a budget of its own.
      const accountId = await connection.accountId(signal).catch(() => undefined);
      return this.#budgets.of(accountId ?? target.id, target.region);
    });
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

  #setFailed(source: Followed, error: unknown): void {
    const action = `Tail logs of ${source.info.functionName}`;
    const { message } = toHumanError(error, { action, targetLabel: source.target.label });
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
