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

/** Only events with this text in them, up to and including a place. */
export interface TextSearch {
  readonly text: string;
  readonly upTo: LogPosition | undefined;
}

export class LogReader {
  readonly #statements: Readonly<Record<LogQuery['order'], OrderStatements>>;
  readonly #one: StatementSync;

  constructor(database: DatabaseSync) {
    this.#statements = {
      'oldest-first': prepareOrder(database, '>', 'ASC'),
      'newest-first': prepareOrder(database, '<', 'DESC'),
    };
    this.#one = database.prepare(`SELECT ${columns} FROM ${tables} WHERE e.group_id = ? AND e.id = ?`);
  }

  /** Yields events lazily: whoever has enough stops asking. */
  *read(query: LogQuery): Generator<StoredLogEvent> {
    const rows = this.#statements[query.order].read[kindOf(query)].iterate(...parametersOf(query));
    for (const row of rows) yield eventOf(row);
  }

  /** Like `read`, but the database looks for the text: for much that is passed over, many times faster. */
  *search(query: LogQuery, { text, upTo }: TextSearch): Generator<StoredLogEvent> {
    const isForward = query.order === 'oldest-first';
    const edge = isForward ? Number.MAX_SAFE_INTEGER : -1;
    const end = upTo ?? { timestamp: edge, id: edge };
    const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER } = query;
    // As with the beginning: the bounds of time end the walk through the index.
    const bounded = isForward
      ? { ...query, endTime: Math.min(endTime, end.timestamp) }
      : { ...query, startTime: Math.max(startTime, end.timestamp) };
    const statement = this.#statements[query.order].search[kindOf(query)];
    for (const row of statement.iterate(...parametersOf(bounded), text, end.timestamp, end.id)) yield eventOf(row);
  }

  /** Places of the last event within the query's limit and of the one behind it; each `undefined` when there is none. */
  limits(query: LogQuery): readonly [last: LogPosition | undefined, next: LogPosition | undefined] {
    const statement = this.#statements[query.order].limits[kindOf(query)];
    const [last, next] = statement
      .all(...parametersOf(query))
      .map((row): LogPosition => ({ timestamp: Number(row['timestamp']), id: Number(row['id']) }));
    return [last, next];
  }

  /** One event of a group; `undefined` when it has gone. */
  find(groupId: number, id: number): StoredLogEvent | undefined {
    const row = this.#one.get(groupId, id);
    return row === undefined ? undefined : eventOf(row);
  }
}

/** Which streams a query looks at: all of the group, one, or some. */
type Kind = 'group' | 'stream' | 'some';

function kindOf({ streamIds }: LogQuery): Kind {
  return streamIds === undefined ? 'group' : streamIds.length === 1 ? 'stream' : 'some';
}

/** The seven parameters that all statements begin with. */
function parametersOf(query: LogQuery): (string | number)[] {
  const { streamIds, startTime = 0, endTime = Number.MAX_SAFE_INTEGER } = query;
  const isForward = query.order === 'oldest-first';
  const edge = isForward ? -1 : Number.MAX_SAFE_INTEGER;
  const beyond = query.beyond ?? { timestamp: edge, id: edge };
  return [
    streamIds?.length === 1 ? (streamIds[0] ?? 0) : query.groupId,
    // The index is entered at the bounds of time: without the place in them, each page would pass all pages before it.
    isForward ? Math.max(startTime, beyond.timestamp) : startTime,
    isForward ? endTime : Math.min(endTime, beyond.timestamp),
    beyond.timestamp,
    beyond.id,
    query.scanLimit,
    JSON.stringify(streamIds ?? []),
  ];
}

const columns = 'e.id, e.timestamp, e.ingested_at, e.message, s.name AS stream';
const tables = 'log_event e JOIN log_stream s ON s.id = e.stream_id';

function eventOf(row: Readonly<Record<string, unknown>>): StoredLogEvent {
  return {
    id: Number(row['id']),
    timestamp: Number(row['timestamp']),
    logStreamName: String(row['stream']),
    ingestionTime: Number(row['ingested_at']),
    message: String(row['message']),
  };
}

type OrderStatements = Readonly<Record<'read' | 'search' | 'limits', Readonly<Record<Kind, StatementSync>>>>;

function prepareOrder(database: DatabaseSync, beyond: '>' | '<', direction: 'ASC' | 'DESC'): OrderStatements {
  const upTo = beyond === '>' ? '<=' : '>=';
  const order = `ORDER BY e.timestamp ${direction}, e.id ${direction}`;
  const prepareKinds = (make: (condition: string) => string) => {
    const prepare = (condition: string) =>
      database.prepare(
        make(
          `${condition} AND e.timestamp >= ?2 AND e.timestamp <= ?3 AND (e.timestamp, e.id) ${beyond} (?4, ?5) AND ?6 > 0 AND ?7 IS NOT NULL`,
        ),
      );
    return {
      group: prepare('e.group_id = ?1'),
      stream: prepare('e.stream_id = ?1'),
      some: prepare('e.group_id = ?1 AND e.stream_id IN (SELECT value FROM json_each(?7))'),
    };
  };
  return {
    read: prepareKinds((where) => `SELECT ${columns} FROM ${tables} WHERE ${where} ${order} LIMIT ?6`),
    search: prepareKinds(
      (where) =>
        `SELECT ${columns} FROM ${tables}
         WHERE ${where} AND (e.timestamp, e.id) ${upTo} (?9, ?10) AND instr(e.message, ?8) > 0 ${order} LIMIT ?6`,
    ),
    limits: prepareKinds(
      (where) => `SELECT e.timestamp, e.id FROM log_event e WHERE ${where} ${order} LIMIT 2 OFFSET max(?6 - 1, 0)`,
    ),
  };
}
