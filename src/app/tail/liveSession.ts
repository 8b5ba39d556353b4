/** One Live Tail session: from the opening of its event stream, through the read of what came before, to its end. */

import type { StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import { sleep } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import { HumanError } from '../../base/humanError.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import { logGroupArn } from '../../lambda/names.ts';
import type { Connection } from '../target.ts';
import type { ContentIds, ReadPass } from './contentIds.ts';
import type { EventPage, PageRequest } from './eventPages.ts';
import { readStream } from './streamReader.ts';
import { type FeedContext, feedRequestTimeoutMs } from './tailFeed.ts';

/** Live Tail sends something about every second, if only an empty update. */
const longestSilenceMs = 60_000;
/** Lines of different streams do not arrive strictly in order of time. */
const overlapMs = 2_000;
/** How late an event may become readable. */
const ingestionMs = 10_000;

export interface LiveSessionOptions {
  readonly context: FeedContext;
  readonly connection: Connection;
  readonly ids: ContentIds;
  /** Where the read of the past begins, milliseconds since 1970. */
  readonly readFrom: number;
  /** Reads a page of the log itself, within the account's rate where there is one. */
  readPage(request: PageRequest, token: string | undefined, signal: AbortSignal): Promise<EventPage>;
  /** The past is read and the stream is open. */
  onOpen(): void;
  /** Events not delivered before, with ids. */
  onEvents(events: readonly LogEvent[]): void;
}

/** Resolves when the service ends the stream in order; rejects otherwise, and always when the signal aborts. */
export async function runLiveSession(options: LiveSessionOptions, outer: AbortSignal): Promise<void> {
  const session = new LiveSession(options, outer);
  try {
    await session.run();
  } finally {
    session.end();
  }
}

class LiveSession {
  readonly #options: LiveSessionOptions;
  readonly #controller = new AbortController();
  readonly #signal: AbortSignal;
  readonly #livePass: ReadPass;
  readonly #opened = new Deferred<void>();
  /** What arrives while the past is still being read waits, so that lines reach the reader in order. */
  #waiting: LogEvent[] | undefined = [];
  /** Time of the newest event delivered: what was left out came after it. */
  #deliveredUpTo: number;
  #fillInFrom: number | undefined;
  #isFillingIn = false;

  constructor(options: LiveSessionOptions, outer: AbortSignal) {
    this.#options = options;
    this.#deliveredUpTo = options.readFrom;
    this.#signal = AbortSignal.any([outer, this.#controller.signal]);
    this.#livePass = options.ids.beginPass();
  }

  async run(): Promise<void> {
    const { context, readFrom, onOpen } = this.#options;
    const stream = await this.#open();
    const reading = readStream(context.clock, stream, longestSilenceMs, this.#signal, (item) => this.#receive(item));
    reading.then(this.#opened.resolve, this.#opened.reject);
    await this.#opened.promise;
    await this.#readPast(readFrom);
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    onOpen();
    this.#deliver(this.#livePass, waiting);
    if (!context.target.runsHere) this.#readAgainLater(readFrom);
    await reading;
  }

  end(): void {
    this.#livePass.end();
    this.#controller.abort();
  }

  async #open(): Promise<AsyncIterable<StartLiveTailResponseStream>> {
    const { connection, context } = this.#options;
    const accountId = await connection.accountId(this.#signal);
    if (accountId === undefined) {
      throw new HumanError(`Live Tail needs the account id, which ${context.target.label} does not tell.`);
    }
    const output = await connection.logs.startLiveTail(
      { logGroupIdentifiers: [logGroupArn(context.target.region, accountId, context.logGroupName)] },
      { signal: this.#signal, requestTimeoutMs: feedRequestTimeoutMs },
    );
    if (!output.responseStream) throw new Error('StartLiveTail answered without a stream');
    return output.responseStream;
  }

  #receive(item: StartLiveTailResponseStream): void {
    const ended = item.SessionTimeoutException ?? item.SessionStreamingException;
    if (ended) throw ended;
    // The session counts as open with its first message, `sessionStart`: from here on nothing is missed.
    this.#opened.resolve();
    const { sessionResults, sessionMetadata } = item.sessionUpdate ?? {};
    const { logGroupName } = this.#options.context;
    const events = (sessionResults ?? []).map(
      (result): LogEvent => ({
        eventId: '',
        logGroupName,
        logStreamName: result.logStreamName ?? '',
        timestamp: result.timestamp ?? 0,
        ingestionTime: result.ingestionTime ?? result.timestamp ?? 0,
        message: result.message ?? '',
      }),
    );
    if (sessionMetadata?.sampled === true) {
      this.#options.context.onHealth('sampledUpdates');
      this.#fillIn(Math.min(this.#deliveredUpTo, ...events.map((event) => event.timestamp)) - overlapMs);
    }
    if (this.#waiting) this.#waiting.push(...events);
    else this.#deliver(this.#livePass, events);
  }

  /** On AWS an event may become readable seconds after it was written: the gap is looked at once more. */
  #readAgainLater(from: number): void {
    sleep(this.#options.context.clock, ingestionMs, this.#signal)
      .then(() => this.#fillIn(from))
      .catch(() => {});
  }

  /** A session that cannot keep up leaves events out; the log itself has them all. */
  #fillIn(from: number): void {
    this.#fillInFrom = Math.min(this.#fillInFrom ?? from, from);
    if (this.#isFillingIn) return;
    this.#isFillingIn = true;
    this.#fillInAll().catch((error) => this.#controller.abort(error));
  }

  async #fillInAll(): Promise<void> {
    while (this.#fillInFrom !== undefined) {
      const from = this.#fillInFrom;
      this.#fillInFrom = undefined;
      await this.#readPast(from);
    }
    this.#isFillingIn = false;
  }

  async #readPast(startTime: number): Promise<void> {
    const { context, ids } = this.#options;
    const pass = ids.beginPass();
    try {
      let token: string | undefined;
      do {
        const request = { logGroupName: context.logGroupName, startTime };
        const page = await this.#options.readPage(request, token, this.#signal);
        this.#deliver(pass, page.events);
        token = page.nextToken;
      } while (token !== undefined);
    } finally {
      pass.end();
    }
  }

  #deliver(pass: ReadPass, events: readonly LogEvent[]): void {
    const fresh = pass.takeNew(events);
    for (const { timestamp } of fresh) this.#deliveredUpTo = Math.max(this.#deliveredUpTo, timestamp);
    if (fresh.length > 0) this.#options.onEvents(fresh);
  }
}
