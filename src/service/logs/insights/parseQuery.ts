/** From the text of a query to its commands. */

import { type ParseCommand, readParse } from './parseCommand.ts';
import { QueryCursor } from './queryCursor.ts';
import { QueryError } from './queryError.ts';
import { type Expression, readExpression, type Scope } from './queryExpression.ts';
import { type Column, readColumns, readStats, type StatsCommand } from './statsCommand.ts';

export interface SortKey {
  readonly value: Expression;
  readonly isDescending: boolean;
}

export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Column[] }
  | { readonly kind: 'filter'; readonly holds: Expression }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'dedup'; readonly values: readonly Expression[] }
  | ParseCommand
  | StatsCommand;

const mostResults = 100_000;

const readers: Readonly<Record<string, (cursor: QueryCursor, scope: Scope) => Command>> = {
  fields: (cursor, scope) => ({ kind: 'fields', columns: readColumns(cursor, scope) }),
  display: (cursor, scope) => ({ kind: 'display', columns: readColumns(cursor, scope) }),
  filter: (cursor, scope) => ({ kind: 'filter', holds: readExpression(cursor, scope) }),
  dedup: (cursor, scope) => ({ kind: 'dedup', values: readColumns(cursor, scope).map(({ value }) => value) }),
  sort: (cursor, scope) => ({ kind: 'sort', keys: readSortKeys(cursor, scope) }),
  limit: readLimit,
  head: readLimit,
  parse: readParse,
  stats: readStats,
};

/** Throws `QueryError` with the place of what cannot be read. `nowMs` is what `now()` answers. */
export function parseQuery(query: string, nowMs: number): readonly Command[] {
  const cursor = new QueryCursor(query);
  const commands: Command[] = [];
  if (cursor.atEnd) throw new QueryError('The query is empty', 0, query.length);
  do {
    const token = cursor.take('name');
    const name = token.text.toLowerCase();
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read === undefined) throw cursor.unexpected(token);
    commands.push(read(cursor, { nowMs }));
  } while (cursor.takes('|'));
  if (!cursor.atEnd) throw cursor.unexpected();
  return commands;
}

function readSortKeys(cursor: QueryCursor, scope: Scope): readonly SortKey[] {
  const keys: SortKey[] = [];
  do {
    const value = readExpression(cursor, scope);
    const isDescending = cursor.takes('desc');
    if (!isDescending) cursor.takes('asc');
    keys.push({ value, isDescending });
  } while (cursor.takes(','));
  return keys;
}

function readLimit(cursor: QueryCursor): Command {
  const token = cursor.take('number');
  const count = Number(token.text);
  if (!Number.isInteger(count) || count < 1 || count > mostResults) throw cursor.unexpected(token);
  return { kind: 'limit', count };
}
