/** What the invoke panel makes a person wait for: until it can be typed into, a key in a large event, a large answer, a click. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { emptyIntent } from '../../src/app/drafts.ts';
import { InvokeSession } from '../../src/app/invokeSession.ts';
import { RunHistory } from '../../src/app/runs/runHistory.ts';
import type { Target } from '../../src/app/target.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { listPrices } from '../../src/lambda/cost.ts';
import { budgets } from '../build/budgets.ts';
import { createBenchFunction, nodeFunction } from './benchFunction.ts';
import { startBenchService } from './benchService.ts';
import { InvokePage } from './invokePage.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { inTurns, median } from './statistics.ts';

declare global {
  interface Window {
    /** When the plain field could be typed into, which comes before the code editor. */
    readonly editable: Promise<number>;
    readonly coded: Promise<number>;
    tell(message: unknown): void;
    painted(selector: string): Promise<number>;
  }
}

const rounds = 7;
const KB = 1024;

export const invokeView: Benchmark = {
  ids: ['invoke-view-open', 'invoke-view-code-editor', 'invoke-view-key', 'invoke-view-answer', 'invoke-click'],
  async run(signal) {
    const view = await InvokePage.open();
    try {
      return [
        ...(await opening(view, signal)),
        await typing(view, signal),
        await answering(view, signal),
        await clicking(signal),
      ];
    } finally {
      await view.close();
    }
  },
};

/** Of the page alone: what the editor needs to make a webview comes before. What is typed early is taken into the code editor. */
async function opening(view: InvokePage, signal: AbortSignal): Promise<readonly Measurement[]> {
  const editable: number[] = [];
  const coded: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    signal.throwIfAborted();
    const page = await view.panel('{\n  "name": "Ada"\n}');
    const [editableMs, codedMs] = await page.evaluate(() => Promise.all([window.editable, window.coded]));
    if (round >= 0) {
      editable.push(editableMs);
      coded.push(codedMs);
    }
    await page.close();
  }
  return [
    figure('invoke-view-open', 'Invoke panel: its page until the event can be edited', editable, budgets.invokeOpenMs),
    figure('invoke-view-code-editor', 'Invoke panel: its page until its code editor is there', coded),
  ];
}

async function typing(view: InvokePage, signal: AbortSignal): Promise<Measurement> {
  const page = await view.panel(jsonOf(1024 * KB));
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+End');
  const times: number[] = [];
  for (let round = -3; round < 25; round += 1) {
    signal.throwIfAborted();
    const ms = await keyToPaint(page);
    if (round >= 0) times.push(ms);
  }
  await page.close();
  return figure('invoke-view-key', 'A key in an event of 1 MB until it is painted', times, budgets.invokeKeyMs);
}

async function keyToPaint(page: Page): Promise<number> {
  const painted = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const onKey = ({ timeStamp }: KeyboardEvent) =>
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
        window.addEventListener('keydown', onKey, { once: true, capture: true });
      }),
  );
  // The listener is there before the key: evaluations run in order.
  await page.evaluate(() => undefined);
  await page.keyboard.press('x');
  return painted;
}

/** From the message, as the editor hands it over, to the rows of the tree on the screen. */
async function answering(view: InvokePage, signal: AbortSignal): Promise<Measurement> {
  const payloadText = jsonOf(6 * 1024 * KB - 1024);
  const times: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    signal.throwIfAborted();
    const page = await view.panel('{}');
    const ms = await page.evaluate(async (text) => {
      const result = {
        kind: 'answer',
        startedAt: Date.now(),
        statusCode: 200,
        executedVersion: '$LATEST',
        requestId: '8f2c0041-1b2c-4d3e-9f40-00000af00041',
        clientMs: 50,
        payloadText: text,
        payloadBytes: text.length,
      };
      const body = { run: { state: 'finished', runId: 1, result }, history: [] };
      const startedAt = performance.now();
      window.tell({ kind: 'event', name: 'run', id: 0, body });
      return (await window.painted('lambda-answer-pane .row, .row[role=treeitem]')) - startedAt;
    }, payloadText);
    if (round >= 0) times.push(ms);
    await page.close();
  }
  return figure('invoke-view-answer', 'An answer of 6 MB until it is first painted', times, budgets.invokeAnswerMs);
}

/** From the session's `invoke` to the SDK's: checking the event, connecting, telling the panel. */
async function clicking(signal: AbortSignal): Promise<Measurement> {
  const service = await startBenchService();
  const folder = await mkdtemp(path.join(tmpdir(), 'lambda-bench-runs-'));
  const { lambda, ...others } = service.connection;
  let sentAt = 0;
  const target: Target = {
    id: 'local',
    label: 'Local',
    region: service.ready.region,
    isProtected: false,
    runsHere: true,
    tailing: 'live',
    consoleUrl: () => undefined,
    connect: async () => ({
      ...others,
      lambda: {
        ...lambda,
        invoke: (input, options) => {
          sentAt = performance.now();
          return lambda.invoke(input, options);
        },
      },
    }),
  };
  const history = new RunHistory(
    { targetId: 'local', functionName: nodeFunction.name },
    { folder, log: silentLog, masker: async () => undefined },
  );
  const session = new InvokeSession(target, nodeFunction.name, {
    clock: systemClock,
    log: silentLog,
    prices: listPrices,
    history,
    configuration: () => ({ Timeout: 30, MemorySize: 256 }),
  });
  try {
    await createBenchFunction(lambda, nodeFunction);
    const eventText = jsonOf(100 * KB);
    const payload = new TextEncoder().encode(eventText);
    const { value, floor } = await inTurns(
      30,
      5,
      async () => {
        const startedAt = performance.now();
        const result = await session.invoke({ ...emptyIntent, eventText });
        if (result.kind !== 'answer') throw new Error(`Not answered: ${result.kind}`);
        return sentAt - startedAt;
      },
      async () => {
        const startedAt = performance.now();
        const sent = lambda.invoke({ FunctionName: nodeFunction.name, Payload: payload });
        const ms = performance.now() - startedAt;
        await sent;
        return ms;
      },
      signal,
    );
    return {
      id: 'invoke-click',
      what: 'From the click, as the host hears of it, to the call of the SDK, event of 100 KB',
      value,
      unit: 'ms',
      floor,
      floorWhat: 'the bare SDK call returns its promise',
      goal: { of: 'value', atMost: budgets.invokeClickMs },
    };
  } finally {
    session.dispose();
    history.dispose();
    // The last run may still be on its way to its file.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    await service.close();
  }
}

function figure(id: string, what: string, times: readonly number[], atMost?: number): Measurement {
  return {
    id,
    what: `${what}, p50 of ${times.length}`,
    value: median(times),
    unit: 'ms',
    floor: undefined,
    floorWhat: undefined,
    goal: atMost === undefined ? undefined : { of: 'value', atMost },
  };
}

/** A list of orders of about that many bytes. */
function jsonOf(bytes: number): string {
  const order = (n: number) => ({
    id: `o-${n}`,
    sku: `A-${n % 97}`,
    count: n % 7,
    tags: ['new', 'paid'],
    note: 'n'.repeat(40),
  });
  const count = Math.floor(bytes / (JSON.stringify(order(10_000), null, 1).length + 2));
  return JSON.stringify(
    Array.from({ length: count }, (_, n) => order(n)),
    null,
    1,
  );
}
