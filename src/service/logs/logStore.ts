/** Log groups, streams and events in SQLite: what PutLogEvents and the execution environments' `LogBuffer` write to. */

import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import { transaction } from '../store/database.ts';
import { eventId } from './eventId.ts';
import { groupOf, type LogGroup, type LogGroupSettings } from './logGroup.ts';
import { eventOverheadBytes, type LogStatements, prepareLogStatements } from './logStatements.ts';
import type { LogBatch, LogLocation, NewLogEvent } from './logWriter.ts';

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
  /** How much a group keeps; the oldest events go first. */
  readonly eventsPerGroup: number;
  readonly bytesPerGroup: number;
}

const defaultOptions: LogStoreOptions = { eventsPerGroup: 200_000, bytesPerGroup: 256 * 1024 * 1024 };

export class LogStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #options: LogStoreOptions;
  readonly #appended = new Emitter<AppendedEvents>();
  readonly #streamIds = new Map<string, { readonly groupId: number; readonly streamId: number }>();
  readonly #groupSizes = new Map<number, GroupSize>();
  readonly #statements: LogStatements;

  readonly onDidAppend: Event<AppendedEvents> = this.#appended.event;

  constructor(database: DatabaseSync, clock: Clock, options: LogStoreOptions = defaultOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#options = options;
    this.#statements = prepareLogStatements(database);
  }

  /** Stored when it returns: it survives `kill -9` of the service. Creates group and stream. */
  append(location: LogLocation, events: readonly NewLogEvent[]): void {
    this.appendAll([{ location, events }]);
  }

  /** The same for several streams: all of it is stored, or nothing. */
  appendAll(batches: readonly LogBatch[]): void {
    const ingestionTime = this.#clock.now();
    const appended = this.#storeAll(batches, ingestionTime);
    if (!this.#appended.hasListeners) return;
    for (const events of appended) this.#appended.fire(events);
  }

  findGroup(region: string, name: string): LogGroup | undefined {
    const row = this.#statements.group.get(region, name);
    return row === undefined ? undefined : groupOf(row);
  }

  /** False when the group exists already. */
  createGroup(region: string, name: string, settings: LogGroupSettings = {}): boolean {
    const { changes } = this.#statements.insertGroup.run(region, name, this.#clock.now(), JSON.stringify(settings));
    return Number(changes) > 0;
  }

  /** Members that are `undefined` are removed, others replaced, and what is not named stays. */
  updateGroup(
    { id, settings }: LogGroup,
    changes: { [Key in keyof LogGroupSettings]?: LogGroupSettings[Key] | undefined },
  ): void {
    this.#statements.updateGroup.run(JSON.stringify({ ...settings, ...changes }), id);
  }

  /** False when there was no such group. */
  deleteGroup(region: string, name: string): boolean {
    const group = this.findGroup(region, name);
    if (group === undefined) return false;
    this.#streamIds.clear();
    this.#groupSizes.delete(group.id);
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

  /** Its events go with it. False when there was no such stream. */
  deleteStream(groupId: number, name: string): boolean {
    const stream = this.findStream(groupId, name);
    if (stream === undefined) return false;
    this.#streamIds.clear();
    this.#groupSizes.delete(groupId);
    this.#statements.deleteStream.run(stream.id);
    return true;
  }

  /** Groups that keep events for a number of days only, in all Regions. */
  retentions(): readonly { readonly groupId: number; readonly days: number }[] {
    return this.#statements.groupsWithRetention
      .all()
      .map((row) => ({ groupId: Number(row['id']), days: Number(row['days']) }));
  }

  /** Removes events from before a time, at most so many at once; answers how many it were. Streams stay, as on AWS. */
  expire(groupId: number, beforeMs: number, atMost: number): number {
    return transaction(this.#database, () => {
      let removed = 0;
      const streams = this.#statements.expired.all(groupId, beforeMs, atMost);
      this.#statements.deleteExpired.run(groupId, beforeMs, atMost);
      for (const row of streams) {
        const [streamId, events] = [Number(row['stream_id']), Number(row['events'])];
        this.#statements.resizeStream.run(-events, -Number(row['bytes']), streamId);
        this.#statements.refreshFirst.run(streamId);
        removed += events;
      }
      this.#groupSizes.delete(groupId);
      return removed;
    });
  }

  /** Streams of a group in the order of their names. */
  listStreams(groupId: number): readonly LogStream[] {
    return this.#statements.streams.all(groupId).map(streamOf);
  }

  dispose(): void {
    this.#appended.dispose();
  }

  #storeAll(batches: readonly LogBatch[], ingestionTime: number): readonly AppendedEvents[] {
    try {
      return transaction(this.#database, () =>
        merged(batches).map(({ location, events }) => ({
          location,
          events: this.#store(location, events, ingestionTime),
        })),
      );
    } catch (error) {
      // What was remembered may have been rolled back.
      this.#streamIds.clear();
      this.#groupSizes.clear();
      throw error;
    }
  }

  #store(location: LogLocation, events: readonly NewLogEvent[], ingestionTime: number): readonly LogEvent[] {
    const { groupId, streamId } = this.#streamOf(location);
    const { logGroupName, logStreamName } = location;
    const stored = events.map(({ timestamp, message }): LogEvent => {
      const added = this.#statements.insertEvent.run(groupId, streamId, timestamp, ingestionTime, message);
      const id = eventId(timestamp, Number(added.lastInsertRowid));
      return { eventId: id, logGroupName, logStreamName, timestamp, ingestionTime, message };
    });
    this.#trim(groupId, this.#countEvents(streamId, events, ingestionTime));
    return stored;
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

  #countEvents(streamId: number, events: readonly NewLogEvent[], ingestionTime: number): GroupSize {
    let bytes = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const { timestamp, message } of events) {
      bytes += Buffer.byteLength(message) + eventOverheadBytes;
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
    }
    this.#statements.countStream.run(first, last, ingestionTime, events.length, bytes, streamId);
    return { events: events.length, bytes };
  }

  /** Lets a hundredth more than allowed come together before anything is removed: rarely, and never much at once. */
  #trim(groupId: number, added: GroupSize): void {
    const { eventsPerGroup, bytesPerGroup } = this.#options;
    const known = this.#groupSizes.get(groupId);
    const size = known === undefined ? this.#measure(groupId) : sum(known, added);
    this.#groupSizes.set(groupId, size);
    if (size.events <= eventsPerGroup * trimSlack && size.bytes <= bytesPerGroup * trimSlack) return;
    let left = size;
    while (left.events > 0 && (left.events > eventsPerGroup || left.bytes > bytesPerGroup)) {
      const tooMany = Math.max(left.events - eventsPerGroup, Math.ceil(left.events / 100));
      left = sum(left, this.#removeOldest(groupId, tooMany));
    }
    this.#statements.deleteEmptyStreams.run(groupId);
    this.#streamIds.clear();
    this.#groupSizes.set(groupId, left);
  }

  /** What the group lost, as negative numbers. */
  #removeOldest(groupId: number, events: number): GroupSize {
    let removed: GroupSize = { events: 0, bytes: 0 };
    for (const row of this.#statements.oldest.all(groupId, events)) {
      const lost = { events: -Number(row['events']), bytes: -Number(row['bytes']) };
      this.#statements.resizeStream.run(lost.events, lost.bytes, Number(row['stream_id']));
      removed = sum(removed, lost);
    }
    this.#statements.deleteOldest.run(groupId, events);
    return removed;
  }

  #measure(groupId: number): GroupSize {
    const row = this.#statements.groupSize.get(groupId);
    return { events: Number(row?.['events']), bytes: Number(row?.['bytes']) };
  }
}

const trimSlack = 1.01;

interface GroupSize {
  readonly events: number;
  readonly bytes: number;
}

/** One batch for each stream: its row is counted up once. Batches of one stream share their location. */
function merged(batches: readonly LogBatch[]): readonly LogBatch[] {
  const byLocation = new Map<LogLocation, NewLogEvent[]>();
  for (const { location, events } of batches) {
    const known = byLocation.get(location);
    if (known === undefined) byLocation.set(location, [...events]);
    else known.push(...events);
  }
  return [...byLocation].map(([location, events]) => ({ location, events })).filter(({ events }) => events.length > 0);
}

function sum(a: GroupSize, b: GroupSize): GroupSize {
  return { events: a.events + b.events, bytes: a.bytes + b.bytes };
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
