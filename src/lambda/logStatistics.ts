/** What many invocations come to: percentiles, rates, environments and cost, kept up to date row by row. */

import { type Architecture, invocationCostUSD, type PriceTable } from './cost.ts';
import { type InvocationRecord, isColdStart } from './invocationRecord.ts';

/** Exact over the invocations held. Times in milliseconds, rates from 0 to 1; `undefined` where nothing was measured. */
export interface LogStatistics {
  readonly invocations: number;
  /** With a REPORT line: what durations, cold starts and cost are taken from. */
  readonly reported: number;
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly coldStarts: number;
  /** Share of the reported invocations. */
  readonly coldStartRate: number | undefined;
  readonly initP50Ms: number | undefined;
  /** Errors, timeouts and out-of-memory together. */
  readonly failures: number;
  readonly timeouts: number;
  readonly outOfMemory: number;
  /** Share of the finished invocations that failed. */
  readonly errorRate: number | undefined;
  /** Distinct log streams: one per execution environment. */
  readonly environments: number;
  /** The most invocations that ran at the same moment. */
  readonly peakConcurrency: number;
  /** By the list price; `undefined` where the Region or the architecture has none. */
  readonly costUSD: number | undefined;
}

/** What an invocation's cost depends on beside its report. */
export interface CostContext {
  readonly prices: PriceTable;
  readonly region: string;
  readonly architecture: Architecture;
}

interface Counted {
  readonly durationMs: number | undefined;
  readonly initMs: number | undefined;
  readonly isCold: boolean;
  readonly isRunning: boolean;
  readonly outcome: InvocationRecord['outcome'];
  readonly environment: string;
  readonly startedAt: number;
  readonly costUSD: number | undefined;
}

/** Takes, replaces and gives up invocations one by one; sorts only when it is asked, and only what changed since. */
export class StatisticsOf {
  readonly #counted = new Map<string, Counted>();
  readonly #environments = new Map<string, number>();
  readonly #outcomes = { running: 0, success: 0, error: 0, timeout: 0, 'out-of-memory': 0 };
  #coldStarts = 0;
  #reported = 0;
  #costUSD = 0;
  #unpriced = 0;
  #read: LogStatistics | undefined;

  get size(): number {
    return this.#counted.size;
  }

  /** `id`: unique over everything counted here. The same id again replaces what was counted. */
  put(id: string, record: InvocationRecord, cost: CostContext | undefined): void {
    this.remove(id);
    const counted = count(record, cost);
    this.#counted.set(id, counted);
    this.#add(counted, 1);
  }

  remove(id: string): void {
    const counted = this.#counted.get(id);
    if (!counted) return;
    this.#counted.delete(id);
    this.#add(counted, -1);
  }

  clear(): void {
    for (const id of [...this.#counted.keys()]) this.remove(id);
  }

  read(): LogStatistics {
    this.#read ??= this.#compute();
    return this.#read;
  }

  #add(counted: Counted, by: 1 | -1): void {
    this.#read = undefined;
    this.#outcomes[counted.outcome] += by;
    if (counted.isCold) this.#coldStarts += by;
    if (counted.durationMs !== undefined) {
      this.#reported += by;
      if (counted.costUSD === undefined) this.#unpriced += by;
      else this.#costUSD += by * counted.costUSD;
    }
    const streams = (this.#environments.get(counted.environment) ?? 0) + by;
    if (streams === 0) this.#environments.delete(counted.environment);
    else this.#environments.set(counted.environment, streams);
  }

  #compute(): LogStatistics {
    const all = [...this.#counted.values()];
    const durations = ascending(all.map((counted) => counted.durationMs));
    const inits = ascending(all.map((counted) => counted.initMs));
    const { running, error, timeout, 'out-of-memory': outOfMemory } = this.#outcomes;
    const failures = error + timeout + outOfMemory;
    return {
      invocations: all.length,
      reported: this.#reported,
      p50Ms: percentile(durations, 0.5),
      p95Ms: percentile(durations, 0.95),
      p99Ms: percentile(durations, 0.99),
      coldStarts: this.#coldStarts,
      coldStartRate: share(this.#coldStarts, this.#reported),
      initP50Ms: percentile(inits, 0.5),
      failures,
      timeouts: timeout,
      outOfMemory,
      errorRate: share(failures, all.length - running),
      environments: this.#environments.size,
      peakConcurrency: peakConcurrency(all),
      costUSD: this.#reported === 0 || this.#unpriced > 0 ? undefined : Math.max(0, this.#costUSD),
    };
  }
}

function count(record: InvocationRecord, cost: CostContext | undefined): Counted {
  const { report } = record;
  return {
    durationMs: report?.durationMs,
    initMs: report?.initDurationMs ?? report?.restoreDurationMs,
    isCold: isColdStart(record),
    isRunning: record.outcome === 'running',
    outcome: record.outcome,
    environment: `${record.logGroupName}\n${record.logStreamName}`,
    startedAt: record.startedAt,
    costUSD:
      report &&
      cost &&
      invocationCostUSD(cost.prices, {
        region: cost.region,
        architecture: cost.architecture,
        memorySizeMB: report.memorySizeMB,
        billedDurationMs: report.billedDurationMs,
      }),
  };
}

function ascending(values: readonly (number | undefined)[]): Float64Array {
  return Float64Array.from(values.filter((value) => value !== undefined)).sort();
}

/** Nearest rank. */
function percentile(sorted: Float64Array, part: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/** Sweeps over beginnings and ends in order of time; an invocation that ends where another begins does not overlap it. */
function peakConcurrency(all: readonly Counted[]): number {
  const starts = Float64Array.from(all, (counted) => counted.startedAt).sort();
  const ends = Float64Array.from(all, ({ startedAt, durationMs = 0, isRunning }) =>
    isRunning ? Number.POSITIVE_INFINITY : startedAt + durationMs,
  ).sort();
  let peak = 0;
  let ended = 0;
  starts.forEach((startedAt, begun) => {
    while (ended < begun && (ends[ended] ?? 0) <= startedAt) ended += 1;
    peak = Math.max(peak, begun + 1 - ended);
  });
  return peak;
}
