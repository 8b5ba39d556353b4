import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RingBuffer } from '../../../src/base/ringBuffer.ts';

describe('RingBuffer', () => {
  test('behaves like the end of a list, whatever is done to it', () => {
    const operation = fc.oneof(
      { weight: 9, arbitrary: fc.nat() },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(operation, { maxLength: 60 }), (capacity, operations) => {
        const ring = new RingBuffer<number>(capacity);
        let list: number[] = [];
        for (const item of operations) {
          if (item === 'clear') {
            ring.clear();
            list = [];
          } else {
            ring.push(item);
            list.push(item);
          }
          const expected = list.slice(-capacity);
          expect([...ring]).toEqual(expected);
          expect(ring.length).toBe(expected.length);
          expect(ring.dropped).toBe(list.length - expected.length);
          expect(expected.map((_, index) => ring.at(index))).toEqual(expected);
          expect([ring.at(-1), ring.at(expected.length)]).toEqual([undefined, undefined]);
        }
      }),
    );
  });

  test.each([[0], [-1], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY]])('has room: %d is refused', (capacity) => {
    expect(() => new RingBuffer(capacity)).toThrow(RangeError);
  });
});
