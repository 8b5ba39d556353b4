import { describe, expect, it } from 'vitest';
import { FunctionMarks } from '../../../src/app/functionMarks.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';

const key = (functionName: string, targetId = 'local') => ({ targetId, functionName });

describe('marks on functions', () => {
  it('stay across restarts, for each target', async () => {
    const store = new MemoryStore();
    const marks = new FunctionMarks(store);
    await marks.pin(key('a'), true);
    await marks.pin(key('a', 'prod/eu-west-1'), true);
    await marks.pin(key('a', 'prod/eu-west-1'), false);
    await marks.hide(key('b'), true);
    await marks.groupBy('tag:team');
    await marks.use(key('c'));
    await marks.use(key('d'));
    await marks.use(key('c'));
    await marks.putRecentFirst(true);

    const read = new FunctionMarks(store);
    expect([...read.pinned('local')]).toEqual(['a']);
    expect([...read.pinned('prod/eu-west-1')]).toEqual([]);
    expect([...read.hidden('local')]).toEqual(['b']);
    expect(read.recent('local')).toEqual(['c', 'd']);
    expect([read.grouping, read.recentFirst]).toEqual(['tag:team', true]);
  });

  it('a target’s hidden functions are shown again together', async () => {
    const marks = new FunctionMarks(new MemoryStore());
    await marks.hide(key('a'), true);
    await marks.hide(key('a', 'prod/eu-west-1'), true);
    await marks.showAll('local');
    expect([[...marks.hidden('local')], [...marks.hidden('prod/eu-west-1')]]).toEqual([[], ['a']]);
  });

  it('what is stored and makes no sense counts as nothing', async () => {
    const store = new MemoryStore();
    await store.set('functionMarks', { pinned: 'a', recent: [1], grouping: 'colour', recentFirst: 'yes' });
    const marks = new FunctionMarks(store);
    expect([[...marks.pinned('local')], marks.recent('local'), marks.grouping, marks.recentFirst]).toEqual([
      [],
      [],
      'none',
      false,
    ]);
  });
});
