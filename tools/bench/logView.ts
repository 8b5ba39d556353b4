/** What the log view's main thread does: a storm of lines, a filter over many, and the way of one line to the screen. */

import type { Page } from 'playwright-core';
import { LogTail } from '../../src/app/logTail.ts';
import { HeldLog } from '../../src/app/tail/heldLog.ts';
import type { Target } from '../../src/app/target.ts';
import { sleep, systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { budgets } from '../build/budgets.ts';
import { type BenchFunction, createBenchFunction } from './benchFunction.ts';
import { startBenchService } from './benchService.ts';
import { type FrameReport, framesSeen, keyToPaint, rowPainted, watchFrames } from './frameWatch.ts';
import { logEvents } from './logEvents.ts';
import { benchSource, LogPage, type LogSourceOfPage } from './logPage.ts';
import { type LongestTask, longestTask } from './longestTask.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { median, quantile } from './statistics.ts';

const eventsPerSecond = 20_000;
const stormSeconds = 10;
const tickMs = 10;
/** The most that the setting admits. */
const capacityLines = 200_000;
const filteredLines = 100_000;
const thresholds = { slowShareOfTimeout: 0.8, memoryShare: 0.8 };

export const logView: Benchmark = {
  ids: ['log-view-storm', 'log-view-filter', 'log-view-memory', 'log-view-latency'],
  async run(signal) {
    return [...(await storm(signal)), ...(await filtering(signal)), await memory(signal), ...(await latency(signal))];
  },
};

function openHeld(capacity: number): { held: HeldLog; log: LogSourceOfPage } {
  const held = new HeldLog({ clock: systemClock, capacityLines: capacity, thresholds: () => thresholds });
  held.addSource(benchSource.id, benchSource.timeoutMs);
  const snapshot = () => ({ ...held.snapshot(), sources: [benchSource], thresholds });
  return { held, log: { snapshot, onBatch: held.onBatch } };
}

async function storm(signal: AbortSignal): Promise<readonly Measurement[]> {
  const floor = await stormInto(signal, true);
  const value = await stormInto(signal, false);
  const floorWhat = 'only taking the messages';
  const what = `${eventsPerSecond.toLocaleString('en')} events per second for ${stormSeconds} s`;
  return [
    {
      id: 'log-view-storm-block',
      what: `${what}: longest task of the view`,
      value: value.wallMs,
      unit: 'ms',
      floor: floor.wallMs,
      floorWhat,
      goal: { of: 'value', atMost: budgets.logViewBlockMs },
    },
    {
      id: 'log-view-storm-cpu',
      what: 'Processor time of the longest of these tasks',
      value: value.cpuMs,
      unit: 'CPU ms',
      floor: floor.cpuMs,
      floorWhat,
      goal: { of: 'value', atMost: budgets.logViewBlockMs },
    },
    {
      id: 'log-view-storm-dropped',
      what: `Frames left out meanwhile, of ${value.droppedFrames + value.frames}`,
      value: value.droppedFrames,
      unit: 'frames',
      floor: floor.droppedFrames,
      floorWhat,
      goal: undefined,
    },
    {
      id: 'log-view-storm-follow',
      what: 'Frames in which the newest line was out of sight, following',
      value: value.framesOffEnd,
      unit: 'frames',
      floor: undefined,
      floorWhat: undefined,
      goal: { of: 'value', atMost: 0 },
    },
  ];
}

async function stormInto(signal: AbortSignal, blank: boolean): Promise<FrameReport & LongestTask> {
  const { held, log } = openHeld(capacityLines);
  const view = await LogPage.open(log, { blank });
  try {
    const time = { startMs: Date.now(), perMs: eventsPerSecond / 1000 };
    held.add(benchSource.id, [...logEvents(0, 1_000, time)]);
    if (!blank) await view.page.locator('lambda-line-rows .row').first().waitFor();
    await sleep(systemClock, 1_000, signal);
    await watchFrames(view.page);
    const task = await longestTask(view.page, async () => {
      const startedAt = performance.now();
      const total = eventsPerSecond * stormSeconds;
      for (let sent = 0; sent < total; ) {
        const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * eventsPerSecond));
        held.add(benchSource.id, [...logEvents(1_000 + sent, due - sent, time)]);
        sent = due;
        await sleep(systemClock, tickMs, signal);
      }
      await sleep(systemClock, 500, signal);
    });
    return { ...task, ...(await framesSeen(view.page)) };
  } finally {
    await view.close();
    held.dispose();
  }
}

/** Filters as they are typed: every key is a new one over everything held. */
async function filtering(signal: AbortSignal): Promise<readonly Measurement[]> {
  const { held, log } = openHeld(capacityLines);
  await fill(held, filteredLines, signal);
  const view = await LogPage.open(log);
  try {
    const { page } = view;
    await page.locator('lambda-line-rows .row').first().waitFor();
    await page.locator('lambda-filter-field input').focus();
    // The first keys wait for code to be compiled.
    await typeFilter(page, 'warm up', signal);
    const times: number[] = [];
    const task = await longestTask(page, async () => {
      for (const text of ['order 9999', 'duration>5', 'cold:true', 'level>=warn', 'id:00000000']) {
        times.push(...(await typeFilter(page, text, signal)));
      }
    });
    const what = `Filter over ${filteredLines.toLocaleString('en')} rows: key to painted rows`;
    const rest = {
      floor: undefined,
      floorWhat: undefined,
      goal: { of: 'value', atMost: budgets.logViewFilterMs },
    } as const;
    return [
      {
        id: 'log-view-filter',
        what: `${what}, p50 of ${times.length} keys`,
        value: median(times),
        unit: 'ms',
        ...rest,
      },
      { id: 'log-view-filter-p95', what: `${what}, p95`, value: quantile(times, 0.95), unit: 'ms', ...rest },
      {
        id: 'log-view-filter-cpu',
        what: 'Processor time of the longest task for one key',
        value: task.cpuMs,
        unit: 'CPU ms',
        ...rest,
      },
    ];
  } finally {
    await view.close();
    held.dispose();
  }
}

async function typeFilter(page: Page, text: string, signal: AbortSignal): Promise<readonly number[]> {
  const times: number[] = [];
  for (const key of text) {
    signal.throwIfAborted();
    await sleep(systemClock, 100, signal);
    times.push(await keyToPaint(page, key));
  }
  await page.locator('lambda-filter-field input').fill('');
  return times;
}

async function memory(signal: AbortSignal): Promise<Measurement> {
  const { held, log } = openHeld(20_000);
  const view = await LogPage.open(log);
  try {
    const before = await view.heapBytes();
    await fill(held, 1_000_000, signal);
    await view.page.getByText('980,000 older lines forgotten').waitFor();
    return {
      id: 'log-view-memory',
      what: '1,000,000 events through a view of 20,000 lines: heap held',
      value: Math.max(0, (await view.heapBytes()) - before),
      unit: 'bytes',
      floor: undefined,
      floorWhat: undefined,
      goal: { of: 'value', atMost: budgets.logViewHeapBytes },
    };
  } finally {
    await view.close();
    held.dispose();
  }
}

/** Adds a made-up log, batch by batch as they are taken. */
async function fill(held: HeldLog, count: number, signal: AbortSignal): Promise<void> {
  const step = 2_000;
  for (let at = 0; at < count; at += step) {
    signal.throwIfAborted();
    await new Promise<void>((resolve) => {
      const subscription = held.onBatch(() => {
        subscription.dispose();
        resolve();
      });
      held.add(benchSource.id, [...logEvents(at, step)]);
    });
  }
}

const speaking: BenchFunction = {
  name: 'bench-speaks',
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  file: 'index.js',
  source: 'exports.handler = async ({ word }) => { const at = Date.now(); console.log(word); return { at }; };\n',
};

/** The whole way: a function's process, the local service, Live Tail, the tail, messages, the page. */
async function latency(signal: AbortSignal): Promise<readonly Measurement[]> {
  const service = await startBenchService();
  const tail = new LogTail(
    { onDidChange: () => ({ dispose() {} }), get: () => target },
    { clock: systemClock, log: silentLog, capacityLines: 20_000, thresholds: () => thresholds },
  );
  const { lambda } = service.connection;
  const target: Target = {
    id: 'local',
    label: 'Local',
    region: service.ready.region,
    isProtected: false,
    runsHere: true,
    tailing: 'live',
    consoleUrl: () => undefined,
    connect: async () => service.connection,
  };
  const view = await LogPage.open({ snapshot: () => tail.snapshot(), onBatch: tail.onBatch });
  try {
    await createBenchFunction(lambda, speaking);
    const say = async (word: string): Promise<number> => {
      const { Payload } = await lambda.invoke({ FunctionName: speaking.name, Payload: JSON.stringify({ word }) });
      return (JSON.parse(new TextDecoder().decode(Payload)) as { at: number }).at;
    };
    await say('warm-up');
    tail.add(target, speaking.name, `/aws/lambda/${speaking.name}`, 3_000);
    await rowPainted(view.page, 'warm-up');
    const times: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      signal.throwIfAborted();
      const word = `word-${round}-`;
      const painted = rowPainted(view.page, word);
      const at = await say(word);
      times.push((await painted) - at);
      // Not in step with anything that the way waits for.
      await sleep(systemClock, 40 + ((round * 37) % 100), signal);
    }
    const rest = { unit: 'ms', floor: undefined, floorWhat: undefined } as const;
    const what = 'From console.log in a local function to the painted row';
    return [
      {
        id: 'log-view-latency',
        what: `${what}, p50`,
        value: median(times),
        ...rest,
        goal: { of: 'value', atMost: budgets.logViewLatencyMs },
      },
      { id: 'log-view-latency-p95', what: `${what}, p95`, value: quantile(times, 0.95), ...rest, goal: undefined },
    ];
  } finally {
    await view.close();
    tail.dispose();
    await service.close();
  }
}
