import { expect, test } from 'vitest';
import { niceness } from '../../../../../src/service/environment/limits/niceness.ts';

const MB = 1024 * 1024;

test('a busy processor is shared in proportion to memory, by steps of 1.25', () => {
  expect([128, 256, 512, 1024, 1769, 10_240].map((size) => niceness(size * MB))).toEqual([12, 9, 6, 2, 0, 0]);
  // What a step is worth: twice the memory is about twice the share.
  expect(1.25 ** (niceness(128 * MB) - niceness(256 * MB))).toBeCloseTo(2, 0);
});

test('what has no limit is as important as the service', () => {
  expect(niceness(undefined)).toBe(0);
});
