/** A feed brings the log events of one function, in whatever way its target allows. */

import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import type { TailHealth, TailSourceState } from '../../protocol/logPanel.ts';
import type { Target } from '../target.ts';

export interface TailFeed {
  /**
   * Runs until the signal aborts; rejects when it cannot go on without a person. Running it again goes on where it was:
   * nothing between is lost, nothing comes twice.
   */
  run(signal: AbortSignal): Promise<void>;
}

export interface FeedContext {
  readonly target: Target;
  readonly logGroupName: string;
  /** How far back the first read goes, milliseconds since 1970. */
  readonly since: number;
  readonly clock: Clock;
  readonly log: Log;
  onEvents(events: readonly LogEvent[]): void;
  onState(state: Exclude<TailSourceState['state'], 'failed' | 'paused'>): void;
  /** Something to count happened. */
  onHealth(what: keyof TailHealth): void;
  /** A person must act, yet the feed goes on looking whether that has happened. */
  onPaused(error: unknown): void;
}

/** How long one request may take. */
export const feedRequestTimeoutMs = 30_000;
