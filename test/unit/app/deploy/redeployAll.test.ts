import { beforeEach, describe, expect, test } from 'vitest';
import type { RedeployOutcome } from '../../../../src/app/deploy/redeploy.ts';
import { type BatchResult, batchText, redeployAll } from '../../../../src/app/deploy/redeployAll.ts';
import { Deferred } from '../../../../src/base/deferred.ts';
import { settle } from '../../../fakes/fakeClock.ts';

const updated: RedeployOutcome = { kind: 'updated', configuration: {}, steps: [], packageBytes: 1, canUndo: true };
const unchanged: RedeployOutcome = { kind: 'unchanged', codeSha256: 'x', steps: [] };
const never = new AbortController().signal;
let running: Map<string, Deferred<RedeployOutcome>>;
let told: BatchResult<string>[];

beforeEach(() => {
  running = new Map();
  told = [];
});

const all = (items: readonly string[], signal = never) =>
  redeployAll(
    items,
    (item, own) => {
      const deferred = new Deferred<RedeployOutcome>();
      running.set(item, deferred);
      own.addEventListener('abort', () => deferred.reject(own.reason));
      return deferred.promise;
    },
    (result) => told.push(result),
    signal,
  );

describe('redeploying many', () => {
  test('has four under way at most, and the next begins when one ends', async () => {
    const ending = all(['a', 'b', 'c', 'd', 'e']);
    await settle();
    expect([...running.keys()]).toEqual(['a', 'b', 'c', 'd']);
    running.get('b')?.resolve(unchanged);
    await settle();
    expect([...running.keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (const { resolve } of running.values()) resolve(updated);
    expect((await ending).map(({ item, kind }) => [item, kind])).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((item) => [item, 'done']),
    );
    expect(told.map(({ item }) => item)).toEqual(['b', 'a', 'c', 'd', 'e']);
  });

  test('one that fails does not stop the others', async () => {
    const ending = all(['a', 'b']);
    running.get('a')?.reject(new Error('broken'));
    running.get('b')?.resolve(updated);
    const results = await ending;
    expect(results).toMatchObject([{ kind: 'failed', error: { message: 'broken' } }, { kind: 'done' }]);
    expect(batchText(results, (item) => item, 'Local', 1200)).toBe(
      'Redeployed 1 of 2 functions on Local in 1.2 s: 1 failed (a: broken).',
    );
  });

  test('cancelling ends those under way and begins no other', async () => {
    const controller = new AbortController();
    const ending = all(['a', 'b', 'c', 'd', 'e', 'f'], controller.signal);
    running.get('a')?.resolve(unchanged);
    await settle();
    controller.abort(new Error('cancelled'));
    const results = await ending;
    expect(results.map(({ kind }) => kind)).toEqual(['done', ...Array(5).fill('cancelled')]);
    expect(running.has('f')).toBe(false);
    expect(batchText(results, (item) => item, 'Local', 80)).toBe(
      'Redeployed 0 of 6 functions on Local in 80 ms: 1 unchanged, 5 cancelled.',
    );
  });

  test('when all went well the summary is one sentence', () => {
    const results = ['a', 'b', 'c'].map((item) => ({ item, kind: 'done', outcome: updated }) as const);
    expect(batchText(results, (item) => item, 'Local', 80)).toBe('Redeployed 3 of 3 functions on Local in 80 ms.');
  });
});
