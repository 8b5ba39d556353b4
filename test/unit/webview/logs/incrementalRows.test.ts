import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFilter } from '../../../../src/lambda/logFilter.ts';
import { LineList } from '../../../../src/webview/logs/lineList.ts';
import { ShownInvocations } from '../../../../src/webview/logs/shownInvocations.ts';
import { LogPair, recordedEvents, sources } from './logPair.ts';

const nothingOpen = new Set<string>();

function linesOf(list: LineList): readonly unknown[] {
  return Array.from({ length: list.lineCount }, (_, row) => list.row(row)?.tailed.line.event.eventId);
}

it('rows that were brought up to date step by step are those that a new look gives', async () => {
  const steps = fc.array(
    fc.record({
      source: fc.nat(sources.length - 1),
      count: fc.integer({ min: 1, max: 12 }),
      act: fc.constantFrom('arrive', 'arrive', 'arrive', 'arrive', 'look', 'look', 'look', 'ask', 'remove'),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const filterText = fc.constantFrom(
    '',
    'error',
    'cold:true',
    'outcome:timeout or outcome:error',
    '-cold:true',
    'duration>100',
  );
  await fc.assert(
    fc.asyncProperty(
      steps,
      filterText,
      fc.constantFrom(60, 10_000),
      fc.nat(recordedEvents.length - 1),
      async (taken, text, capacityLines, start) => {
        const pair = new LogPair(capacityLines);
        const { store } = pair;
        const filter = parseFilter(text);
        const list = new LineList(store);
        const compare = () => {
          list.update(filter, nothingOpen, 80);
          const anew = new LineList(store);
          anew.update(filter, nothingOpen, 80);
          expect(linesOf(list)).toEqual(linesOf(anew));
          const shown = store.shown(filter);
          const all = new ShownInvocations(filter, (id) => store.source(id));
          all.fill([...store.invocations()].map((one) => [`${one.sourceId} ${one.invocation.key}`, one]));
          expect(new Set(shown.ascending)).toEqual(new Set(all.ascending));
          const times = shown.ascending.map(({ invocation }) => invocation.startedAt);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          for (const [index, { sourceId, invocation }] of shown.ascending.entries()) {
            expect(shown.placeOf(`${sourceId} ${invocation.key}`)).toBe(shown.length - 1 - index);
          }
          const counts = (of: ShownInvocations) => {
            const { reported, cold, failed, slow } = of.tally;
            return [reported, cold, failed, slow, of.percentileMs(0.5), of.percentileMs(0.95)];
          };
          expect(counts(shown)).toEqual(counts(all));
        };
        // Each source's log goes on where it stopped, so that invocations are seen before they are whole.
        const next = sources.map(() => start);
        for (const { source, count, act } of taken) {
          const from = next[source] ?? 0;
          if (act === 'arrive') {
            next[source] = from + count;
            await pair.arrive(sources[source]?.id ?? '', recordedEvents.slice(from, from + count));
          } else if (act === 'ask') pair.ask();
          else if (act === 'remove') store.setSources(sources.filter((_, place) => place !== source));
          else compare();
        }
        compare();
        pair.held.dispose();
      },
    ),
    { numRuns: 200 },
  );
});
