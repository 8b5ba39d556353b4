import { expect, test } from 'vitest';
import { formatLambdaLog, lineOfInvocation } from '../../../src/app/lambdaLogDocument.ts';
import { logBlocks } from '../../../src/app/lambdaLogOutline.ts';
import { assembleInvocations } from '../../../src/lambda/invocationAssembler.ts';
import { readLogFixture } from '../lambda/logFixture.ts';

test('every request that was written into a document is found in it again', () => {
  const records = assembleInvocations(readLogFixture('node-cold-then-warm'));
  const tailed = records.map((invocation) => ({
    sourceId: 'local/orders-api',
    invocation,
    isSlow: false,
    slowReason: undefined,
  }));
  // The last request once more, tried again.
  tailed.push(...tailed.slice(-1).map((last) => ({ ...last, invocation: { ...last.invocation, attempt: 2 } })));
  const lines = formatLambdaLog(tailed, []).split('\n');
  const blocks = logBlocks(lines);
  expect(blocks.map(({ requestId }) => requestId)).toEqual(tailed.map(({ invocation }) => invocation.requestId));
  expect(tailed.map((one) => lineOfInvocation(lines, one))).toEqual(blocks.map(({ firstLine }) => firstLine));
  expect(tailed.map((one) => lineOfInvocation(lines, { ...one, sourceId: 'local/another' }))).toEqual(
    tailed.map(() => undefined),
  );
  expect(blocks.map(({ isCold }) => isCold)).toEqual(
    tailed.map(({ invocation }) => invocation.report?.initDurationMs !== undefined),
  );
  for (const { firstLine, lastLine } of blocks) {
    expect(lines[firstLine]?.startsWith('┌') && lines[lastLine]?.startsWith('└')).toBe(true);
  }
});

test('durations in every unit are read, and a head without one has none', () => {
  const headOf = (facts: string) => `┌ 2026-01-15 10:11:12.000 · orders · id${facts}`;
  const durations = ['', ' · 34 ms', ' · cold start 80 ms · 1.5 s', ' · 2 min 5 s', ' · 20 of 128 MB'].map(
    (facts) => logBlocks([headOf(facts)])[0]?.durationMs,
  );
  expect(durations).toEqual([undefined, 34, 1_500, 125_000, undefined]);
});
