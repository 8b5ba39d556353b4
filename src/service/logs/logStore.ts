/** Log groups, streams and events in SQLite; implements `LogWriter` for execution environments and PutLogEvents. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import { transaction } from '../store/database.ts';
import { eventId } from './eventId.ts';
import type { LogLocation, LogWriter, NewLogEvent } from './logWriter.ts';

export interface LogGroup {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
}

export interface LogStream {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  readonly firstEventAt: number | undefined;
  readonly lastEventAt: number | undefined;
  readonly lastIngestionAt: number | undefined;
  readonly storedBytes: number;
}

/** What live readers get: events of one stream, at the moment they were stored. */
export interface AppendedEvents {
  readonly location: LogLocation;
  readonly events: readonly LogEvent[];
}

export interface LogStoreOptions {
  /** How many events a group keeps; the oldest go first. */
  readonly eventsPerGroup: number;
}

/** As CloudWatch Logs counts: the message's bytes and 26 for each event. */
const eventOverheadBytes = 26;

export class LogStore implements LogWriter {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #options: LogStoreOptions;
  readonly #appended = new Emitter<AppendedEvents>();
  readonly #streamIds = new Map<string, { readonly groupId: number; readonly streamId: number }>();
  readonly #eventCounts = new Map<number, number>();
  readonly #statements: Statements;

  readonly onDidAppend: Event<AppendedEvents> = this.#appended.event;

  constructor(database: DatabaseSync, clock: Clock, options: LogStoreOptions = { eventsPerGroup: 200_000 }) {
    this.#database = database;
    this.#clock = clock;
    this.#options = options;
    this.#statements = prepare(database);
  }

  append(location: LogLocation, events: readonly NewLogEvent[]): void {
    if (events.length === 0) return;
    const ingestionTime = this.#clock.now();
    const stored = this.#store(location, events, ingestionTime);
    if (this.#appended.hasListeners) this.#appended.fire({ location, events: stored });
  }

  findGroup(region: string, name: string): LogGroup | undefined {
    const row = this.#statements.group.get(region, name);
    return row === undefined ? undefined : groupOf(row);
  }

  /** False when the group exists already. */
  createGroup(region: string, name: string): boolean {
    return Number(this.#statements.insertGroup.run(region, name, this.#clock.now()).changes) > 0;
  }

  /** False when there was no such group. */
  deleteGroup(region: string, name: string): boolean {
    const group = this.findGroup(region, name);
    if (group === undefined) return false;
    this.#streamIds.clear();
    this.#eventCounts.delete(group.id);
    this.#statements.deleteGroup.run(group.id);
    return true;
  }

  /** Groups of a Region in the order of their names. */
  listGroups(region: string): readonly (LogGroup & { readonly storedBytes: number })[] {
    return this.#statements.groups
      .all(region)
      .map((row) => ({ ...groupOf(row), storedBytes: Number(row['stored_bytes']) }));
  }

  findStream(groupId: number, name: string): LogStream | undefined {
    const row = this.#statements.stream.get(groupId, name);
    return row === undefined ? undefined : streamOf(row);
  }

  /** False when the stream exists already. */
  createStream(groupId: number, name: string): boolean {
    return Number(this.#statements.insertStream.run(groupId, name, this.#clock.now()).changes) > 0;
  }

  /** Streams of a group in the order of their names. */
  listStreams(groupId: number): readonly LogStream[] {
    return this.#statements.streams.all(groupId).map(streamOf);
  }

  dispose(): void {
    this.#appended.dispose();
  }

  #store(location: LogLocation, events: readonly NewLogEvent[], ingestionTime: number): readonly LogEvent[] {
    try {
      return transaction(this.#database, () => {
        const { groupId, streamId } = this.#streamOf(location);
        const { logGroupName, logStreamName } = location;
        const stored = events.map(({ timestamp, message }): LogEvent => {
          const added = this.#statements.insertEvent.run(groupId, streamId, timestamp, ingestionTime, message);
          const id = eventId(timestamp, Number(added.lastInsertRowid));
          return { eventId: id, logGroupName, logStreamName, timestamp, ingestionTime, message };
        });
        this.#countEvents(streamId, events, ingestionTime);
        this.#trim(groupId, events.length);
        return stored;
      });
    } catch (error) {
      // What was remembered may have been rolled back.
      this.#streamIds.clear();
      this.#eventCounts.clear();
      throw error;
    }
  }

  #streamOf(location: LogLocation): { readonly groupId: number; readonly streamId: number } {
    const key = `${location.region}\n${location.logGroupName}\n${location.logStreamName}`;
    let ids = this.#streamIds.get(key);
    if (ids === undefined) {
      this.createGroup(location.region, location.logGroupName);
      const groupId = this.findGroup(location.region, location.logGroupName)?.id ?? 0;
      this.createStream(groupId, location.logStreamName);
      ids = { groupId, streamId: this.findStream(groupId, location.logStreamName)?.id ?? 0 };
      if (this.#streamIds.size >= 1000) this.#streamIds.clear();
      this.#streamIds.set(key, ids);
    }
    return ids;
  }

  #countEvents(streamId: number, events: readonly NewLogEvent[], ingestionTime: number): void {
    let bytes = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const { timestamp, message } of events) {
      bytes += Buffer.byteLength(message) + eventOverheadBytes;
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
    }
    this.#statements.countStream.run(first, last, ingestionTime, events.length, bytes, streamId);
  }

  /** Lets a tenth more than the cap come together before anything is removed, so that removing is rare. */
  #trim(groupId: number, added: number): void {
    const known = this.#eventCounts.get(groupId);
    const count = known === undefined ? Number(this.#statements.countGroup.get(groupId)?.['events']) : known + added;
    const surplus = count - this.#options.eventsPerGroup;
    if (surplus <= this.#options.eventsPerGroup / 10) {
      this.#eventCounts.set(groupId, count);
      return;
    }
    for (const row of this.#statements.oldest.all(groupId, surplus)) {
      this.#statements.uncountStream.run(Number(row['events']), Number(row['bytes']), Number(row['stream_id']));
    }
    this.#statements.deleteOldest.run(groupId, surplus);
    this.#statements.deleteEmptyStreams.run(groupId);
    this.#streamIds.clear();
    this.#eventCounts.set(groupId, count - surplus);
  }
}

interface Statements {
  readonly insertEvent: StatementSync;
  readonly countStream: StatementSync;
  readonly uncountStream: StatementSync;
  readonly countGroup: StatementSync;
  readonly oldest: StatementSync;
  readonly deleteOldest: StatementSync;
  readonly deleteEmptyStreams: StatementSync;
  readonly group: StatementSync;
  readonly groups: StatementSync;
  readonly insertGroup: StatementSync;
  readonly deleteGroup: StatementSync;
  readonly stream: StatementSync;
  readonly streams: StatementSync;
  readonly insertStream: StatementSync;
}

function prepare(database: DatabaseSync): Statements {
  const oldestIds = 'SELECT id FROM log_event WHERE group_id = ? ORDER BY timestamp, id LIMIT ?';
  return {
    insertEvent: database.prepare(
      'INSERT INTO log_event (group_id, stream_id, timestamp, ingested_at, message) VALUES (?, ?, ?, ?, ?)',
    ),
    countStream: database.prepare(
      `UPDATE log_stream SET
         first_event_at = min(coalesce(first_event_at, ?1), ?1), last_event_at = max(coalesce(last_event_at, ?2), ?2),
         last_ingestion_at = ?3, event_count = event_count + ?4, stored_bytes = stored_bytes + ?5
       WHERE id = ?6`,
    ),
    uncountStream: database.prepare(
      'UPDATE log_stream SET event_count = event_count - ?, stored_bytes = stored_bytes - ? WHERE id = ?',
    ),
    countGroup: database.prepare('SELECT coalesce(sum(event_count), 0) AS events FROM log_stream WHERE group_id = ?'),
    oldest: database.prepare(
      `SELECT stream_id, count(*) AS events, sum(length(CAST(message AS BLOB)) + ${eventOverheadBytes}) AS bytes
       FROM log_event WHERE id IN (${oldestIds}) GROUP BY stream_id`,
    ),
    deleteOldest: database.prepare(`DELETE FROM log_event WHERE id IN (${oldestIds})`),
    deleteEmptyStreams: database.prepare(
      'DELETE FROM log_stream WHERE group_id = ? AND event_count = 0 AND last_event_at IS NOT NULL',
    ),
    group: database.prepare('SELECT id, name, created_at FROM log_group WHERE region = ? AND name = ?'),
    groups: database.prepare(
      `SELECT g.id, g.name, g.created_at, coalesce(sum(s.stored_bytes), 0) AS stored_bytes
       FROM log_group g LEFT JOIN log_stream s ON s.group_id = g.id WHERE g.region = ? GROUP BY g.id ORDER BY g.name`,
    ),
    insertGroup: database.prepare('INSERT OR IGNORE INTO log_group (region, name, created_at) VALUES (?, ?, ?)'),
    deleteGroup: database.prepare('DELETE FROM log_group WHERE id = ?'),
    stream: database.prepare('SELECT * FROM log_stream WHERE group_id = ? AND name = ?'),
    streams: database.prepare('SELECT * FROM log_stream WHERE group_id = ? ORDER BY name'),
    insertStream: database.prepare('INSERT OR IGNORE INTO log_stream (group_id, name, created_at) VALUES (?, ?, ?)'),
  };
}

function groupOf(row: Readonly<Record<string, unknown>>): LogGroup {
  return { id: Number(row['id']), name: String(row['name']), createdAt: Number(row['created_at']) };
}

function streamOf(row: Readonly<Record<string, unknown>>): LogStream {
  const optional = (value: unknown) => (value === null ? undefined : Number(value));
  return {
    id: Number(row['id']),
    name: String(row['name']),
    createdAt: Number(row['created_at']),
    firstEventAt: optional(row['first_event_at']),
    lastEventAt: optional(row['last_event_at']),
    lastIngestionAt: optional(row['last_ingestion_at']),
    storedBytes: Number(row['stored_bytes']),
  };
}
