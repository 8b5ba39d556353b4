/** What a busy log costs: parsing, filtering, and holding the end of a long one. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HeldLog } from '../../src/app/tail/heldLog.ts';
import { systemClock } from '../../src/base/clock.ts';
import { InvocationAssembler } from '../../src/lambda/invocationAssembler.ts';
import type { LogEvent } from '../../src/lambda/logEvent.ts';
import { parseFilter } from '../../src/lambda/logFilter.ts';
import { parseLogLine } from '../../src/lambda/logLine.ts';
import { logEvents } from './logEvents.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { median } from './statistics.ts';

const eventCount = 100_000;
const longLog = 1_000_000;
const capacityLines = 20_000;

export const logs: Benchmark = {
  ids: ['log-parse', 'log-filter', 'log-memory'],
  async run(signal) {
    const events = [...logEvents(0, eventCount)];
    return [parsing(events), filtering(events), await holding(signal)];
  },
};

function parsing(events: readonly LogEvent[]): Measurement {
  const value = medianOf(5, () => {
    const assembler = new InvocationAssembler();
    for (let at = 0; at < events.length; at += 1_000) assembler.add(events.slice(at, at + 1_000));
  });
  const what = '100,000 log events to invocations';
  return { id: 'log-parse', what, value, unit: 'CPU ms', floor: undefined, floorWhat: undefined, goal: undefined };
}

function filtering(events: readonly LogEvent[]): Measurement {
  const lines = events.map((event) => ({ line: parseLogLine(event).line }));
  const parsed = parseFilter('"order 99" or level>=error or $.order.id = 7');
  if (parsed.kind !== 'filter') throw new Error('The filter of the benchmark is not one');
  const source = { functionName: 'orders-api', targetLabel: 'Local' };
  const value = medianOf(9, () => {
    for (const line of lines) parsed.filter.matchesLine(line, undefined, source);
  });
  const what = 'Filter over 100,000 lines: text, level and field';
  const goal = { of: 'value', atMost: 50 } as const;
  return { id: 'log-filter', what, value, unit: 'CPU ms', floor: undefined, floorWhat: undefined, goal };
}

/** How much the heap grows while a million events go through a log that holds 20,000 lines. */
async function holding(signal: AbortSignal): Promise<Measurement> {
  const thresholds = () => ({ slowShareOfTimeout: 0.8, memoryShare: 0.8 });
  const before = heapBytes();
  const held = new HeldLog({ clock: systemClock, capacityLines, thresholds });
  held.addSource('local/orders-api', 3_000);
  try {
    for (let at = 0; at < longLog; at += 2_000) {
      signal.throwIfAborted();
      const batch = new Promise<void>((resolve) => {
        const subscription = held.onBatch(() => {
          subscription.dispose();
          resolve();
        });
      });
      held.add('local/orders-api', [...logEvents(at, 2_000)]);
      await batch;
    }
    const value = Math.max(0, heapBytes() - before);
    const what = '1,000,000 events through a log of 20,000 lines: heap held';
    const goal = { of: 'value', atMost: 64 * 1024 * 1024 } as const;
    return { id: 'log-memory', what, value, unit: 'bytes', floor: undefined, floorWhat: undefined, goal };
  } finally {
    held.dispose();
  }
}

/** Processor time, in milliseconds: nothing here waits, and what else this computer does is no property of the code. */
function medianOf(rounds: number, work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return median(times);
}

/** After a full collection: what is held, not what is waiting to be collected. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
