import { describe, expect, test } from 'vitest';
import { Drafts, emptyIntent } from '../../../src/app/drafts.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';

describe('drafts', () => {
  test('are kept per target and function', async () => {
    const store = new MemoryStore();
    const intent = { ...emptyIntent, eventText: '{"half": ', qualifier: 'live' };
    await new Drafts(store).write({ targetId: 'local', functionName: 'orders' }, intent);
    const drafts = new Drafts(store);
    expect(drafts.read({ targetId: 'local', functionName: 'orders' })).toEqual(intent);
    expect(drafts.read({ targetId: 'dev/eu-west-1', functionName: 'orders' })).toBeUndefined();
  });

  test('what another version wrote is not taken for a draft', async () => {
    const store = new MemoryStore();
    await store.set('draft:local/orders', { eventText: 1 });
    await store.set('draft:local/users', { ...emptyIntent, invocationType: 'Magic' });
    expect(new Drafts(store).read({ targetId: 'local', functionName: 'orders' })).toBeUndefined();
    expect(new Drafts(store).read({ targetId: 'local', functionName: 'users' })).toBeUndefined();
  });
});
