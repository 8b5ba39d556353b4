/** The queries of the service: started, waited for, stopped, remembered until it ends. */

import { randomUUID } from 'node:crypto';
import type { QueryStatus } from '@aws-sdk/client-cloudwatch-logs';
import { type Clock, DeadlineError, withDeadline } from '../../../base/clock.ts';
import type { Disposable } from '../../../base/lifecycle.ts';
import type { LogGroup } from '../logGroup.ts';
import type { LogReader } from '../logReader.ts';
import type { Command } from './parseQuery.ts';
import { type ResultRow, runQuery } from './runQuery.ts';
import { type ScanCounts, scanRecords } from './scanRecords.ts';

export interface QueryRequest {
  readonly region: string;
  readonly accountId: string;
  readonly groups: readonly LogGroup[];
  readonly queryString: string;
  readonly commands: readonly Command[];
  readonly startMs: number;
  /** Inclusive. */
  readonly endMs: number;
  readonly limit: number;
}

export interface RunningQuery {
  readonly id: string;
  readonly request: QueryRequest;
  readonly createdAt: number;
  readonly counts: Readonly<ScanCounts>;
  readonly status: QueryStatus;
  readonly durationMs: number;
  readonly rows: readonly ResultRow[];
  readonly recordsMatched: number;
}

/** AWS ends a query after an hour, runs a hundred of an account at once, and remembers them for a week. */
const mostMs = 3_600_000;
const mostAtOnce = 100;
const mostRemembered = 1000;

export class QueryRunner implements Disposable {
  readonly #reader: LogReader;
  readonly #clock: Clock;
  readonly #queries = new Map<string, Query>();
  readonly #closing = new AbortController();

  constructor(reader: LogReader, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  /** `undefined` when as many run as may. */
  start(request: QueryRequest): RunningQuery | undefined {
    const running = [...this.#queries.values()].filter(({ isOver }) => !isOver);
    if (running.length >= mostAtOnce) return undefined;
    const query = new Query(request, this.#clock.now());
    this.#queries.set(query.id, query);
    const [oldest] = this.#queries.keys();
    if (this.#queries.size > mostRemembered && oldest !== undefined) this.#queries.delete(oldest);
    void query.run(this.#reader, this.#clock, this.#closing.signal);
    return query;
  }

  find(region: string, id: string): RunningQuery | undefined {
    const query = this.#queries.get(id);
    return query?.request.region === region ? query : undefined;
  }

  /** Of a Region, newest first. */
  list(region: string): readonly RunningQuery[] {
    return [...this.#queries.values()].filter(({ request }) => request.region === region).reverse();
  }

  /** False when it does not run any more. */
  stop(id: string): boolean {
    return this.#queries.get(id)?.cancel() ?? false;
  }

  dispose(): void {
    this.#closing.abort();
    this.#queries.clear();
  }
}

class Query implements RunningQuery {
  readonly id = randomUUID();
  readonly request: QueryRequest;
  readonly createdAt: number;
  readonly counts: ScanCounts = { records: 0, bytes: 0 };
  readonly #stopped = new AbortController();
  status: QueryStatus = 'Scheduled';
  durationMs = 0;
  rows: readonly ResultRow[] = [];
  recordsMatched = 0;

  constructor(request: QueryRequest, createdAt: number) {
    this.request = request;
    this.createdAt = createdAt;
  }

  get isOver(): boolean {
    return this.status !== 'Scheduled' && this.status !== 'Running';
  }

  cancel(): boolean {
    if (this.isOver) return false;
    this.status = 'Cancelled';
    this.#stopped.abort();
    return true;
  }

  /** Never rejects: how it ended is its status. */
  async run(reader: LogReader, clock: Clock, closing: AbortSignal): Promise<void> {
    const { request, counts } = this;
    const startedAt = clock.monotonic();
    try {
      const outer = AbortSignal.any([closing, this.#stopped.signal]);
      const results = await withDeadline(
        clock,
        mostMs,
        'a query',
        (signal) => {
          this.status = 'Running';
          return runQuery(request.commands, scanRecords({ ...request, reader, clock, counts, signal }), request.limit);
        },
        outer,
      );
      this.rows = results.rows;
      this.recordsMatched = results.recordsMatched;
      this.status = 'Complete';
    } catch (error) {
      if (!this.isOver) this.status = error instanceof DeadlineError ? 'Timeout' : 'Failed';
    }
    this.durationMs = Math.round(clock.monotonic() - startedAt);
  }
}
