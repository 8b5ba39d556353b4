/** Which version an alias with a weight gives: exactly at its borders, and in proportion over many requests. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../../support/fastCheck.ts';
import type { ServiceParts } from '../../../../src/service/control/context.ts';
import { type FunctionTarget, invokedVersion } from '../../../../src/service/control/functionTarget.ts';

const target = (qualifier: string): FunctionTarget => ({
  id: { region: 'eu-west-1', name: 'f' },
  arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
  qualifier,
});

/** The stores as far as the choice needs them: versions 1 and 2, and one alias. */
function partsWith(weight: number): ServiceParts {
  const alias = { name: 'live', functionVersion: '1', additional: { version: '2', weight } };
  const aliases = { get: (_: unknown, name: string) => (name === 'live' ? alias : undefined) };
  const functions = { get: (_: unknown, version: string) => (['1', '2'].includes(version) ? {} : undefined) };
  return { aliases, functions } as unknown as ServiceParts;
}

describe('an alias with a weight', () => {
  test.each([
    [0, 0, '1'],
    [0.25, 0, '2'],
    [0.25, 0.249_999, '2'],
    [0.25, 0.25, '1'],
    [0.25, 0.999_999, '1'],
    [1, 0.999_999, '2'],
  ])('of %d gives at %d version %s', (weight, random, version) => {
    expect(invokedVersion(target('live'), partsWith(weight), random)).toBe(version);
  });

  test('shares many requests in proportion, within four standard deviations', () => {
    const requests = 10_000;
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (weight, seed) => {
        const parts = partsWith(weight);
        const random = randomNumbers(seed);
        let second = 0;
        for (let count = 0; count < requests; count += 1) {
          if (invokedVersion(target('live'), parts, random()) === '2') second += 1;
        }
        const deviation = Math.sqrt(requests * weight * (1 - weight));
        expect(Math.abs(second - requests * weight)).toBeLessThanOrEqual(4 * deviation + 1);
      }),
      { numRuns: 30 },
    );
  });

  test('gives nothing where its version is not there', () => {
    expect(invokedVersion(target('3'), partsWith(0))).toBeUndefined();
    expect(invokedVersion(target('other'), partsWith(0))).toBeUndefined();
  });
});

/** From 0 up to 1, the same for a seed in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
