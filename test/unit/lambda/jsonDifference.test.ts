import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonChange, jsonDifference } from '../../../src/lambda/jsonDifference.ts';
import { textDifference } from '../../../src/lambda/textDifference.ts';

/** Runs all steps and returns the result with their number. */
function run<Result>(steps: Generator<void, Result>): { readonly result: Result; readonly steps: number } {
  for (let count = 0; ; count += 1) {
    const step = steps.next();
    if (step.done === true) return { result: step.value, steps: count };
  }
}

const changes = (before: unknown, after: unknown): readonly string[] =>
  run(jsonDifference(before, after)).result.changes.map(words);

function words(change: JsonChange): string {
  const place = change.path.join('.') || '(all)';
  switch (change.kind) {
    case 'added':
      return `+ ${place} ${JSON.stringify(change.after)}`;
    case 'removed':
      return `- ${place} ${JSON.stringify(change.before)}`;
    case 'changed':
      return `~ ${place} ${JSON.stringify(change.before)} > ${JSON.stringify(change.after)}`;
    case 'moved':
      return `> ${place} from ${change.from.join('.')}`;
  }
}

describe('objects', () => {
  test('by key, whatever the order', () => {
    expect(changes({ a: 1, b: { c: [1], d: null } }, { b: { d: null, c: [1] }, a: 1 })).toEqual([]);
    expect(changes({ a: 1, b: 2 }, { b: 3, c: 4 })).toEqual(['- a 1', '~ b 2 > 3', '+ c 4']);
  });

  test('values as they are: a number is not its text, null is not absence', () => {
    expect(changes({ a: 1 }, { a: '1' })).toEqual(['~ a 1 > "1"']);
    expect(changes({ a: null }, {})).toEqual(['- a null']);
    expect(changes({ a: [] }, { a: {} })).toEqual(['~ a [] > {}']);
    expect(changes(1, 2)).toEqual(['~ (all) 1 > 2']);
  });

  test('names of prototypes are names', () => {
    expect(changes(JSON.parse('{"__proto__":1}'), {})).toEqual(['- __proto__ 1']);
    expect(changes({}, { toString: 1 })).toEqual(['+ toString 1']);
  });
});

describe('lists', () => {
  test('one item that comes or goes is one change', () => {
    expect(changes([1, 2, 3, 4], [1, 3, 4])).toEqual(['- 1 2']);
    expect(changes([1, 2, 3], [0, 1, 2, 3])).toEqual(['+ 0 0']);
  });

  test('an item between equal neighbours changed', () => {
    expect(changes([{ n: 1 }, { n: 2 }, { n: 3 }], [{ n: 1 }, { n: 20 }, { n: 3 }])).toEqual(['~ 1.n 2 > 20']);
  });

  test('an item that stands elsewhere moved', () => {
    expect(changes(['a', 'b', 'c', 'd'], ['b', 'c', 'd', 'a'])).toEqual(['> 3 from 0']);
  });

  test('items with an identity are compared with themselves', () => {
    expect(
      changes(
        [
          { id: 1, total: 5 },
          { id: 2, total: 6 },
        ],
        [
          { id: 2, total: 7 },
          { id: 1, total: 5 },
        ],
      ),
    ).toEqual(['~ 0.total 6 > 7']);
    expect(changes([{ id: 1 }], [{ id: 2 }])).toEqual(['- 0 {"id":1}', '+ 0 {"id":2}']);
  });
});

test('a value and itself never differ, and something is told of any other', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(changes(before, JSON.parse(JSON.stringify(before)))).toEqual([]);
      const isSame = canonical(before) === canonical(after);
      expect(changes(before, after).length === 0).toBe(isSame);
    }),
  );
});

/** Text that equal values share; -0 is 0 in JSON. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}

test('large values come in many small steps, however different they are', () => {
  const list = (seed: number) => Array.from({ length: 40_000 }, (_, n) => ({ at: n * seed, tags: [n, seed] }));
  const { result, steps } = run(jsonDifference(list(1), list(7)));
  expect(result.count).toBeGreaterThan(30_000);
  expect(result.changes.length).toBe(2000);
  expect(steps).toBeGreaterThan(20);
});

test.each([
  ['an equal list', Array.from({ length: 40_000 }, (_, n) => n), 100],
  ['a flat object', Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`key${n}`, n])), 20],
  ['a list of long texts', Array.from({ length: 40 }, () => 'x'.repeat(100_000)), 40],
] as const)('no step of %s is a long one', (_name, value, fewest) => {
  const copy = JSON.parse(JSON.stringify(value));
  const { result, steps } = run(jsonDifference(value, copy));
  expect(result.count).toBe(0);
  expect(steps).toBeGreaterThanOrEqual(fewest);
});

test('texts line by line', () => {
  expect(run(textDifference('a\nb\r\nc', 'a\nc\nd')).result).toEqual([
    { kind: 'removed', line: 2, text: 'b' },
    { kind: 'added', line: 3, text: 'd' },
  ]);
  const many = (salt: string) => Array.from({ length: 20_000 }, (_, n) => `${n % 7 === 0 ? salt : ''}${n}`).join('\n');
  expect(run(textDifference(many('x'), many('y'))).result.length).toBe(2 * 2858);
});
