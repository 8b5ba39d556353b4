/** Expressions of a query, from the loosest binding (`or`) to the tightest (a value). */

import { charactersToTest, expressionRisk } from '../../../lambda/safeExpression.ts';
import { arithmetic, comparison, functions } from './functions.ts';
import type { QueryCursor } from './queryCursor.ts';
import { QueryError } from './queryError.ts';
import type { Token } from './queryTokens.ts';
import { isSame, isTrue, Moment, numberOf, shown, type Value } from './queryValue.ts';
import { floorTime, readSpan } from './timeSpans.ts';

/** Where an expression finds the values of fields. */
export interface Fields {
  get(name: string): Value;
}

export type Expression = (fields: Fields) => Value;

/** What an expression may use beside fields and functions. */
export interface Scope {
  readonly nowMs: number;
  /** Takes a call for itself: an aggregate in `stats`. The name is in lower case, and the `(` comes next. */
  readonly call?: (name: string, cursor: QueryCursor) => Expression | undefined;
}

/** Throws `QueryError`. */
export function readExpression(cursor: QueryCursor, scope: Scope): Expression {
  const left = readAnd(cursor, scope);
  if (!cursor.takes('or', '||')) return left;
  const right = readExpression(cursor, scope);
  return (fields) => isTrue(left(fields)) || isTrue(right(fields));
}

function readAnd(cursor: QueryCursor, scope: Scope): Expression {
  const left = readNot(cursor, scope);
  if (!cursor.takes('and', '&&')) return left;
  const right = readAnd(cursor, scope);
  return (fields) => isTrue(left(fields)) && isTrue(right(fields));
}

function readNot(cursor: QueryCursor, scope: Scope): Expression {
  if (!cursor.takes('not')) return readComparison(cursor, scope);
  const inner = readNot(cursor, scope);
  return (fields) => !isTrue(inner(fields));
}

function readComparison(cursor: QueryCursor, scope: Scope): Expression {
  const left = readArithmetic(cursor, scope, 0);
  const { kind, text } = cursor.token;
  if (kind === 'sign' && /^(?:[=!<>]=|[=<>])$/.test(text)) {
    cursor.next();
    const right = readArithmetic(cursor, scope, 0);
    return (fields) => comparison(text, left(fields), right(fields));
  }
  const isNegated = cursor.takes('not');
  const test = readMembership(cursor, scope, left);
  if (test === undefined) {
    if (isNegated) throw cursor.unexpected();
    return left;
  }
  return isNegated ? (fields) => !test(fields) : test;
}

/** `like "text"`, `like /expression/`, `=~ /expression/`, `in [1, 2]`. */
function readMembership(
  cursor: QueryCursor,
  scope: Scope,
  left: Expression,
): ((fields: Fields) => boolean) | undefined {
  if (cursor.takes('like', '=~')) {
    if (cursor.token.kind === 'expression') {
      const { expression, mostCharacters } = compileSafely(cursor.next());
      return (fields) => expression.test(shown(left(fields)).slice(0, mostCharacters));
    }
    const { text } = cursor.take('text');
    return (fields) => shown(left(fields)).includes(text);
  }
  if (!cursor.takes('in')) return undefined;
  cursor.expect('[');
  const items = readList(cursor, scope, ']');
  return (fields) => {
    const value = left(fields);
    return items.some((item) => isSame(item(fields), value));
  };
}

const binding = [['+', '-'], ['*', '/', '%'], ['^']] as const;

function readArithmetic(cursor: QueryCursor, scope: Scope, level: number): Expression {
  const signs = binding[level];
  if (signs === undefined) return readValue(cursor, scope);
  let left = readArithmetic(cursor, scope, level + 1);
  for (;;) {
    const sign = cursor.token.text;
    if (cursor.token.kind !== 'sign' || !cursor.takes(...signs)) return left;
    const [first, second] = [left, readArithmetic(cursor, scope, level + 1)];
    left = (fields) => arithmetic(sign, first(fields), second(fields));
  }
}

function readValue(cursor: QueryCursor, scope: Scope): Expression {
  if (cursor.takes('(')) {
    const inner = readExpression(cursor, scope);
    cursor.expect(')');
    return inner;
  }
  if (cursor.takes('-')) {
    const inner = readValue(cursor, scope);
    return (fields) => arithmetic('*', -1, inner(fields));
  }
  const token = cursor.token;
  if (token.kind === 'text') return constant(cursor.next().text);
  if (token.kind === 'number') {
    const value = numberOf(token.text);
    if (value === undefined) throw cursor.unexpected();
    return constant(cursor.next() && value);
  }
  const { text } = cursor.take('name');
  if (cursor.token.text === '(' && cursor.token.kind === 'sign') return readCall(cursor, scope, token);
  if (/^(?:true|false)$/.test(text)) return constant(text === 'true');
  return (fields) => fields.get(text);
}

function readCall(cursor: QueryCursor, scope: Scope, token: Token): Expression {
  const name = token.text.toLowerCase();
  const own = scope.call?.(name, cursor);
  if (own !== undefined) return own;
  cursor.expect('(');
  if (name === 'now') {
    cursor.expect(')');
    return constant(scope.nowMs);
  }
  if (name === 'bin' || name === 'datefloor' || name === 'dateceil') return readTimeCall(name, cursor, scope);
  const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (called === undefined) throw new QueryError(`Invalid function name: ${token.text}`, token.start, token.end);
  const items = readList(cursor, scope, ')');
  if (items.length < called.least || items.length > called.most) {
    throw new QueryError(`Wrong number of arguments for ${token.text}`, token.start, cursor.endOfLast);
  }
  return (fields) => called.call(items.map((item) => item(fields)));
}

/** `bin(5m)`, `datefloor(@timestamp, 1h)`. */
function readTimeCall(name: string, cursor: QueryCursor, scope: Scope): Expression {
  let moment: Expression = (fields) => fields.get('@timestamp');
  if (name !== 'bin') {
    moment = readExpression(cursor, scope);
    cursor.expect(',');
  }
  const token = cursor.take('number');
  const span = readSpan(token.text);
  if (span === undefined) throw cursor.unexpected(token);
  cursor.expect(')');
  return (fields) => {
    const ms = numberOf(moment(fields));
    if (ms === undefined) return undefined;
    const floor = floorTime(ms, span);
    if (name !== 'dateceil' || floor === ms) return new Moment(floor);
    // A span later than its beginning is surely in the next one, or at its beginning.
    let next = floor;
    for (let step = ms - floor + 1; next <= ms; step *= 2) next = floorTime(ms + step, span);
    return new Moment(next);
  };
}

function readList(cursor: QueryCursor, scope: Scope, end: string): readonly Expression[] {
  const items: Expression[] = [];
  if (cursor.takes(end)) return items;
  do items.push(readExpression(cursor, scope));
  while (cursor.takes(','));
  cursor.expect(end);
  return items;
}

/** Throws `QueryError` for an expression that cannot be read, or that might run for minutes. */
export function compileSafely({ text, flags, start, end }: Token) {
  const risk = expressionRisk(text);
  if (risk !== undefined) throw new QueryError(risk, start, end);
  // `(?i)` at the beginning is how Java says it.
  const source = text.replace(/^\(\?i\)/, '');
  try {
    const expression = new RegExp(source, source !== text || flags.includes('i') ? 'i' : '');
    return { expression, mostCharacters: charactersToTest(text) };
  } catch {
    throw new QueryError(`Invalid regular expression: /${text}/`, start, end);
  }
}

function constant(value: Value): Expression {
  return () => value;
}
