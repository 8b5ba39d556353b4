/** A log tail on a fake clock, with targets whose logs are in memory. */

import { LogTail } from '../../../../src/app/logTail.ts';
import type { Target } from '../../../../src/app/target.ts';
import { Emitter } from '../../../../src/base/event.ts';
import { silentLog } from '../../../../src/base/log.ts';
import type { LambdaApi } from '../../../../src/lambda/api.ts';
import type { LogBatch, LogThresholds } from '../../../../src/protocol/logPanel.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { InMemoryLogs } from '../../../fakes/inMemoryLogs.ts';

export const group = '/aws/lambda/orders-api';

export class TailScene {
  readonly clock = new FakeClock();
  readonly logs = new InMemoryLogs();
  readonly targets = new Map<string, Target>();
  readonly targetsChanged = new Emitter<void>();
  readonly batches: { readonly at: number; readonly batch: LogBatch }[] = [];
  thresholds: LogThresholds = { slowShareOfTimeout: 0.8, memoryShare: 0.8 };
  readonly tail: LogTail;

  constructor(options: { readonly capacityLines?: number; readonly historyMinutes?: number } = {}) {
    const { capacityLines = 10_000, historyMinutes } = options;
    this.tail = new LogTail(
      { onDidChange: this.targetsChanged.event, get: (id) => this.targets.get(id) },
      {
        clock: this.clock,
        log: silentLog,
        capacityLines,
        thresholds: () => this.thresholds,
        ...(historyMinutes === undefined ? {} : { historyMinutes: () => historyMinutes }),
      },
    );
    this.tail.onBatch((batch) => this.batches.push({ at: this.clock.now(), batch }));
  }

  target(tailing: Target['tailing'], overrides: Partial<Target> & { readonly accountId?: string } = {}): Target {
    const { accountId = '111111111111', ...rest } = overrides;
    const isLocal = tailing === 'live';
    const target: Target = {
      id: isLocal ? 'local' : 'dev/eu-west-1',
      label: isLocal ? 'Local' : 'dev · eu-west-1',
      region: isLocal ? 'us-east-1' : 'eu-west-1',
      isProtected: false,
      runsHere: isLocal,
      tailing,
      consoleUrl: () => undefined,
      connect: async () => ({
        lambda: {} as LambdaApi,
        logs: this.logs.api,
        endpoint: undefined,
        accountId: async () => accountId,
      }),
      ...rest,
    };
    this.targets.set(target.id, target);
    return target;
  }

  /** Lets what was begun go as far as it can, then moves time. */
  async pass(byMs: number): Promise<void> {
    await settle();
    await this.clock.advance(byMs);
  }

  /** Texts of all lines handed out so far, in order. */
  get texts(): readonly string[] {
    return this.batches.flatMap(({ batch }) => batch.lines.map(({ line }) => line.text));
  }

  get states(): readonly string[] {
    return this.tail.sources.map(({ state }) => (state.state === 'failed' ? `failed: ${state.message}` : state.state));
  }

  /** A finished invocation's events, `number` in its id. */
  invocation(number: number, startedAt: number, durationMs: number, extra: { readonly init?: number } = {}) {
    const id = requestId(number);
    const init = extra.init === undefined ? '' : `Init Duration: ${extra.init.toFixed(2)} ms\t`;
    const report = `REPORT RequestId: ${id}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t${init}\n`;
    const endedAt = Math.round(startedAt + durationMs);
    return [
      { timestamp: startedAt, message: `START RequestId: ${id} Version: $LATEST\n` },
      { timestamp: endedAt, message: `END RequestId: ${id}\n` },
      { timestamp: endedAt, message: report },
    ];
  }

  /** Disposes the tail, and says what it left behind: nothing, one hopes. */
  async end(): Promise<{ readonly timers: number; readonly sessions: number }> {
    this.tail.dispose();
    await this.pass(0);
    return { timers: this.clock.pending, sessions: this.logs.openSessions };
  }
}

export function requestId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
