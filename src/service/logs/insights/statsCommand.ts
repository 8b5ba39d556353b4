/** `stats count(*) as n, avg(@duration) by bin(5m), @logStream`: records become groups of records. */

import type { QueryCursor } from './queryCursor.ts';
import { QueryError } from './queryError.ts';
import { type Expression, type Fields, readExpression, type Scope } from './queryExpression.ts';
import { QueryRow } from './queryRow.ts';
import { numberOf, shown, type Value } from './queryValue.ts';
import { type Accumulator, type Statistic, statistics } from './statistics.ts';

/** An expression and the name of its column. */
export interface Column {
  readonly name: string;
  readonly value: Expression;
}

interface Aggregate {
  readonly statistic: Statistic;
  readonly values: readonly Expression[];
}

export interface StatsCommand {
  readonly kind: 'stats';
  readonly columns: readonly Column[];
  readonly by: readonly Column[];
  readonly aggregates: readonly Aggregate[];
}

/** `expression as name, …`; without a name, the text of the expression is it. */
export function readColumns(cursor: QueryCursor, scope: Scope): readonly Column[] {
  const columns: Column[] = [];
  do {
    const { start } = cursor.token;
    const value = readExpression(cursor, scope);
    const text = cursor.query.slice(start, cursor.endOfLast).replace(/^`|`$/g, '');
    columns.push({ name: cursor.takes('as') ? cursor.take('name').text : text, value });
  } while (cursor.takes(','));
  return columns;
}

export function readStats(cursor: QueryCursor, scope: Scope): StatsCommand {
  const aggregates: Aggregate[] = [];
  const call: Scope['call'] = (name, at) => {
    const statistic = Object.hasOwn(statistics, name) ? statistics[name] : undefined;
    if (statistic === undefined) return undefined;
    const slot = slotName(aggregates.length);
    // Aggregates of aggregates there are none: what stands inside is read without them.
    aggregates.push({ statistic, values: readArguments(name, statistic, at, scope) });
    return (fields) => fields.get(slot);
  };
  const columns = readColumns(cursor, { ...scope, call });
  const by = cursor.takes('by') ? readColumns(cursor, scope) : [];
  return { kind: 'stats', columns, by, aggregates };
}

function readArguments(name: string, { least, most }: Statistic, cursor: QueryCursor, scope: Scope): Expression[] {
  const { start } = cursor.token;
  cursor.expect('(');
  const values: Expression[] = [];
  if (!cursor.takes('*') && cursor.token.text !== ')') {
    do values.push(readExpression(cursor, scope));
    while (cursor.takes(','));
  }
  cursor.expect(')');
  if (values.length < least || values.length > most) {
    throw new QueryError(`Wrong number of arguments for ${name}`, start, cursor.endOfLast);
  }
  return values;
}

/** No field can have such a name. */
const slotName = (index: number) => `\0${index}`;

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

/** Gathers records into groups. */
export class Grouping {
  readonly #command: StatsCommand;
  readonly #groups = new Map<string, Group>();

  constructor(command: StatsCommand) {
    this.#command = command;
    // Without `by` there is one group, even of nothing.
    if (command.by.length === 0) this.#groupOf([]);
  }

  add(row: Fields): void {
    const { by, aggregates } = this.#command;
    const { accumulators } = this.#groupOf(by.map(({ value }) => value(row)));
    const timestampMs = numberOf(row.get('@timestamp')) ?? 0;
    for (const [index, { values }] of aggregates.entries()) {
      accumulators[index]?.add(
        values.map((value) => value(row)),
        timestampMs,
      );
    }
  }

  *rows(): Generator<QueryRow> {
    const { by, columns } = this.#command;
    for (const { keys, accumulators } of this.#groups.values()) {
      const row = new QueryRow(new Map());
      for (const [index, { name }] of by.entries()) row.set(name, keys[index]);
      for (const [index, accumulator] of accumulators.entries()) row.set(slotName(index), accumulator.result());
      // A later column may use the name of an earlier one.
      for (const { name, value } of columns) row.set(name, value(row));
      yield row;
    }
  }

  #groupOf(keys: readonly Value[]): Group {
    const id = JSON.stringify(keys.map((key) => (key === undefined ? null : shown(key))));
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = { keys, accumulators: this.#command.aggregates.map(({ statistic }) => statistic.create()) };
      this.#groups.set(id, group);
    }
    return group;
  }
}
