/** FilterLogEvents on a group of a million lines: a rare term through all of them, and one full page. */

import { systemClock } from '../../src/base/clock.ts';
import type { ClientConnection } from '../../src/client/connection.ts';
import { LogStore } from '../../src/service/logs/logStore.ts';
import { openDatabase } from '../../src/service/store/database.ts';
import { startBenchService } from './benchService.ts';
import { logEvents } from './logEvents.ts';
import { startLoopbackServer } from './loopbackServer.ts';
import type { Benchmark } from './measurement.ts';
import { requester } from './requester.ts';
import { inTurns, median, timed } from './statistics.ts';

const lines = 1_000_000;
const batchLines = 10_000;
const rounds = 3;
const logGroupName = '/aws/lambda/orders-api';
const region = 'us-east-1';
const needle = 'NEEDLE';

export const filterLogEvents: Benchmark = {
  ids: ['logs-filter-rare', 'logs-filter-page'],
  async run(signal) {
    const scans: number[] = [];
    const service = await startBenchService((dataFolder) => scans.push(...fill(dataFolder, signal)));
    const loopback = await startLoopbackServer();
    try {
      const { logs } = service.connection;
      const search = () => timed(() => findNeedle(logs, signal));
      const searches: number[] = [];
      for (let round = 0; round < rounds; round += 1) searches.push(await search());
      const page = () => logs.filterLogEvents({ logGroupName });
      const body = JSON.stringify(await page());
      const bare = requester(loopback.endpoint, '/', body, { 'content-type': 'application/json' });
      const ofPage = await inTurns(
        20,
        3,
        () => timed(page),
        () => timed(() => bare.send()),
        signal,
      );
      bare.close();
      return [
        {
          id: 'logs-filter-rare',
          what: 'FilterLogEvents: a rare term in 1,000,000 lines, all pages',
          value: median(searches),
          unit: 'ms',
          floor: median(scans),
          floorWhat: 'bare SQLite scan for the same text',
          goal: { of: 'ratio', atMost: 8 },
        },
        {
          id: 'logs-filter-page',
          what: 'FilterLogEvents: a full page of 1 MB',
          value: ofPage.value,
          unit: 'ms',
          floor: ofPage.floor,
          floorWhat: 'bare loopback request of that size',
          goal: undefined,
        },
      ];
    } finally {
      await loopback.close();
      await service.close();
    }
  },
};

/** Stores the lines, the rare one last but some, and answers how long bare scans of them take, in milliseconds. */
function fill(dataFolder: string, signal: AbortSignal): number[] {
  const database = openDatabase(dataFolder);
  try {
    const store = new LogStore(database, systemClock, { eventsPerGroup: 2 * lines, bytesPerGroup: 2 ** 40 });
    const location = { region, logGroupName, logStreamName: 's' };
    for (let at = 0; at < lines; at += batchLines) {
      signal.throwIfAborted();
      store.append(location, [...logEvents(at, batchLines)]);
    }
    store.append(location, [{ timestamp: Date.now(), message: `found the ${needle}` }]);
    store.dispose();
    const scan = database.prepare('SELECT count(*) AS n FROM log_event WHERE instr(message, ?) > 0');
    return Array.from({ length: rounds }, () => {
      const startedAt = performance.now();
      if (Number(scan.get(needle)?.['n']) !== 1) throw new Error('The scan did not find the line');
      return performance.now() - startedAt;
    });
  } finally {
    database.close();
  }
}

async function findNeedle(logs: ClientConnection['logs'], signal: AbortSignal): Promise<void> {
  let nextToken: string | undefined;
  let found = 0;
  do {
    const page = await logs.filterLogEvents({ logGroupName, filterPattern: needle, nextToken }, { signal });
    found += page.events?.length ?? 0;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  if (found !== 1) throw new Error(`FilterLogEvents found ${found} lines instead of one`);
}
