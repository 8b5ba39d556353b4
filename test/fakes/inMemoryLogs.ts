/** CloudWatch Logs in memory: groups, pages with tokens, Live Tail sessions, and the ways in which all of them fail. */

import type {
  FilteredLogEvent,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  LiveTailSessionLogEvent,
  StartLiveTailCommandInput,
  StartLiveTailCommandOutput,
  StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { Deferred } from '../../src/base/deferred.ts';
import type { CallOptions, LogsApi } from '../../src/lambda/api.ts';
import { LambdaServiceError } from '../../src/lambda/serviceError.ts';

export interface PutEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName?: string;
}

export class InMemoryLogs {
  /** Inputs of every FilterLogEvents call, in order. */
  readonly filterCalls: FilterLogEventsCommandInput[] = [];
  readonly liveTailCalls: StartLiveTailCommandInput[] = [];
  /** How many events one page holds. */
  pageSize = 1_000;
  /** Every page is followed by this many empty ones with a token. */
  emptyPages = 0;
  readonly #groups = new Map<string, FilteredLogEvent[]>();
  readonly #sessions = new Set<LiveSession>();
  readonly #failures: { readonly operation: string; readonly error: unknown }[] = [];
  #nextEventId = 1;
  #unreachable: Error | undefined;

  readonly api: LogsApi = {
    describeLogGroups: notUsed,
    describeLogStreams: notUsed,
    getLogEvents: notUsed,
    filterLogEvents: (input, options) => this.#filter(input, options),
    startLiveTail: (input, options) => this.#startLiveTail(input, options),
  };

  get openSessions(): number {
    return this.#sessions.size;
  }

  createGroup(logGroupName: string): void {
    if (!this.#groups.has(logGroupName)) this.#groups.set(logGroupName, []);
  }

  /** The group goes with its events; sessions that followed it end. */
  deleteGroup(logGroupName: string): void {
    this.#groups.delete(logGroupName);
    for (const session of [...this.#sessions]) if (session.logGroupName === logGroupName) session.end(undefined);
  }

  /** Stores events, and sends them to the sessions of the group. `sampled`: they get the last one, and are told that they miss some. */
  put(logGroupName: string, events: readonly PutEvent[], live: 'sent' | 'lost' | 'sampled' = 'sent'): void {
    this.createGroup(logGroupName);
    const stored = events.map((event): FilteredLogEvent => {
      this.#nextEventId += 1;
      return {
        eventId: String(this.#nextEventId).padStart(56, '0'),
        logStreamName: event.logStreamName ?? '2026/01/15/[$LATEST]aaaa',
        timestamp: event.timestamp,
        ingestionTime: event.timestamp + 500,
        message: event.message,
      };
    });
    this.#groups.get(logGroupName)?.push(...stored);
    if (live === 'lost') return;
    for (const session of this.#sessions) {
      if (session.logGroupName === logGroupName) {
        session.update(live === 'sampled' ? stored.slice(-1) : stored, live === 'sampled');
      }
    }
  }

  /** The next call of the operation fails; several calls queue up. */
  failNext(operation: 'filterLogEvents' | 'startLiveTail', error: unknown): void {
    this.#failures.push({ operation, error });
  }

  forgetFailures(): void {
    this.#failures.length = 0;
  }

  /** Every session breaks, as when the service is killed; without an error they end in order. */
  endSessions(error?: unknown): void {
    for (const session of [...this.#sessions]) session.end(error);
  }

  /** Nothing answers until `restart`. */
  stop(): void {
    this.#unreachable = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4000'), { code: 'ECONNREFUSED' });
    this.endSessions(new Error('aborted'));
  }

  restart(): void {
    this.#unreachable = undefined;
  }

  async #filter(input: FilterLogEventsCommandInput, options?: CallOptions): Promise<FilterLogEventsCommandOutput> {
    this.filterCalls.push(input);
    options?.signal?.throwIfAborted();
    this.#failAsAsked('filterLogEvents');
    const matching = this.#eventsOf(input.logGroupName ?? '')
      .filter((event) => (event.logStreamName ?? '').startsWith(input.logStreamNamePrefix ?? ''))
      .filter((event) => (event.timestamp ?? 0) >= (input.startTime ?? 0))
      .filter((event) => (event.timestamp ?? 0) <= (input.endTime ?? Number.POSITIVE_INFINITY))
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
    const [from, empties] = (input.nextToken ?? '0/0').split('/').map(Number) as [number, number];
    if (empties > 0) return { $metadata: {}, events: [], nextToken: `${from}/${empties - 1}` };
    const events = matching.slice(from, from + this.pageSize);
    const hasMore = from + events.length < matching.length;
    return { $metadata: {}, events, ...(hasMore ? { nextToken: `${from + events.length}/${this.emptyPages}` } : {}) };
  }

  async #startLiveTail(input: StartLiveTailCommandInput, options?: CallOptions): Promise<StartLiveTailCommandOutput> {
    this.liveTailCalls.push(input);
    options?.signal?.throwIfAborted();
    this.#failAsAsked('startLiveTail');
    const identifier = input.logGroupIdentifiers?.[0] ?? '';
    const logGroupName = identifier.slice(identifier.indexOf(':log-group:') + ':log-group:'.length);
    this.#eventsOf(logGroupName);
    const session = new LiveSession(logGroupName, identifier, (ended) => this.#sessions.delete(ended));
    this.#sessions.add(session);
    options?.signal?.addEventListener('abort', () => session.end(options.signal?.reason), { once: true });
    return { $metadata: {}, responseStream: session };
  }

  #eventsOf(logGroupName: string): FilteredLogEvent[] {
    const events = this.#groups.get(logGroupName);
    if (events) return events;
    throw new LambdaServiceError('ResourceNotFoundException', 400, 'The specified log group does not exist.');
  }

  #failAsAsked(operation: string): void {
    if (this.#unreachable) throw this.#unreachable;
    const at = this.#failures.findIndex((failure) => failure.operation === operation);
    const failure = at < 0 ? undefined : this.#failures.splice(at, 1)[0];
    if (failure) throw failure.error;
  }
}

/** An event stream as the SDK hands it out: `sessionStart` first, then updates as they come. */
class LiveSession implements AsyncIterable<StartLiveTailResponseStream> {
  readonly logGroupName: string;
  readonly #identifier: string;
  readonly #onEnd: (session: LiveSession) => void;
  readonly #items: StartLiveTailResponseStream[] = [{ sessionStart: {} }];
  #wake = new Deferred<void>();
  #ended: { readonly error: unknown } | undefined;

  constructor(logGroupName: string, identifier: string, onEnd: (session: LiveSession) => void) {
    this.logGroupName = logGroupName;
    this.#identifier = identifier;
    this.#onEnd = onEnd;
  }

  update(events: readonly FilteredLogEvent[], sampled: boolean): void {
    const sessionResults = events.map(
      ({ eventId, ...event }): LiveTailSessionLogEvent => ({ ...event, logGroupIdentifier: this.#identifier }),
    );
    this.#items.push({ sessionUpdate: { sessionMetadata: { sampled }, sessionResults } });
    this.#wake.resolve();
  }

  end(error: unknown): void {
    this.#ended ??= { error };
    this.#onEnd(this);
    this.#wake.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StartLiveTailResponseStream> {
    try {
      for (;;) {
        const item = this.#items.shift();
        if (item) {
          yield item;
        } else if (this.#ended) {
          if (this.#ended.error !== undefined) throw this.#ended.error;
          return;
        } else {
          await this.#wake.promise;
          this.#wake = new Deferred();
        }
      }
    } finally {
      this.end(undefined);
    }
  }
}

async function notUsed(): Promise<never> {
  throw new Error('Not part of this fake');
}
