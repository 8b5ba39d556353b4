/** What is to be sent to dead-letter queues and destinations: stored with the end of its invocation, gone when it was received. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Emitter, type Event } from '../../base/event.ts';
import type { FunctionId } from './functionVersion.ts';

export interface Delivery {
  /** A UUID: the same at each attempt, and part of an S3 object's name. */
  readonly id: string;
  readonly targetArn: string;
  readonly kind: 'success' | 'failure' | 'dead-letter';
  /** The function whose invocation ended. */
  readonly function: FunctionId;
  /** With a qualifier, `$LATEST` included. */
  readonly functionArn: string;
  readonly requestId: string;
  /** `X-Amzn-Trace-Id` of the invocation, its lineage included. */
  readonly traceId: string;
  /** JSON text: the invocation record, or for a dead-letter queue the event. */
  readonly body: Uint8Array;
  /** Beside the event in a dead-letter queue. `code` is an HTTP status. */
  readonly error?: { readonly code: number; readonly message: string } | undefined;
  /** Milliseconds since 1970 at which the invocation ended. */
  readonly createdAt: number;
}

/** How many bytes wait at most; then the oldest go. */
const mostBytes = 256 * 1024 * 1024;

export class DeliveryOutbox {
  readonly #insert: StatementSync;
  readonly #targets: StatementSync;
  readonly #ids: StatementSync;
  readonly #get: StatementSync;
  readonly #delete: StatementSync;
  readonly #oldest: StatementSync;
  readonly #mostBytes: number;
  readonly #didAdd = new Emitter<Delivery>();
  readonly #didDrop = new Emitter<Delivery>();
  #bytes: number;

  constructor(database: DatabaseSync, limitBytes = mostBytes) {
    this.#mostBytes = limitBytes;
    this.#insert = database.prepare('INSERT INTO delivery (id, target_arn, record, body) VALUES (?, ?, ?, ?)');
    this.#targets = database.prepare('SELECT DISTINCT target_arn FROM delivery');
    this.#ids = database.prepare('SELECT id FROM delivery WHERE target_arn = ? ORDER BY sequence LIMIT ?');
    this.#get = database.prepare('SELECT record, body FROM delivery WHERE id = ?');
    this.#delete = database.prepare('DELETE FROM delivery WHERE id = ? RETURNING length(body) AS bytes');
    this.#oldest = database.prepare('SELECT id FROM delivery ORDER BY sequence LIMIT 1');
    const sum = database.prepare('SELECT coalesce(sum(length(body)), 0) AS bytes FROM delivery').get();
    this.#bytes = Number(sum?.['bytes']);
  }

  /** Something waits that did not wait before. Fires after it is stored. */
  get onDidAdd(): Event<Delivery> {
    return this.#didAdd.event;
  }

  /** Something will not be sent: too much waits. */
  get onDidDrop(): Event<Delivery> {
    return this.#didDrop.event;
  }

  /** Belongs into the transaction that ends the invocation; `announce` comes after it. */
  add(deliveries: readonly Delivery[]): void {
    for (const { body, ...record } of deliveries) {
      this.#insert.run(record.id, record.targetArn, JSON.stringify(record), body);
      this.#bytes += body.byteLength;
    }
  }

  /** Tells of what was added, and makes room when too much waits. */
  announce(deliveries: readonly Delivery[]): void {
    while (this.#bytes > this.#mostBytes) this.#dropOldest();
    for (const delivery of deliveries) this.#didAdd.fire(delivery);
  }

  /** ARNs for which something waits. */
  targets(): readonly string[] {
    return this.#targets.all().map((row) => String(row['target_arn']));
  }

  /** The oldest for a target that is not among those. */
  next(targetArn: string, except: ReadonlyMap<string, unknown>): string | undefined {
    const ids = this.#ids.all(targetArn, except.size + 1).map((row) => String(row['id']));
    return ids.find((id) => !except.has(id));
  }

  get(id: string): Delivery | undefined {
    const row = this.#get.get(id);
    if (row === undefined) return undefined;
    const record = JSON.parse(String(row['record'])) as Omit<Delivery, 'body'>;
    return { ...record, body: row['body'] as Uint8Array };
  }

  /** Received, or given up. An unknown id changes nothing. */
  remove(id: string): void {
    const row = this.#delete.get(id);
    if (row !== undefined) this.#bytes -= Number(row['bytes']);
  }

  #dropOldest(): void {
    const delivery = this.get(String(this.#oldest.get()?.['id']));
    if (delivery === undefined) {
      this.#bytes = 0;
      return;
    }
    this.remove(delivery.id);
    this.#didDrop.fire(delivery);
  }
}
