import { describe, expect, it } from 'vitest';
import { wholeMatch } from '../../src/service/wire/constraints.ts';
import { lambdaModel } from '../../src/service/wire/generated/lambdaConstraints.ts';
import { logsModel } from '../../src/service/wire/generated/logsConstraints.ts';
import { samplePattern } from '../../tools/fuzz/patternSampler.ts';
import { Random } from '../../tools/fuzz/random.ts';

const patterns = [lambdaModel, logsModel]
  .flatMap(({ shapes }) => Object.values(shapes))
  .flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));

describe('samplePattern', () => {
  it.each([...new Set(patterns)])('writes what %s matches, mostly', (pattern) => {
    const random = new Random(1);
    const samples = Array.from({ length: 50 }, () => samplePattern(pattern, random));
    // Lookarounds and anchors within are not obeyed.
    expect(samples.filter((sample) => wholeMatch(pattern).test(sample)).length).toBeGreaterThan(15);
  });

  it('writes the same again from the same seed', () => {
    const twice = [new Random(7), new Random(7)].map((random) => samplePattern('[a-z]{5}\\d+', random));
    expect(twice[0]).toBe(twice[1]);
    expect(samplePattern('[a-z]{5}\\d+', new Random(8))).not.toBe(twice[0]);
  });
});
