/** An invoke panel in its page, and the answers that a host gives it. */

import { functionErrorOf } from '../../src/app/functionError.ts';
import { parseInvocationLog } from '../../src/lambda/invocationLog.ts';
import type {
  HistoryEntry,
  InvokeIntent,
  InvokeSnapshot,
  RunAnswer,
  RunResult,
} from '../../src/protocol/invokePanel.ts';
import type { RepeatState } from '../../src/protocol/repeatRuns.ts';
import type { PageOptions, SentMessage, WebviewBench, WebviewPage } from '../support/webviewPage.ts';

export const intent: InvokeIntent = {
  eventText: '{\n  "name": "Ada"\n}',
  qualifier: '$LATEST',
  invocationType: 'RequestResponse',
  clientContext: '',
};

export const snapshot: InvokeSnapshot = {
  function: { targetId: 'local', functionName: 'hello-ts' },
  target: { id: 'local', label: 'Local', accountId: '000000000000', region: 'us-east-1', isProtected: false },
  configuration: {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    architecture: 'x86_64',
    memorySizeMB: 256,
    timeoutS: 3,
  },
  qualifiers: ['$LATEST', 'live', '2', '1'],
  intent,
  run: { state: 'idle' },
  history: [],
};

const requestId = '8f2c0041-1b2c-4d3e-9f40-00000af00041';
const startedAt = Date.UTC(2026, 0, 15, 10, 11, 12, 118);

/** A warm success with a log tail as Lambda sends it. */
export function answer(
  change: Partial<RunAnswer> & { readonly initMs?: number; readonly log4KB?: string } = {},
): RunAnswer {
  const { initMs, log4KB, ...rest } = change;
  const init = initMs === undefined ? '' : `Init Duration: ${initMs.toFixed(2)} ms\t`;
  const tail =
    log4KB ??
    [
      `START RequestId: ${requestId} Version: $LATEST`,
      `2026-01-15T10:11:12.120Z\t${requestId}\tINFO\tgreeting Ada`,
      `END RequestId: ${requestId}`,
      `REPORT RequestId: ${requestId}\tDuration: 34.10 ms\tBilled Duration: 35 ms\tMemory Size: 256 MB\tMax Memory Used: 98 MB\t${init}`,
      '',
    ].join('\n');
  const log = parseInvocationLog(tail, { requestId, logGroupName: '/aws/lambda/hello-ts', receivedAt: startedAt });
  return {
    kind: 'answer',
    startedAt,
    statusCode: 200,
    executedVersion: '$LATEST',
    requestId,
    clientMs: 41.6 + (initMs ?? 0),
    payloadText: '{"greeting":"Hello Ada","tags":["a",{"b":null}]}',
    payloadBytes: 48,
    functionError: undefined,
    report: log?.report,
    costUSD: 0.00000084,
    log,
    ...rest,
  };
}

/** What comes back when the handler throws. */
export function failure(): RunAnswer {
  const payloadText = JSON.stringify({
    errorType: 'TypeError',
    errorMessage: "Cannot read properties of undefined (reading 'total')",
    trace: [
      "TypeError: Cannot read properties of undefined (reading 'total')",
      '    at priceOf (file:///var/task/src/price.mjs:31:18)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    ],
  });
  return answer({
    payloadText,
    payloadBytes: payloadText.length,
    functionError: functionErrorOf('Unhandled', payloadText),
  });
}

export function historyEntry(runId: number, change: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    runId,
    startedAt: startedAt + runId * 1000,
    outcome: 'success',
    durationMs: 34.1,
    initDurationMs: undefined,
    ...change,
  };
}

export class InvokeBench {
  readonly view: WebviewPage;
  #runId = 0;
  #history: readonly HistoryEntry[] = [];

  private constructor(view: WebviewPage) {
    this.view = view;
  }

  static async open(
    bench: WebviewBench,
    first: Partial<InvokeSnapshot> = {},
    options: Omit<PageOptions, 'panel'> = {},
  ): Promise<InvokeBench> {
    const opened = new InvokeBench(await bench.page({ panel: 'invoke', ...options }));
    await opened.view.answer('ready', { ...snapshot, ...first });
    await opened.view.page.locator('.cm-content').waitFor();
    return opened;
  }

  /** The host's part of one invocation, from the request to its end. Returns what was asked for. */
  async run(result: RunResult, entry: Partial<HistoryEntry> = {}): Promise<SentMessage> {
    const request = await this.begin();
    await this.end(result, entry);
    return request;
  }

  async begin(): Promise<SentMessage> {
    this.#runId += 1;
    const request = await this.view.take('invoke');
    const run = { state: 'running', runId: this.#runId, startedAt: Date.now() };
    await this.view.tell('run', { run, history: this.#history });
    await this.view.reply(request, undefined);
    await this.view.page.getByRole('button', { name: 'Cancel' }).waitFor();
    return request;
  }

  async end(ended: RunResult, entry: Partial<HistoryEntry> = {}): Promise<void> {
    this.#history = [...this.#history, historyEntry(this.#runId, entry)];
    // Two runs never begin at the same moment.
    const result = { ...ended, startedAt: ended.startedAt + this.#runId * 1000 };
    await this.view.tell('run', { run: { state: 'finished', runId: this.#runId, result }, history: this.#history });
    await this.view.page.getByRole('button', { name: /^Invoke/ }).waitFor();
  }

  /** Replaces the event as a person would. */
  async type(text: string): Promise<void> {
    const { page } = this.view;
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  }
}

/** Half of a repeated run. */
export const repeatProgress = {
  state: 'running',
  count: 500,
  concurrency: 20,
  ended: 240,
  elapsedMs: 4200,
  succeeded: 230,
  failed: 8,
  throttled: 2,
  refused: 0,
  cancelled: 0,
  cold: 20,
  warmDuration: { count: 218, p50: 12.3, p95: 31.2, p99: 44.9, longest: 61 },
  coldDuration: { count: 20, p50: 210, p95: 260, p99: 301, longest: 301 },
  clientTime: { count: 238, p50: 18.1, p95: 230, p99: 298, longest: 320 },
  histogram: { edges: [5, 10, 20, 40, 80, 160, 320], warm: [10, 120, 80, 8, 0, 0], cold: [0, 0, 0, 0, 2, 18] },
  failures: [{ message: 'TypeError: no order 17', count: 8, requestId: '8f2c0041' }],
  costUSD: 0.00042,
} as const satisfies RepeatState;
