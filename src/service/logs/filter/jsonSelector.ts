/** Where a JSON filter pattern looks in an event: `$.a.b[0]`, `$.list[*].id`, `$['dotted.key']`. */

import type { PatternCursor } from './patternCursor.ts';
import { InvalidPatternError } from './patternError.ts';

type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'element'; readonly index: number }
  | { readonly kind: 'every' };

/** All that stands at the selected place; more than one only with an asterisk. */
export type JsonSelector = (root: unknown) => readonly unknown[];

const memberName = /[\p{L}\p{N}_@-]+/uy;
const elementIndex = /\d{1,9}/y;

/** Reads a selector behind its `$`. Throws `InvalidPatternError`. */
export function readSelector(cursor: PatternCursor): JsonSelector {
  const steps: Step[] = [];
  for (let step = readStep(cursor); step !== undefined; step = readStep(cursor)) steps.push(step);
  const asterisks = steps.filter(({ kind }) => kind === 'every').length;
  if (steps.length === 0 || asterisks > 1) throw new InvalidPatternError();
  return (root) =>
    steps.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => take(value, step)), [root]);
}

function readStep(cursor: PatternCursor): Step | undefined {
  if (cursor.match(/\.(?!\[)/y) !== undefined) {
    if (cursor.match(/\*/y) !== undefined) return { kind: 'every' };
    const name = cursor.match(memberName);
    if (name === undefined) throw new InvalidPatternError();
    return { kind: 'member', name };
  }
  if (cursor.match(/\.?\[/y) === undefined) return undefined;
  const step = readBracket(cursor);
  cursor.expect(']');
  return step;
}

function readBracket(cursor: PatternCursor): Step {
  cursor.skipSpace();
  if (cursor.match(/\*/y) !== undefined) return { kind: 'every' };
  const name = cursor.phrase("'") ?? cursor.phrase('"');
  if (name !== undefined) return { kind: 'member', name };
  const index = cursor.match(elementIndex);
  if (index === undefined) throw new InvalidPatternError();
  return { kind: 'element', index: Number(index) };
}

function take(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step.kind === 'every') return Object.values(value);
  if (step.kind === 'element') return Array.isArray(value) && step.index < value.length ? [value[step.index]] : [];
  return !Array.isArray(value) && Object.hasOwn(value, step.name) ? [Reflect.get(value, step.name)] : [];
}
