/** Which invocations stand out: slow ones, with the reason in words, long inits, throttled ones. */

import { formatDuration } from '../../base/text.ts';
import type { InvocationRecord } from '../../lambda/invocationRecord.ts';
import { isColdStart } from '../../lambda/invocationRecord.ts';
import { tellsOfThrottling } from '../../lambda/throttling.ts';
import type { LogThresholds, TailedInvocation } from '../../protocol/logPanel.ts';

/** Below this number of warm invocations a percentile says nothing. */
const enoughInvocations = 20;
const rememberedInvocations = 1_000;
/** Differences below this are the machine's, not the function's. */
const noiseMs = 10;

/** The durations of a function's last warm invocations. */
export class WarmDurations {
  readonly #durations: number[] = [];
  #sorted: readonly number[] | undefined;

  get count(): number {
    return this.#durations.length;
  }

  add(durationMs: number): void {
    this.#durations.push(durationMs);
    if (this.#durations.length > rememberedInvocations) this.#durations.shift();
    this.#sorted = undefined;
  }

  /** Nearest-rank percentile, `share` from 0 to 1; `undefined` while too few were seen. */
  percentile(share: number): number | undefined {
    if (this.#durations.length < enoughInvocations) return undefined;
    this.#sorted ??= [...this.#durations].sort((a, b) => a - b);
    return this.#sorted[Math.ceil(share * this.#sorted.length) - 1];
  }
}

/** `undefined` when the invocation is not slow. A timeout has an outcome of its own and is not called slow as well. */
export function slowReason(
  record: InvocationRecord,
  timeoutMs: number | undefined,
  thresholds: LogThresholds,
  warm: WarmDurations,
): string | undefined {
  const durationMs = record.report?.durationMs;
  if (durationMs === undefined || record.outcome === 'timeout') return undefined;
  const share = timeoutMs === undefined ? 0 : durationMs / timeoutMs;
  if (timeoutMs !== undefined && share > thresholds.slowShareOfTimeout) {
    return `Took ${formatDuration(durationMs)}: ${Math.floor(share * 100)} % of its timeout of ${formatDuration(timeoutMs)}`;
  }
  // A cold start is slow for a reason that is told already.
  if (isColdStart(record)) return undefined;
  const usual = warm.percentile(0.5) ?? Number.POSITIVE_INFINITY;
  const limit = warm.percentile(0.95) ?? Number.POSITIVE_INFINITY;
  if (durationMs <= limit || durationMs - usual < noiseMs) return undefined;
  return `Took ${formatDuration(durationMs)}: above the p95 of ${formatDuration(limit)} of its last ${warm.count} warm invocations`;
}

/** `before`: what was found so far; it stands, so that rows do not change while they are read. */
export function remarksOn(
  record: InvocationRecord,
  thresholds: LogThresholds,
  before: TailedInvocation | undefined,
): Pick<TailedInvocation, 'hasLongInit' | 'wasThrottled'> {
  const initMs = record.report?.initDurationMs ?? 0;
  return {
    ...((before?.hasLongInit ?? initMs > (thresholds.longInitMs ?? Number.POSITIVE_INFINITY)) && { hasLongInit: true }),
    ...((before?.wasThrottled ?? record.lines.some(tellsOfThrottling)) && { wasThrottled: true }),
  };
}
