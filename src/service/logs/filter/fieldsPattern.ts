/** `[ip, user, ..., status = 4*, bytes > 1000]`: patterns for events whose fields are separated by spaces. */

import { readCombination } from './combinations.ts';
import { readCondition, type Scalar } from './conditions.ts';
import { splitFields } from './eventFields.ts';
import type { LogFilter } from './logFilter.ts';
import { PatternCursor } from './patternCursor.ts';
import { InvalidPatternError } from './patternError.ts';

interface Column {
  /** Empty when the pattern gives none. */
  readonly name: string;
  readonly holds: (value: Scalar) => boolean;
}

interface Columns {
  readonly first: readonly Column[];
  /** Behind the ellipsis; `undefined` without one. */
  readonly last: readonly Column[] | undefined;
  readonly expressions: number;
}

const columnName = /[\p{L}\p{N}_$-]+/uy;

/** Reads a whole pattern, brackets included. Throws `InvalidPatternError`. */
export function readFieldsPattern(pattern: string): LogFilter {
  if (!pattern.endsWith(']')) throw new InvalidPatternError("If a filter pattern starts with '[' it must end with ']'");
  const { first, last, expressions } = readColumns(new PatternCursor(pattern.slice(1, -1)));
  const fits = (fields: readonly string[]) =>
    last === undefined ? fields.length === first.length : fields.length >= first.length + last.length;
  const places = (fields: readonly string[]) => [
    ...first.map((column, index) => ({ column, index })),
    ...(last ?? []).map((column, index) => ({ column, index: fields.length - (last?.length ?? 0) + index })),
  ];
  return {
    selects: (message) => {
      const fields = splitFields(message);
      return fits(fields) && places(fields).every(({ column, index }) => column.holds(fields[index] ?? ''));
    },
    extract: (message) => {
      const fields = splitFields(message);
      const names = new Map(places(fields).map(({ column, index }) => [index, column.name]));
      return Object.fromEntries(fields.map((field, index) => [`$${names.get(index) || index + 1}`, field]));
    },
    expressions,
  };
}

function readColumns(cursor: PatternCursor): Columns {
  const first: Column[] = [];
  let last: Column[] | undefined;
  let expressions = 0;
  // `[]` takes events of any number of fields.
  if (cursor.atEnd) return { first, last: [], expressions };
  do {
    if (cursor.takes('...')) {
      if (last !== undefined) throw new InvalidPatternError();
      last = [];
    } else {
      const column = readColumn(cursor);
      expressions += column.expressions;
      (last ?? first).push(column);
    }
  } while (cursor.takes(','));
  if (!cursor.atEnd) throw new InvalidPatternError();
  return { first, last, expressions };
}

function readColumn(cursor: PatternCursor): Column & { readonly expressions: number } {
  cursor.skipSpace();
  const name = cursor.match(columnName) ?? '';
  cursor.skipSpace();
  const next = cursor.match(/(?=[=<>!])/y);
  if (next === undefined) return { name, holds: () => true, expressions: 0 };
  let isFirst = true;
  const test = readCombination<Scalar>(cursor, () => {
    // Every condition of a column names that column.
    cursor.skipSpace();
    if (!isFirst && cursor.match(columnName) !== (name === '' ? undefined : name)) throw new InvalidPatternError();
    isFirst = false;
    return readCondition(cursor);
  });
  return { name, ...test };
}
