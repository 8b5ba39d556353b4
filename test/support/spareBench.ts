/** A dispatcher that keeps spares, and tells when one is ready. */

import { spawnSync } from 'node:child_process';
import { Emitter, nextEvent } from '../../src/base/event.ts';
import { type Log, silentLog } from '../../src/base/log.ts';
import type { DispatcherOptions } from '../../src/service/invoke/dispatcher.ts';
import type { FunctionVersion } from '../../src/service/store/functionVersion.ts';
import { type BenchResult, DispatcherBench } from './dispatcherBench.ts';

const deadlineMs = 10_000;

export class SpareBench {
  readonly bench: DispatcherBench;
  readonly #ready: Emitter<number>;

  private constructor(bench: DispatcherBench, ready: Emitter<number>) {
    this.bench = bench;
    this.#ready = ready;
  }

  static async create(options: Partial<DispatcherOptions> = {}): Promise<SpareBench> {
    const ready = new Emitter<number>();
    const log: Log = {
      ...silentLog,
      debug(message, details) {
        if (message === 'A spare is ready') ready.fire((details as { pid: number }).pid);
      },
    };
    return new SpareBench(await DispatcherBench.create({ spares: 2, log, ...options }), ready);
  }

  /** Runs `work` and waits for the spare that it leads to. Resolves with the spare's process id and what `work` gave. */
  async untilSpare<T>(work: () => Promise<T>): Promise<{ readonly pid: number; readonly value: T }> {
    const next = nextEvent(this.#ready.event, () => true, AbortSignal.timeout(deadlineMs));
    const [pid, value] = await Promise.all([next, work()]);
    return { pid, value };
  }

  /** Starts the function anew, with a spare where one waits that fits. */
  fresh(version: FunctionVersion, event: unknown = {}): Promise<BenchResult> {
    return this.bench.run(version, event, { isFresh: true });
  }

  async close(): Promise<void> {
    await this.bench.close();
    this.#ready.dispose();
  }
}

/** Whether a program is there and tells its version. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}
