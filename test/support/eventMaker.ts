/** An event maker of which every answer is known: a fixed moment, and chance from a seed. */

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { EventMaker } from '../../src/lambda/events/eventMaker.ts';

export const eventMoment = Date.UTC(2026, 0, 15, 10, 11, 12, 118);

export function seededEventMaker(seed = 1): EventMaker {
  let state = seed;
  return new EventMaker({
    nowMs: eventMoment,
    random: () => {
      // Numerical Recipes' generator: good enough to tell characters apart.
      state = (state * 1664525 + 1013904223) % 2 ** 32;
      return state / 2 ** 32;
    },
    region: 'eu-west-1',
    accountId: '123456789012',
    md5Hex: (bytes) => createHash('md5').update(bytes).digest('hex'),
    gzip: (bytes) => gzipSync(bytes),
  });
}
