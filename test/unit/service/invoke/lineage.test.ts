import { describe, expect, it } from 'vitest';
import { continueLineage, isEndlessLoop, mostRounds, recursionError } from '../../../../src/service/invoke/lineage.ts';

const f = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0';

/** The headers that the functions get which invoke each other in turn. */
function chain(...functions: readonly string[]): string {
  return functions.reduce(continueLineage, trace);
}

describe('the lineage of an invocation', () => {
  it('begins with 0 and counts each function by itself, the last one first', () => {
    const started = chain(f);
    expect(started).toMatch(new RegExp(`^${trace};Lineage=1:[0-9a-f]{8}:0$`));
    const [, hash = ''] = /Lineage=1:([0-9a-f]{8}):0/.exec(started) ?? [];
    const [, other = ''] = /Lineage=1:([0-9a-f]{8}):0/.exec(chain('g')) ?? [];
    expect(chain(f, 'g', f, f)).toBe(`${trace};Lineage=1:${hash}:2|${other}:0`);
  });

  it('is understood in its older form, and what cannot be read counts nothing', () => {
    const [, hash = ''] = /Lineage=1:([0-9a-f]{8}):0/.exec(chain(f)) ?? [];
    expect(continueLineage(`Root=1; Lineage=a87bd80c:1|${hash}:5|c512fbe3:2`, f)).toBe(
      `Root=1;Lineage=1:${hash}:6|a87bd80c:1|c512fbe3:2`,
    );
    for (const bad of ['Lineage=', 'Lineage=x', `Lineage=${hash}:-1`, `Lineage=${hash}:99999999`, 'Lineage=1:2:3:4']) {
      expect(continueLineage(bad, f)).toBe(`Lineage=1:${hash}:0`);
    }
  });

  it('does not grow for ever', () => {
    const many = chain(...Array.from({ length: 500 }, (_, n) => `f${n}`), f);
    expect(many.length).toBeLessThan(1000);
    expect(continueLineage(many, f)).toContain(':1|');
  });
});

describe('an endless loop', () => {
  const rounds = (count: number, ...others: string[]) =>
    chain(...Array.from({ length: count }, () => [f, ...others]).flat(), f);

  it('is one after sixteen rounds, however many functions take part', () => {
    expect(isEndlessLoop(trace, f)).toBe(false);
    expect(isEndlessLoop(rounds(mostRounds - 1), f)).toBe(false);
    expect(isEndlessLoop(rounds(mostRounds), f)).toBe(true);
    expect(isEndlessLoop(rounds(mostRounds - 1, 'g', 'h'), f)).toBe(false);
    expect(isEndlessLoop(rounds(mostRounds, 'g', 'h'), f)).toBe(true);
    expect(isEndlessLoop(rounds(mostRounds), 'g')).toBe(false);
  });

  it('is an error of the caller', () => {
    expect(recursionError()).toMatchObject({ code: 'RecursiveInvocationException', httpStatus: 400, fault: 'User' });
  });
});
