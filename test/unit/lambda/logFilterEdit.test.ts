import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src/lambda/logFilter.ts';
import { fieldPathOf, valueTerm, withTerm } from '../../../src/lambda/logFilterEdit.ts';
import { parseLogLine } from '../../../src/lambda/logLine.ts';

describe('withTerm', () => {
  it.each([
    ['', '$.a = 1', '$.a = 1'],
    ['   ', '$.a = 1', '$.a = 1'],
    ['cold:true', '$.a = 1', 'cold:true $.a = 1'],
    ['cold:true or level:error "two words"', '$.a = 1', 'cold:true $.a = 1 or level:error "two words" $.a = 1'],
    ['x $.a = 1', '$.a = 1', 'x $.a = 1'],
    ['x $.a = 1 or y', '$.a = 1', 'x $.a = 1 or y $.a = 1'],
    ['or x or', '-$.a = 1', 'x -$.a = 1'],
  ])('%j and %s', (before, term, after) => {
    expect(withTerm(before, term)).toBe(after);
  });
});

describe('fieldPathOf and valueTerm', () => {
  it.each([
    [['a', 'b'], '$.a.b'],
    [['items', 0, 'sku'], '$.items[0].sku'],
    [['display name'], '$["display name"]'],
    [['x-ray.id'], '$["x-ray.id"]'],
    [['say "hi"'], undefined],
    [[], undefined],
  ])('%j is %s', (steps, path) => {
    expect(fieldPathOf(steps)).toBe(path);
  });

  it.each([
    ['A "quoted" \\ one', '$.a = "A \\"quoted\\" \\\\ one"'],
    [42, '$.a = 42'],
    [null, '$.a = null'],
    ['', '$.a = ""'],
    ['two\nlines', undefined],
    ['x'.repeat(400), undefined],
    [{ b: 1 }, undefined],
  ])('%j', (value, term) => {
    expect(valueTerm('$.a', value)).toBe(term);
  });

  const name = fc.string({ minLength: 1, maxLength: 8 });
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );

  it('finds exactly the line it was made from, and its exclusion does not', () => {
    fc.assert(
      fc.property(name, name, value, (outer, inner, leaf) => {
        fc.pre(outer !== '__proto__' && inner !== '__proto__');
        const path = fieldPathOf([outer, 1, inner]);
        const term = path && valueTerm(path, leaf);
        if (term === undefined) return;
        const message = JSON.stringify({ message: 'm', [outer]: [0, { [inner]: leaf }] });
        expect(found(term, message)).toBe(true);
        expect(found(`-${term}`, message)).toBe(false);
        expect(
          found(term, JSON.stringify({ message: 'm', [outer]: [0, { [inner]: 'something else entirely' }] })),
        ).toBe(false);
      }),
    );
  });
});

function found(filterText: string, message: string): boolean {
  const parsed = parseFilter(filterText);
  if (parsed.kind !== 'filter') throw new Error(`no filter: ${filterText}`);
  const event = { eventId: '1', logGroupName: 'g', logStreamName: 's', timestamp: 0, ingestionTime: 0, message };
  return parsed.filter.matchesLine({ line: parseLogLine(event).line }, undefined, undefined);
}
