/** One function's tail: what is known of it, the feed that runs for it, and what a person may do when it stops. */

import { type Clock, sleep } from '../../base/clock.ts';
import type { HumanAction } from '../../base/humanError.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import { functionOfStream } from '../../lambda/logStreamName.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { TailHealth, TailSource, TailSourceState } from '../../protocol/logPanel.ts';
import { toHumanError } from '../awsErrors.ts';
import type { Target } from '../target.ts';
import { type BudgetFor, type OlderWindow, RangeFeed, readOlder } from './history.ts';
import { LiveFeed } from './liveFeed.ts';
import type { LiveTailMeter } from './liveTailMeter.ts';
import { PollFeed } from './pollFeed.ts';
import type { FeedContext, TailFeed } from './tailFeed.ts';

export interface FollowedSourceOptions {
  readonly target: Target;
  readonly clock: Clock;
  readonly log: Log;
  readonly budgetFor: BudgetFor;
  /** Counts the minutes of Live Tail where they cost money. */
  readonly meter: LiveTailMeter | undefined;
  onEvents(events: readonly LogEvent[]): void;
  /** What is known of the source is different now. */
  onChange(): void;
}

/** Signing in takes a person a while. */
const resumeMs = 5 * 60_000;
const resumeIntervalMs = 3_000;

export class FollowedSource {
  readonly target: Target;
  readonly #options: FollowedSourceOptions;
  readonly #feed: TailFeed;
  #info: TailSource;
  #running = new AbortController();
  /** What a person may do about a pause. */
  #action: HumanAction | undefined;
  /** Until when a paused tail looks by itself whether that was done. */
  #resumesUntil = 0;
  #isClosed = false;

  /** `info`: what it begins with; nothing runs before `start`. */
  constructor(info: TailSource, options: FollowedSourceOptions) {
    this.#info = info;
    this.#options = options;
    this.target = options.target;
    this.#feed = openFeed(this.#context(), info, options.budgetFor);
  }

  get info(): TailSource {
    return this.#info;
  }

  start(): void {
    const { signal } = this.#running;
    this.#feed.run(signal).catch((error) => {
      if (!signal.aborted) this.#stopped(error);
    });
  }

  /** Goes on where a failed tail stopped. */
  retry(): void {
    this.#interrupt();
    this.#setState({ state: 'starting' });
    this.start();
  }

  /** What a person may do about a pause. From now on it looks for some minutes whether that was done. */
  resume(): HumanAction | undefined {
    if (this.#info.state.state !== 'paused') return undefined;
    this.#resumesUntil = this.#options.clock.now() + resumeMs;
    this.#lookAgain();
    return this.#action;
  }

  update(change: Partial<TailSource>): void {
    if (this.#isClosed) return;
    this.#info = { ...this.#info, ...change };
    this.#options.onChange();
  }

  /**
   * The window before what was read, as far as there is room for it; resolves with what is the function's own of it.
   * Rejects with a `HumanError`, or with the reason of the end.
   */
  async readOlder(room: number, filterPattern: string | undefined): Promise<readonly LogEvent[]> {
    const { history, logGroupName, functionName } = this.#info;
    if (!history?.hasOlder || history.isReading) return [];
    if (room === 0) {
      this.update({ history: { ...history, hasOlder: false, note: fullNote } });
      return [];
    }
    const { signal } = this.#running;
    this.update({ history: { ...history, isReading: true } });
    try {
      const connection = await this.target.connect(signal);
      const budget = await this.#options.budgetFor(connection, signal);
      const request = { logGroupName, before: history.readBackTo };
      const pushed = filterPattern === undefined ? request : { ...request, filterPattern };
      const onThrottled = () => this.#count('throttledCalls');
      const { events, readBackTo, limit } = await readOlder(connection, budget, pushed, room, signal, onThrottled);
      const note = noteOf(limit, filterPattern);
      const known = { readBackTo, isReading: false, hasOlder: limit === undefined };
      this.update({ history: note === undefined ? known : { ...known, note } });
      signal.throwIfAborted();
      return events.filter((event) => isOwn(event, functionName));
    } catch (error) {
      this.update({ history: { ...history, isReading: false } });
      signal.throwIfAborted();
      throw toHumanError(error, { action: `Read older logs of ${functionName}`, targetLabel: this.target.label });
    }
  }

  /** Nothing is heard of it from now on. */
  close(): void {
    this.#isClosed = true;
    this.#running.abort();
    this.#options.meter?.end();
  }

  #context(): FeedContext {
    const { clock, log, meter, onEvents, target } = this.#options;
    const { functionName, history, liveTail, logGroupName } = this.#info;
    return {
      target,
      logGroupName,
      since: history?.readBackTo ?? clock.now(),
      clock,
      log,
      onEvents: (events) => {
        if (!this.#isClosed) onEvents(events.filter((event) => isOwn(event, functionName)));
      },
      onState: (state) => {
        if (this.#isClosed) return;
        if (liveTail?.isOn && state === 'following') meter?.begin();
        else meter?.end();
        this.#setState(state === 'reconnecting' ? { state, since: clock.now() } : { state });
      },
      onHealth: (what) => this.#count(what),
      onPaused: (error) => {
        if (!this.#isClosed) this.#stopped(error);
      },
    };
  }

  /** Runs a paused tail again now and then, without showing it as starting. */
  #lookAgain(): void {
    this.#interrupt();
    sleep(this.#options.clock, resumeIntervalMs, this.#running.signal)
      .then(() => this.start())
      .catch(() => {});
  }

  #interrupt(): void {
    this.#running.abort();
    this.#running = new AbortController();
  }

  #count(what: keyof TailHealth): void {
    const { sampledUpdates = 0, throttledCalls = 0, reconnects = 0 } = this.#info.health ?? {};
    const health = { sampledUpdates, throttledCalls, reconnects };
    this.update({ health: { ...health, [what]: health[what] + 1 } });
  }

  #stopped(error: unknown): void {
    const { clock, log, meter, target } = this.#options;
    const { functionName, logGroupName } = this.#info;
    meter?.end();
    const action = `Tail logs of ${functionName}`;
    const { message, action: button } = toHumanError(error, { action, targetLabel: target.label });
    if (button?.command === ('lambdaWorkbench.signIn' satisfies CommandId)) {
      this.#action = button;
      this.#setState({ state: 'paused', message, actionTitle: button.label });
      if (clock.now() < this.#resumesUntil) this.#lookAgain();
      return;
    }
    log.warn(`Tail of ${logGroupName} on ${target.label} stopped:`, error);
    this.#setState({ state: 'failed', message });
  }

  #setState(state: TailSourceState): void {
    const before = this.#info.state;
    const isSame =
      before.state === state.state &&
      (state.state !== 'failed' || before.state !== 'failed' || before.message === state.message);
    // The same state again tells nothing, and a lost connection is lost since the first time.
    if (!isSame) this.update({ state });
  }
}

function openFeed(context: FeedContext, { liveTail, range }: TailSource, budgetFor: BudgetFor): TailFeed {
  if (range?.kind === 'between') return new RangeFeed(context, range.endTime, budgetFor);
  if (context.target.tailing === 'live') return new LiveFeed(context);
  return liveTail?.isOn ? new LiveFeed(context, budgetFor) : new PollFeed(context, budgetFor);
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
