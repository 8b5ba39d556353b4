/** Medians, and taking a figure and its floor in turns so that both see the same machine. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Nearest rank; `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export interface Pair {
  readonly value: number;
  readonly floor: number;
}

/** Calls both `rounds` times in turns, after `warmup` rounds that do not count, and returns the medians of what they return. */
export async function inTurns(...work: Parameters<typeof samplesInTurns>): Promise<Pair> {
  const { values, floors } = await samplesInTurns(...work);
  return { value: median(values), floor: median(floors) };
}

/** The same with everything that they returned. */
export async function samplesInTurns(
  rounds: number,
  warmup: number,
  value: () => Promise<number>,
  floor: () => Promise<number>,
  signal: AbortSignal,
): Promise<{ readonly values: readonly number[]; readonly floors: readonly number[] }> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = -warmup; round < rounds; round += 1) {
    signal.throwIfAborted();
    const [one, other] = [await value(), await floor()];
    if (round < 0) continue;
    values.push(one);
    floors.push(other);
  }
  return { values, floors };
}

/** How long `work` took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
