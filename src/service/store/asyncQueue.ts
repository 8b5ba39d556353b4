/** Asynchronous invocations that were accepted and are not finished: what a restart takes up again. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
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

/** Kept in the order of acceptance. Implemented by `SqliteAsyncQueue`; tests keep it in memory. */
export interface AsyncQueue {
  /** Stored when it returns: it survives `kill -9`. The same `requestId` replaces its entry and keeps its place. */
  put(entry: QueuedInvocation): void;
  /** Forgets a finished invocation; an unknown id changes nothing. */
  remove(requestId: string): void;
  /** Everything that is not finished, oldest first. */
  list(): readonly QueuedInvocation[];
}

export class SqliteAsyncQueue implements AsyncQueue {
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #list: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      `INSERT INTO async_invocation
         (request_id, region, name, version, invoked_function_arn, payload, trace_id, accepted_at, attempts, not_before,
          tenant_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (request_id) DO UPDATE SET attempts = excluded.attempts, not_before = excluded.not_before`,
    );
    this.#remove = database.prepare('DELETE FROM async_invocation WHERE request_id = ?');
    this.#list = database.prepare('SELECT * FROM async_invocation ORDER BY sequence');
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

  remove(requestId: string): void {
    this.#remove.run(requestId);
  }

  list(): readonly QueuedInvocation[] {
    return this.#list.all().map((row) => ({
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
    }));
  }
}
