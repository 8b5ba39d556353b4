import { expect, test } from 'vitest';
import { jsonOddities } from '../../../src/lambda/jsonOddities.ts';

test('names that are there twice in the same object', () => {
  expect(jsonOddities('{"a":1,"b":{"a":2},"a":[{"c":1},{"c":2}],"\\u0061b":0,"x\\"":1,"x\\"":2}').doubledNames).toEqual(
    ['a', 'x"'],
  );
  expect(jsonOddities('[{"a":"a","b":"a"},"a","a"]').doubledNames).toEqual([]);
  expect(jsonOddities('{"a\\\\":1,"a":"}{,\\"","b":1,"b":1}').doubledNames).toEqual(['b']);
});

test('numbers that a double cannot hold', () => {
  expect(jsonOddities('[12345678901234567890, 0.1, 1.0, 9007199254740991, 1e400]').roundedNumbers).toEqual([
    '12345678901234567890',
  ]);
  expect(jsonOddities('{"id":-9007199254740993}').roundedNumbers).toEqual(['-9007199254740993']);
  expect(jsonOddities('[100000000000000000000000, 0.1000000000000000]').roundedNumbers).toEqual([]);
});
