/** Reads stored log events in the order of their time, forwards or backwards, from any place. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LogPosition } from './eventId.ts';

/** An event where it is stored; its place is the place behind it. */
export interface StoredLogEvent extends LogPosition {
  readonly logStreamName: string;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface LogQuery {
  readonly groupId: number;
  /** Only these streams; all of the group when `undefined`. */
  readonly streamIds: readonly number[] | undefined;
  /** Inclusive, in milliseconds. */
  readonly startTime: number | undefined;
  /** Inclusive, in milliseconds. */
  readonly endTime: number | undefined;
  readonly order: 'oldest-first' | 'newest-first';
  /** Continue beyond this place in the direction of `order`. */
  readonly beyond: LogPosition | undefined;
  /** At most so many events are looked at. */
  readonly scanLimit: number;
}

export class LogReader {
  readonly #statements: Readonly<
    Record<LogQuery['order'], Readonly<Record<'group' | 'stream' | 'some', StatementSync>>>
  >;
  readonly #one: StatementSync;

  constructor(database: DatabaseSync) {
    this.#statements = {
      'oldest-first': prepareAll(database, '>', 'ASC'),
      'newest-first': prepareAll(database, '<', 'DESC'),
    };
    this.#one = database.prepare(`${columns} WHERE e.group_id = ? AND e.id = ?`);
  }

  /** Yields events lazily: whoever has enough stops asking. */
  *read(query: LogQuery): Generator<StoredLogEvent> {
    const edge = query.order === 'oldest-first' ? -1 : Number.MAX_SAFE_INTEGER;
    const beyond = query.beyond ?? { timestamp: edge, id: edge };
    const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER } = query;
    const isForward = query.order === 'oldest-first';
    // The index is entered at the bounds of time: without the place in them, each page would pass all pages before it.
    const parameters = [
      isForward ? Math.max(startTime, beyond.timestamp) : startTime,
      isForward ? endTime : Math.min(endTime, beyond.timestamp),
      beyond.timestamp,
      beyond.id,
      query.scanLimit,
    ];
    const statements = this.#statements[query.order];
    const { streamIds } = query;
    const rows =
      streamIds === undefined
        ? statements.group.iterate(query.groupId, ...parameters)
        : streamIds.length === 1
          ? statements.stream.iterate(streamIds[0] ?? 0, ...parameters)
          : statements.some.iterate(query.groupId, ...parameters, JSON.stringify(streamIds));
    for (const row of rows) yield eventOf(row);
  }

  /** One event of a group; `undefined` when it has gone. */
  find(groupId: number, id: number): StoredLogEvent | undefined {
    const row = this.#one.get(groupId, id);
    return row === undefined ? undefined : eventOf(row);
  }
}

const columns = `SELECT e.id, e.timestamp, e.ingested_at, e.message, s.name AS stream
       FROM log_event e JOIN log_stream s ON s.id = e.stream_id`;

function eventOf(row: Readonly<Record<string, unknown>>): StoredLogEvent {
  return {
    id: Number(row['id']),
    timestamp: Number(row['timestamp']),
    logStreamName: String(row['stream']),
    ingestionTime: Number(row['ingested_at']),
    message: String(row['message']),
  };
}

function prepareAll(database: DatabaseSync, beyond: '>' | '<', direction: 'ASC' | 'DESC') {
  const select = (condition: string) =>
    database.prepare(
      `${columns}
       WHERE ${condition} AND e.timestamp >= ?2 AND e.timestamp <= ?3 AND (e.timestamp, e.id) ${beyond} (?4, ?5)
       ORDER BY e.timestamp ${direction}, e.id ${direction} LIMIT ?6`,
    );
  return {
    group: select('e.group_id = ?1'),
    stream: select('e.stream_id = ?1'),
    some: select('e.group_id = ?1 AND e.stream_id IN (SELECT value FROM json_each(?7))'),
  };
}
