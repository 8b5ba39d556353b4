import { describe, expect, test } from 'vitest';
import { asNumber, asObject, asText, asTexts, parseJsonObject } from '../../../src/base/json.ts';

describe('looking into JSON', () => {
  test('an object is neither null nor a list', () => {
    expect([{ a: 1 }, null, [1], 'x', undefined].map(asObject)).toEqual([
      { a: 1 },
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('an empty text counts as none', () => {
    expect(['x', '', 1, null].map(asText)).toEqual(['x', undefined, undefined, undefined]);
  });

  test('a number is one that can be reckoned with', () => {
    expect([0, -1.5, '1', Number.NaN, Number.POSITIVE_INFINITY].map(asNumber)).toEqual([
      0,
      -1.5,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('texts of a list, and no others', () => {
    expect(asTexts(['a', 1, '', null, 'b'])).toEqual(['a', '', 'b']);
    expect(asTexts('a')).toEqual([]);
  });

  test('malformed text is no error, only no object', () => {
    expect(['{"a":1}', '{"a":', '[1]', 'null', ''].map(parseJsonObject)).toEqual([
      { a: 1 },
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
