import { describe, expect, test } from 'vitest';
import { formatAge, formatBytes, formatDuration } from '../../../src/base/text.ts';

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [612, '612 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [4200, '4.1 KB'],
    [102_400, '100 KB'],
    [1024 * 1024 - 1, '1 MB'],
    [6 * 1024 * 1024, '6 MB'],
    [50 * 1024 ** 3, '50 GB'],
    [5000 * 1024 ** 3, '5000 GB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0 ms'],
    [0.04, '0 ms'],
    [3.01, '3 ms'],
    [8.51, '8.5 ms'],
    [9.96, '10 ms'],
    [34.02, '34 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1240, '1.24 s'],
    [3000, '3 s'],
    [59_994, '59.99 s'],
    [59_999, '1 min'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [900_000, '15 min'],
  ])('%d ms is %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe('formatAge', () => {
  const second = 1_000;
  const day = 86_400 * second;
  test.each([
    [-5 * second, 'just now'],
    [0, 'just now'],
    [59 * second, 'just now'],
    [60 * second, '1 min ago'],
    [3 * 3600 * second + 1, '3 h ago'],
    [5 * day, '5 d ago'],
    [364 * day, '364 d ago'],
    [730 * day, '2 y ago'],
  ])('%d ms before is %s', (age, text) => {
    expect(formatAge(1_000_000_000_000, 1_000_000_000_000 + age)).toBe(text);
  });
});
