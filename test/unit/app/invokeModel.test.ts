import { describe, expect, test } from 'vitest';
import { emptyIntent } from '../../../src/app/drafts.ts';
import { aliasNotes, qualifiersOf, snapshotOf, targetSummary } from '../../../src/app/invokeModel.ts';
import { inMemoryTarget } from '../../fakes/inMemoryTarget.ts';

describe('snapshot of the invoke panel', () => {
  test('shows the configuration with the defaults of Lambda where it says nothing', () => {
    const target = inMemoryTarget({ id: 'prod/us-east-1', label: 'prod · us-east-1', isProtected: true });
    const key = { targetId: target.id, functionName: 'orders' };
    const session = { run: { state: 'idle' } as const, history: [] };
    const summary = targetSummary(target, '123456789012');
    expect(
      snapshotOf(key, session, { Runtime: 'nodejs22.x' }, { qualifiers: ['$LATEST'] }, emptyIntent, summary),
    ).toEqual({
      function: key,
      target: {
        id: 'prod/us-east-1',
        label: 'prod · us-east-1',
        accountId: '123456789012',
        region: 'us-east-1',
        isProtected: true,
      },
      configuration: {
        runtime: 'nodejs22.x',
        handler: undefined,
        architecture: 'x86_64',
        memorySizeMB: 128,
        timeoutS: 3,
      },
      qualifiers: ['$LATEST'],
      intent: emptyIntent,
      run: { state: 'idle' },
      history: [],
    });
    expect(snapshotOf(key, session, undefined, { qualifiers: [] }, emptyIntent, summary).configuration).toBeUndefined();
  });

  test('offers $LATEST, then aliases by name, then versions, newest first', () => {
    const versions = ['$LATEST', '2', '10', '9'].map((Version) => ({ Version }));
    expect(qualifiersOf([{ Name: 'live' }, { Name: 'beta' }], versions)).toEqual([
      '$LATEST',
      'beta',
      'live',
      '10',
      '9',
      '2',
    ]);
  });
});

test('an alias says which version it stands for, and where a part of its traffic goes', () => {
  const routing = { AdditionalVersionWeights: { '4': 0.1 } };
  expect(
    aliasNotes([
      { Name: 'live', FunctionVersion: '3', RoutingConfig: routing },
      { Name: 'old', FunctionVersion: '1' },
    ]),
  ).toEqual({ live: 'version 3 · 10 % version 4', old: 'version 1' });
});

test('a function that isolates its tenants says so', () => {
  const target = inMemoryTarget();
  const key = { targetId: target.id, functionName: 'orders' };
  const session = { run: { state: 'idle' } as const, history: [] };
  const isolated = { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } } as const;
  const summary = targetSummary(target, undefined);
  const snapshot = snapshotOf(key, session, isolated, { qualifiers: [] }, emptyIntent, summary);
  expect(snapshot.configuration?.isTenantIsolated).toBe(true);
});
