/** Invocations as points of time and duration, and the scale that puts them on a surface: time across, duration by its logarithm. */

import { isColdStart } from '../../lambda/invocationRecord.ts';
import type { TailedInvocation } from '../../protocol/logPanel.ts';
import { rowKeyOf } from './logStore.ts';
import { timeTicks } from './timeTicks.ts';

export type PointKind = 'run' | 'cold' | 'throttled' | 'error' | 'timeout' | 'out-of-memory';

export interface ScatterPoint {
  readonly tailed: TailedInvocation;
  readonly rowKey: string;
  readonly timeMs: number;
  /** Init included: what the caller waited for. */
  readonly durationMs: number;
  readonly kind: PointKind;
}

/** A piece of time that was selected; both ends inclusive, milliseconds since 1970. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** In order of time; only what has a REPORT line has a duration. */
export function pointsOf(invocations: readonly TailedInvocation[]): readonly ScatterPoint[] {
  const points: ScatterPoint[] = [];
  for (const tailed of invocations) {
    const { report, startedAt } = tailed.invocation;
    if (!report) continue;
    const initMs = report.initDurationMs ?? report.restoreDurationMs ?? 0;
    const durationMs = Math.max(0.1, report.durationMs + initMs);
    points.push({ tailed, rowKey: rowKeyOf(tailed), timeMs: startedAt, durationMs, kind: kindOf(tailed) });
  }
  return points.sort((a, b) => a.timeMs - b.timeMs);
}

function kindOf({ invocation, wasThrottled }: TailedInvocation): PointKind {
  const { outcome } = invocation;
  if (outcome !== 'success' && outcome !== 'running') return outcome;
  if (wasThrottled) return 'throttled';
  return isColdStart(invocation) ? 'cold' : 'run';
}

interface Tick {
  readonly at: number;
  readonly text: string;
}

/** What a time of day needs on the axis, in pixels. */
const roomOfTime = 70;

/** Room around the points for the words of the axes, in pixels. */
const margin = { left: 50, right: 52, top: 10, bottom: 18 };

export class ScatterScale {
  readonly left = margin.left;
  readonly right: number;
  readonly top = margin.top;
  readonly bottom: number;
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #spanMs: number;
  readonly #low: number;
  readonly #high: number;

  constructor(points: readonly ScatterPoint[], width: number, height: number) {
    this.right = Math.max(margin.left + 1, width - margin.right);
    this.bottom = Math.max(margin.top + 1, height - margin.bottom);
    this.#fromMs = points[0]?.timeMs ?? 0;
    this.#toMs = points.at(-1)?.timeMs ?? 0;
    this.#spanMs = Math.max(1, this.#toMs - this.#fromMs);
    let shortest = Number.POSITIVE_INFINITY;
    let longest = 0;
    for (const { durationMs } of points) {
      if (durationMs < shortest) shortest = durationMs;
      if (durationMs > longest) longest = durationMs;
    }
    const low = Math.log10(Math.min(shortest, 1e6));
    const high = Math.log10(Math.max(longest, 0.1));
    // At least two decades, so that runs which took the same time look as if they did.
    const widen = Math.max(0, 2 - (high - low)) / 2;
    this.#low = low - widen - 0.08;
    this.#high = high + widen + 0.08;
  }

  x(timeMs: number): number {
    return this.left + ((timeMs - this.#fromMs) / this.#spanMs) * (this.right - this.left);
  }

  y(durationMs: number): number {
    const share = (Math.log10(durationMs) - this.#low) / (this.#high - this.#low);
    return this.bottom - share * (this.bottom - this.top);
  }

  timeAt(x: number): number {
    const share = (Math.min(this.right, Math.max(this.left, x)) - this.left) / (this.right - this.left);
    return this.#fromMs + share * this.#spanMs;
  }

  /** Whether a duration lies between the lowest and the highest that are shown. */
  covers(durationMs: number): boolean {
    const height = Math.log10(durationMs);
    return height >= this.#low && height <= this.#high;
  }

  /** Round times of the local clock, as many as have room. */
  get timeTicks(): readonly Tick[] {
    return timeTicks(this.#fromMs, this.#toMs, (this.right - this.left) / roomOfTime).map(({ timeMs, text }) => ({
      at: this.x(timeMs),
      text,
    }));
  }

  /** Powers of ten: `10 ms`, `1 s`. */
  get durationTicks(): readonly Tick[] {
    const ticks: Tick[] = [];
    for (let power = Math.ceil(this.#low); power <= this.#high; power += 1) {
      const ms = 10 ** power;
      ticks.push({ at: this.y(ms), text: ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(1))} ms` });
    }
    return ticks;
  }
}

/** The point nearest to a place, if it is within reach of a pointer. */
export function pointNear(
  points: readonly ScatterPoint[],
  scale: ScatterScale,
  x: number,
  y: number,
): ScatterPoint | undefined {
  const reach = 9;
  let nearest: ScatterPoint | undefined;
  let best = reach * reach;
  for (const point of points) {
    const dx = scale.x(point.timeMs) - x;
    if (dx > reach) break;
    if (dx < -reach) continue;
    const dy = scale.y(point.durationMs) - y;
    const distance = dx * dx + dy * dy;
    if (distance > best) continue;
    best = distance;
    nearest = point;
  }
  return nearest;
}
