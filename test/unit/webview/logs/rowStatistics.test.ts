import { expect, it } from 'vitest';
import { RowStatistics } from '../../../../src/webview/logs/rowStatistics.ts';
import { LogPair, recordedEvents, sources } from './logPair.ts';

it('counts the same whether the sources came one after the other or all at once', async () => {
  const pair = new LogPair(10_000);
  for (const { id } of sources) await pair.arrive(id, recordedEvents);
  const all = [...pair.store.invocations()];
  const [first] = sources;
  const ofFirst = all.filter(({ sourceId }) => sourceId === first?.id);
  const alone = sources.slice(0, 1);
  const statistics = new RowStatistics();
  for (const [shown, of] of [
    [ofFirst, alone],
    [all, sources],
    [all.slice(3), sources],
    [ofFirst, alone],
  ] as const) {
    expect(statistics.update(shown, of)).toEqual(new RowStatistics().update(shown, of));
  }
  const { all: total, bySource } = statistics.update(all, sources);
  expect(total.invocations).toBe(all.length);
  expect(Object.values(bySource).map(({ invocations }) => invocations)).toEqual([ofFirst.length, ofFirst.length]);
  pair.held.dispose();
});
