import { describe, expect, test } from 'vitest';
import { functionOfStream } from '../../../src/lambda/logStreamName.ts';

describe('functionOfStream', () => {
  test.each([
    ['2026/01/15/orders-api[$LATEST][0f1e2d3c4b5a]', 'orders-api'],
    ['2026/01/15/orders_api[7]0f1e2d3c4b5a', 'orders_api'],
    ['2026/01/15/[$LATEST]0f1e2d3c4b5a', undefined],
    ['my-own-stream[1]', undefined],
    ['', undefined],
  ])('%s: %s', (stream, name) => {
    expect(functionOfStream(stream)).toBe(name);
  });
});
