/** A log panel in its page, fed by the product's own holder of logs: what the panel gets is what the extension would send. */

import { HeldLog } from '../../src/app/tail/heldLog.ts';
import type { LogEvent } from '../../src/lambda/logEvent.ts';
import type { SentBatch, SentSnapshot, TailSource } from '../../src/protocol/logPanel.ts';
import { LogSender } from '../../src/protocol/logSender.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import type { PageOptions, WebviewBench, WebviewPage } from '../support/webviewPage.ts';

const thresholds = { slowShareOfTimeout: 0.5, memoryShare: 0.8, longInitMs: 2000 };

export const ordersApi: TailSource = {
  id: 'local/orders-api',
  functionName: 'orders-api',
  targetLabel: 'Local',
  logGroupName: '/aws/lambda/orders-api',
  timeoutMs: 3000,
  state: { state: 'following' },
};

export const resizeImage: TailSource = {
  id: 'prod/eu-west-1/resize-image',
  functionName: 'resize-image',
  targetLabel: 'prod · eu-west-1',
  logGroupName: '/aws/lambda/resize-image',
  timeoutMs: 3000,
  state: { state: 'following' },
};

export interface TailOptions extends Omit<PageOptions, 'panel'> {
  readonly sources?: readonly TailSource[];
  readonly capacityLines?: number;
}

export class TailBench {
  readonly view: WebviewPage;
  readonly held: HeldLog;
  readonly sources: readonly TailSource[];
  readonly #clock = new FakeClock();
  readonly #sender = new LogSender();

  private constructor(view: WebviewPage, options: TailOptions) {
    this.view = view;
    this.sources = options.sources ?? [ordersApi, resizeImage];
    this.held = new HeldLog({
      clock: this.#clock,
      capacityLines: options.capacityLines ?? 200_000,
      thresholds: () => thresholds,
    });
    for (const { id, timeoutMs } of this.sources) this.held.addSource(id, timeoutMs);
  }

  /** Opens the panel and answers its first question with what `events` came to. */
  static async open(
    bench: WebviewBench,
    options: TailOptions = {},
    events: readonly SourceEvents[] = [],
  ): Promise<TailBench> {
    const tail = new TailBench(await bench.page({ panel: 'logs', ...options }), options);
    for (const { source, events: own } of events) await tail.hold(source, own);
    await tail.view.answer('ready', tail.snapshot());
    return tail;
  }

  snapshot(): SentSnapshot {
    return this.#sender.snapshot({ ...this.held.snapshot(), sources: this.sources, thresholds });
  }

  /** Takes events in, and tells the panel nothing. */
  async hold(source: TailSource, events: readonly LogEvent[]): Promise<readonly SentBatch[]> {
    const batches: SentBatch[] = [];
    const subscription = this.held.onBatch((batch) => batches.push(this.#sender.batch(batch)));
    this.held.add(source.id, events);
    await this.#clock.advance(100 * (1 + Math.ceil(events.length / 2000)));
    subscription.dispose();
    return batches;
  }

  /** Takes events in and sends the panel what the extension would send. */
  async arrive(source: TailSource, events: readonly LogEvent[]): Promise<void> {
    for (const batch of await this.hold(source, events)) await this.view.tell('batch', batch);
  }
}

export interface SourceEvents {
  readonly source: TailSource;
  readonly events: readonly LogEvent[];
}

export interface InvocationScript {
  readonly source: TailSource;
  /** Told apart by a number; its request id is `requestIdOf(number)`. */
  readonly number: number;
  /** What the function wrote, as it stands in the log group. */
  readonly lines?: readonly string[];
  readonly durationMs?: number;
  readonly initMs?: number;
  readonly usedMB?: number;
  readonly sizeMB?: number;
  /** Appended to the REPORT line: `Status: timeout`. */
  readonly status?: string;
}

const startMs = Date.UTC(2026, 0, 15, 10, 11, 12, 118);

export function requestIdOf(number: number): string {
  return `8f2c0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The events of one invocation as Lambda writes them: one second after the one before. */
export function invocationEvents(script: InvocationScript): readonly LogEvent[] {
  const { source, number, lines = [`handling ${number}`], initMs, status } = script;
  const { durationMs = 34.1, usedMB = 98, sizeMB = 256 } = script;
  const requestId = requestIdOf(number);
  const at = startMs + number * 1000;
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${sizeMB} MB`,
    `Max Memory Used: ${usedMB} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status === undefined ? [] : [`Status: ${status}`]),
  ].join('\t');
  const messages: readonly (readonly [number, string])[] = [
    ...(initMs === undefined
      ? []
      : [[-initMs, 'INIT_START Runtime Version: nodejs:22.v34\tRuntime Version ARN: arn'] as const]),
    [0, `START RequestId: ${requestId} Version: $LATEST`],
    ...lines.map((line, index) => [1 + index, nodeLine(line, requestId, at + 1 + index)] as const),
    [durationMs, `END RequestId: ${requestId}`],
    [durationMs, report],
  ];
  return messages.map(([offsetMs, message], index) => ({
    eventId: `${source.id}-${number}-${index}`,
    logGroupName: source.logGroupName,
    logStreamName: `2026/01/15/[$LATEST]${source.functionName}`,
    timestamp: Math.round(at + offsetMs),
    ingestionTime: Math.round(at + offsetMs),
    message: `${message}\n`,
  }));
}

/** JSON lines stand as they are; text gets the prefix of the Node runtime, `ERROR ` in front chooses the level. */
function nodeLine(line: string, requestId: string, timestamp: number): string {
  if (line.startsWith('{')) return line.replace('REQUEST', requestId);
  const [, level = 'INFO', text = line] = /^(ERROR|WARN|DEBUG) ([\s\S]*)$/.exec(line) ?? [];
  return `${new Date(timestamp).toISOString()}\t${requestId}\t${level}\t${text}`;
}

/** Many invocations of one function. */
export function manyInvocations(source: TailSource, from: number, count: number): readonly LogEvent[] {
  return Array.from({ length: count }, (_, index) => invocationEvents({ source, number: from + index })).flat();
}

/** A failure as the Node runtime logs it. */
export const typeError = `ERROR Invoke Error \t${JSON.stringify({
  errorType: 'TypeError',
  errorMessage: "Cannot read properties of undefined (reading 'total')",
  stack: [
    "TypeError: Cannot read properties of undefined (reading 'total')",
    '    at priceOf (file:///var/task/src/orders/price.mjs:31:18)',
    '    at Runtime.handler (file:///var/task/src/orders/handler.mjs:12:9)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ],
})}`;
