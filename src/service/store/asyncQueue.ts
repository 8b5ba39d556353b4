/** Asynchronous invocations that were accepted and are not finished: read one at a time, and after a restart as before. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { transaction } from './database.ts';
import type { Delivery, DeliveryOutbox } from './deliveryOutbox.ts';
import type { FunctionId } from './functionVersion.ts';

export interface QueuedInvocation {
  /** Stays the same over all attempts, as on AWS. */
  readonly requestId: string;
  readonly id: FunctionId;
  /** `$LATEST` or a number; which code that is gets decided when an attempt starts. */
  readonly version: string;
  /** As the caller named it: an unqualified call stays unqualified. */
  readonly invokedFunctionArn: string;
  /** Valid JSON text. */
  readonly payload: Uint8Array;
  readonly traceId: string;
  /** Of a function with tenant isolation. */
  readonly tenantId?: string | undefined;
  /** Milliseconds since 1970 at which the caller got its 202. */
  readonly acceptedAt: number;
  /** How many attempts have ended. */
  readonly attempts: number;
  /** Milliseconds since 1970 before which the next attempt does not start. */
  readonly notBefore: number;
}

/** Implemented by `SqliteAsyncQueue`; tests keep it in memory. */
export interface AsyncQueue {
  /** Stored when it returns: it survives `kill -9`. The same `requestId` replaces its entry and keeps its place. */
  put(entry: QueuedInvocation): void;
  /** Forgets an invocation and stores what is told about it: both, or neither. */
  finish(requestId: string, deliveries: readonly Delivery[]): void;
  /** Functions for which something waits. */
  functions(): readonly FunctionId[];
  /** Of a function, what is due first, and among equals was accepted first, without those. */
  next(id: FunctionId, except: ReadonlyMap<string, unknown>): NextInvocation | undefined;
  get(requestId: string): QueuedInvocation | undefined;
}

export interface NextInvocation {
  readonly requestId: string;
  readonly notBefore: number;
}

export class SqliteAsyncQueue implements AsyncQueue {
  readonly #database: DatabaseSync;
  readonly #outbox: DeliveryOutbox;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #functions: StatementSync;
  readonly #next: StatementSync;
  readonly #get: StatementSync;

  constructor(database: DatabaseSync, outbox: DeliveryOutbox) {
    this.#database = database;
    this.#outbox = outbox;
    this.#put = database.prepare(
      `INSERT INTO async_invocation
         (request_id, region, name, version, invoked_function_arn, payload, trace_id, accepted_at, attempts, not_before,
          tenant_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (request_id) DO UPDATE SET attempts = excluded.attempts, not_before = excluded.not_before`,
    );
    this.#remove = database.prepare('DELETE FROM async_invocation WHERE request_id = ?');
    this.#functions = database.prepare('SELECT DISTINCT region, name FROM async_invocation');
    this.#next = database.prepare(
      `SELECT request_id, not_before FROM async_invocation WHERE region = ? AND name = ?
       ORDER BY not_before, sequence LIMIT ?`,
    );
    this.#get = database.prepare('SELECT * FROM async_invocation WHERE request_id = ?');
  }

  put(entry: QueuedInvocation): void {
    this.#put.run(
      entry.requestId,
      entry.id.region,
      entry.id.name,
      entry.version,
      entry.invokedFunctionArn,
      entry.payload,
      entry.traceId,
      entry.acceptedAt,
      entry.attempts,
      entry.notBefore,
      entry.tenantId ?? null,
    );
  }

  finish(requestId: string, deliveries: readonly Delivery[]): void {
    if (deliveries.length === 0) {
      this.#remove.run(requestId);
      return;
    }
    transaction(this.#database, () => {
      this.#remove.run(requestId);
      this.#outbox.add(deliveries);
    });
    this.#outbox.announce(deliveries);
  }

  functions(): readonly FunctionId[] {
    return this.#functions.all().map((row) => ({ region: String(row['region']), name: String(row['name']) }));
  }

  next({ region, name }: FunctionId, except: ReadonlyMap<string, unknown>): NextInvocation | undefined {
    const rows = this.#next.all(region, name, except.size + 1);
    const row = rows.find((candidate) => !except.has(String(candidate['request_id'])));
    return row && { requestId: String(row['request_id']), notBefore: Number(row['not_before']) };
  }

  get(requestId: string): QueuedInvocation | undefined {
    const row = this.#get.get(requestId);
    return (
      row && {
        requestId: String(row['request_id']),
        id: { region: String(row['region']), name: String(row['name']) },
        version: String(row['version']),
        invokedFunctionArn: String(row['invoked_function_arn']),
        payload: row['payload'] as Uint8Array,
        traceId: String(row['trace_id']),
        acceptedAt: Number(row['accepted_at']),
        attempts: Number(row['attempts']),
        notBefore: Number(row['not_before']),
        ...(row['tenant_id'] === null ? {} : { tenantId: String(row['tenant_id']) }),
      }
    );
  }
}
