/** What the shown invocations come to: counted one by one as they come, change and go. */

import type { TailedInvocation } from '../../protocol/logPanel.ts';
import { hasFailed } from './outcomeWords.ts';

export class InvocationTally {
  reported = 0;
  cold = 0;
  failed = 0;
  slow = 0;
  /** Ascending, in milliseconds. */
  #durations: number[] = [];

  /** All of them at once. */
  static of(all: readonly TailedInvocation[]): InvocationTally {
    const tally = new InvocationTally();
    for (const tailed of all) tally.#count(tailed, 1);
    const durations = all.flatMap(({ invocation: { report } }) => (report ? [report.durationMs] : []));
    tally.#durations = [...Float64Array.from(durations).sort()];
    return tally;
  }

  add(tailed: TailedInvocation): void {
    this.#count(tailed, 1);
    const { report } = tailed.invocation;
    if (report) this.#durations.splice(firstAtLeast(this.#durations, report.durationMs), 0, report.durationMs);
  }

  remove(tailed: TailedInvocation): void {
    this.#count(tailed, -1);
    const { report } = tailed.invocation;
    if (report) this.#durations.splice(firstAtLeast(this.#durations, report.durationMs), 1);
  }

  /** Nearest rank; `undefined` where fewer than two have a REPORT line. */
  percentileMs(share: number): number | undefined {
    const { length } = this.#durations;
    return length > 1 ? this.#durations[Math.max(0, Math.ceil(share * length) - 1)] : undefined;
  }

  #count(tailed: TailedInvocation, by: 1 | -1): void {
    const { report } = tailed.invocation;
    if (report) this.reported += by;
    if (report?.initDurationMs !== undefined) this.cold += by;
    if (hasFailed(tailed)) this.failed += by;
    if (tailed.isSlow) this.slow += by;
  }
}

function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
