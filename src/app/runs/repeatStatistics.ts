/** Many runs in figures: counts, percentiles, a histogram that tells cold from warm, failures by reason. */

import {
  type FailureGroup,
  type Histogram,
  mostFailureGroups,
  type RepeatState,
  type Spread,
} from '../../protocol/repeatRuns.ts';
import type { RunSample, SampleOutcome } from './runSample.ts';

type Course = Pick<RepeatState, 'state' | 'count' | 'concurrency' | 'elapsedMs'>;

const bars = 28;
const longestMessage = 300;

export function repeatState(samples: readonly RunSample[], course: Course): RepeatState {
  const outcomes = new Map<SampleOutcome, number>();
  for (const { outcome } of samples) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const warm: number[] = [];
  const cold: number[] = [];
  for (const { durationMs, initDurationMs } of samples) {
    if (durationMs === undefined) continue;
    if (initDurationMs === undefined) warm.push(durationMs);
    else cold.push(durationMs + initDurationMs);
  }
  const costs = samples.flatMap(({ costUSD }) => costUSD ?? []);
  return {
    ...course,
    ended: samples.length,
    succeeded: outcomes.get('success') ?? 0,
    failed: outcomes.get('error') ?? 0,
    throttled: outcomes.get('throttled') ?? 0,
    refused: outcomes.get('refused') ?? 0,
    cancelled: outcomes.get('cancelled') ?? 0,
    cold: cold.length,
    warmDuration: spreadOf(warm),
    coldDuration: spreadOf(cold),
    clientTime: spreadOf(samples.flatMap(({ clientMs }) => clientMs ?? [])),
    histogram: histogramOf(warm, cold),
    failures: failureGroups(samples),
    costUSD: costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0),
  };
}

/** Percentiles by the nearest rank: each is the time of a run that was. */
export function spreadOf(times: readonly number[]): Spread | undefined {
  if (times.length === 0) return undefined;
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), longest: at(1) };
}

/**
 * Bars of equal ratio: the difference between 10 and 20 ms is as wide as that between 1 and 2 s, since cold starts are ten or
 * a hundred times longer than warm runs.
 */
export function histogramOf(warm: readonly number[], cold: readonly number[]): Histogram | undefined {
  if (warm.length + cold.length === 0) return undefined;
  let shortest = Number.POSITIVE_INFINITY;
  let longest = 0;
  for (const time of [...warm, ...cold]) {
    shortest = Math.min(shortest, time);
    longest = Math.max(longest, time);
  }
  const from = Math.max(0.1, shortest);
  // Runs of one length have a bar of their own width.
  const ratio = Math.max(longest / from, 1.5) ** (1 / bars);
  const edges = Array.from({ length: bars + 1 }, (_, place) => from * ratio ** place);
  const barOf = (time: number) => {
    const place = Math.floor(Math.log(Math.max(time, from) / from) / Math.log(ratio));
    return Math.min(bars - 1, Math.max(0, place));
  };
  const counted = (times: readonly number[]) => {
    const counts = new Array<number>(bars).fill(0);
    for (const time of times) counts[barOf(time)] = (counts[barOf(time)] ?? 0) + 1;
    return counts;
  };
  return { edges, warm: counted(warm), cold: counted(cold) };
}

/** Messages that differ only by numbers and ids have one reason. */
function failureGroups(samples: readonly RunSample[]): readonly FailureGroup[] {
  const groups = new Map<string, { message: string; count: number; requestId: string | undefined }>();
  for (const { message, requestId } of samples) {
    if (message === undefined) continue;
    const key = message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/gi, '#');
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { message: message.slice(0, longestMessage), count: 1, requestId });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, mostFailureGroups);
}
