import { expect, test } from 'vitest';
import { UnseenFailures } from '../../../../src/app/tail/unseenFailures.ts';
import type { InvocationOutcome } from '../../../../src/lambda/invocationRecord.ts';
import type { LogBatch } from '../../../../src/protocol/logPanel.ts';

const batch = (outcomes: Readonly<Record<string, InvocationOutcome>>, sourceId = 'local/orders') =>
  ({
    invocations: Object.entries(outcomes).map(([key, outcome]) => ({ sourceId, invocation: { key, outcome } })),
  }) as unknown as LogBatch;

test('errors, timeouts and ends of memory count, once each', () => {
  const unseen = new UnseenFailures();
  expect(unseen.add(batch({ a: 'success', b: 'error', c: 'timeout', d: 'out-of-memory', e: 'running' }), false)).toBe(
    3,
  );
  expect(unseen.add(batch({ b: 'error' }), false)).toBe(0);
  expect(unseen.add(batch({ e: 'error' }), false)).toBe(1);
  expect(unseen.count).toBe(4);
});

test('the same request of two targets is two failures', () => {
  const unseen = new UnseenFailures();
  unseen.add(batch({ a: 'error' }), false);
  unseen.add(batch({ a: 'error' }, 'staging/us-east-1/orders'), false);
  expect(unseen.count).toBe(2);
});

test('looking makes them seen; a late line of a seen failure does not count it again', () => {
  const unseen = new UnseenFailures();
  unseen.add(batch({ a: 'error' }), false);
  unseen.look();
  expect(unseen.count).toBe(0);
  expect(unseen.add(batch({ b: 'error' }), true)).toBe(0);
  expect(unseen.add(batch({ a: 'error', b: 'error' }), false)).toBe(0);
});

test('what is held no more is remembered no more', () => {
  const unseen = new UnseenFailures();
  unseen.add(batch({ a: 'error' }), true);
  unseen.add({ invocations: [], forgotten: [{ sourceId: 'local/orders', key: 'a' }] }, false);
  expect(unseen.add(batch({ a: 'error' }), false)).toBe(1);
});
