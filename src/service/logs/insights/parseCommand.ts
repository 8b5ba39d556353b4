/** `parse @message "user=*, took * ms" as user, took` and `parse @message /took (?<took>\d+)/`: parts of a text become fields. */

import type { QueryCursor } from './queryCursor.ts';
import { QueryError } from './queryError.ts';
import { compileSafely, type Expression, readExpression, type Scope } from './queryExpression.ts';
import type { QueryRow } from './queryRow.ts';
import { shown } from './queryValue.ts';

export interface ParseCommand {
  readonly kind: 'parse';
  readonly names: readonly string[];
  readonly apply: (row: QueryRow) => void;
}

/** Parts by name; `undefined` for a text that does not match. */
type Split = (text: string) => Readonly<Record<string, string | undefined>> | undefined;

export function readParse(cursor: QueryCursor, scope: Scope): ParseCommand {
  const isPattern = () => cursor.token.kind === 'expression' || cursor.token.kind === 'text';
  const source: Expression = isPattern() ? (fields) => fields.get('@message') : readExpression(cursor, scope);
  const token = cursor.next();
  if (token.kind !== 'expression' && token.kind !== 'text') throw cursor.unexpected(token);
  const given: string[] = [];
  if (cursor.takes('as')) {
    do given.push(cursor.take('name').text);
    while (cursor.takes(','));
  }
  let split: Split;
  let names: readonly string[] = given;
  if (token.kind === 'text') {
    const asterisks = token.text.split('*').length - 1;
    if (asterisks === 0 || asterisks !== given.length) {
      throw new QueryError('Each asterisk of the pattern needs one name behind "as"', token.start, cursor.endOfLast);
    }
    split = globSplit(token.text, given);
  } else {
    const { expression, mostCharacters } = compileSafely(token);
    const named = [...token.text.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name);
    if (named.length === 0 && given.length === 0) {
      throw new QueryError('The expression needs a named group, or names behind "as"', token.start, token.end);
    }
    names = [...named, ...given];
    split = (text) => {
      const found = expression.exec(text.slice(0, mostCharacters));
      if (found === null) return undefined;
      return { ...found.groups, ...Object.fromEntries(given.map((name, index) => [name, found[index + 1]])) };
    };
  }
  return {
    kind: 'parse',
    names,
    apply: (row) => {
      const value = source(row);
      const parts = value === undefined ? undefined : split(shown(value));
      for (const name of names) if (parts?.[name] !== undefined) row.set(name, parts[name]);
    },
  };
}

/** An asterisk takes as little as it can; the last one takes the rest when nothing stands behind it. */
function globSplit(pattern: string, names: readonly string[]): Split {
  const [first = '', ...rest] = pattern.split('*');
  return (text) => {
    const begin = text.indexOf(first);
    if (begin < 0) return undefined;
    let at = begin + first.length;
    const parts: Record<string, string> = {};
    for (const [index, literal] of rest.entries()) {
      const isLast = index === rest.length - 1 && literal === '';
      const end = isLast ? text.length : text.indexOf(literal, at);
      if (end < 0) return undefined;
      parts[names[index] ?? ''] = text.slice(at, end);
      at = end + literal.length;
    }
    return parts;
  };
}
