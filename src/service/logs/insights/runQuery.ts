/** Runs the commands of a query over records that come in batches, newest first. */

import type { Command } from './parseQuery.ts';
import type { QueryRow } from './queryRow.ts';
import { compare, isTrue, shown } from './queryValue.ts';
import { type Column, Grouping } from './statsCommand.ts';

export interface ResultField {
  readonly field: string;
  readonly value: string;
}

export type ResultRow = readonly ResultField[];

export interface QueryResults {
  readonly rows: readonly ResultRow[];
  /** Records that passed the filters at the beginning of the query. */
  readonly recordsMatched: number;
}

type Batch = readonly QueryRow[];
type Batches = AsyncIterable<Batch>;

/** At most `limit` rows, fewer where the query says so. Rejects with the reason of whoever provides the records. */
export async function runQuery(commands: readonly Command[], records: Batches, limit: number): Promise<QueryResults> {
  let matched = 0;
  const firstOther = commands.findIndex(({ kind }) => !/^(?:fields|display|filter|parse)$/.test(kind));
  const leading = firstOther < 0 ? commands.length : firstOther;
  let batches = records;
  for (const [index, command] of commands.entries()) {
    if (index === leading)
      batches = counting(batches, (count) => {
        matched += count;
      });
    batches = step(command, batches);
  }
  if (leading === commands.length)
    batches = counting(batches, (count) => {
      matched += count;
    });
  const show = display(commands);
  const rows: ResultRow[] = [];
  // All records are looked at, also those behind the last row: the statistics tell how many there are.
  for await (const batch of batches) {
    for (const row of batch) {
      if (rows.length < limit) rows.push(show(row));
    }
  }
  return { rows, recordsMatched: matched };
}

async function* counting(batches: Batches, count: (rows: number) => void): Batches {
  for await (const batch of batches) {
    count(batch.length);
    yield batch;
  }
}

function step(command: Command, batches: Batches): Batches {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return mapped(batches, (row) => assign(command.columns, row));
    case 'parse':
      return mapped(batches, command.apply);
    case 'filter':
      return filtered(batches, (row) => isTrue(command.holds(row)));
    case 'limit': {
      let left = command.count;
      return filtered(batches, () => left-- > 0);
    }
    case 'dedup': {
      const seen = new Set<string>();
      return filtered(batches, (row) => {
        const values = command.values.map((value) => value(row));
        // A record without one of the fields stands for itself.
        if (values.includes(undefined)) return true;
        const key = JSON.stringify(values.map(shown));
        return !seen.has(key) && seen.add(key) !== undefined;
      });
    }
    case 'sort':
      return gathered(batches, (rows) => {
        const keyed = rows.map((row) => ({ row, keys: command.keys.map(({ value }) => value(row)) }));
        keyed.sort((a, b) => {
          for (const [index, { isDescending }] of command.keys.entries()) {
            const difference = compare(a.keys[index], b.keys[index]);
            if (difference !== 0) return isDescending ? -difference : difference;
          }
          return 0;
        });
        return keyed.map(({ row }) => row);
      });
    case 'stats':
      return grouped(batches, new Grouping(command));
  }
}

async function* mapped(batches: Batches, change: (row: QueryRow) => void): Batches {
  for await (const batch of batches) {
    for (const row of batch) change(row);
    yield batch;
  }
}

async function* filtered(batches: Batches, holds: (row: QueryRow) => boolean): Batches {
  for await (const batch of batches) yield batch.filter(holds);
}

async function* gathered(batches: Batches, change: (rows: Batch) => Batch): Batches {
  const rows: QueryRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  yield change(rows);
}

async function* grouped(batches: Batches, grouping: Grouping): Batches {
  for await (const batch of batches) for (const row of batch) grouping.add(row);
  yield [...grouping.rows()];
}

/** Named columns become fields of their own; a plain field is there already. */
function assign(columns: readonly Column[], row: QueryRow): void {
  const values = columns.map(({ value }) => value(row));
  for (const [index, { name }] of columns.entries()) row.set(name, values[index]);
}

/** Which fields the results have: those of `display`, or else of what came last of `stats`, `fields` and `parse`. */
function display(commands: readonly Command[]): (row: QueryRow) => ResultRow {
  let names: string[] = [];
  let shownOnly: readonly string[] | undefined;
  let isGrouped = false;
  for (const command of commands) {
    if (command.kind === 'fields') names.push(...command.columns.map(({ name }) => name));
    if (command.kind === 'parse')
      names.push(...(names.length === 0 ? ['@timestamp', '@message'] : []), ...command.names);
    if (command.kind === 'display') shownOnly = command.columns.map(({ name }) => name);
    if (command.kind === 'stats') {
      names = [...command.by, ...command.columns].map(({ name }) => name);
      shownOnly = undefined;
      isGrouped = true;
    }
  }
  const chosen = shownOnly ?? (names.length === 0 ? ['@timestamp', '@message'] : names);
  const all = [...new Set(isGrouped ? chosen : [...chosen, '@ptr'])];
  return (row) =>
    all.flatMap((field) => {
      const value = row.get(field);
      return value === undefined ? [] : [{ field, value: shown(value) }];
    });
}
