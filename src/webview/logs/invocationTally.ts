/** What the shown invocations come to: counted one by one as they come, change and go. */

import type { TailedInvocation } from '../../protocol/logPanel.ts';
import { hasFailed } from './outcomeWords.ts';

export class InvocationTally {
  reported = 0;
  cold = 0;
  failed = 0;
  slow = 0;
  /** Ascending, in milliseconds; made when it is asked for. */
  #durations: Float64Array | undefined;

  add(tailed: TailedInvocation): void {
    this.#count(tailed, 1);
  }

  remove(tailed: TailedInvocation): void {
    this.#count(tailed, -1);
  }

  /** Nearest rank over `counted`, which is what was added here; `undefined` where fewer than two have a REPORT line. */
  percentileMs(share: number, counted: readonly TailedInvocation[]): number | undefined {
    this.#durations ??= durationsOf(counted, this.reported);
    const { length } = this.#durations;
    return length > 1 ? this.#durations[Math.max(0, Math.ceil(share * length) - 1)] : undefined;
  }

  #count(tailed: TailedInvocation, by: 1 | -1): void {
    const { report } = tailed.invocation;
    this.#durations = undefined;
    if (report) this.reported += by;
    if (report?.initDurationMs !== undefined) this.cold += by;
    if (hasFailed(tailed)) this.failed += by;
    if (tailed.isSlow) this.slow += by;
  }
}

function durationsOf(counted: readonly TailedInvocation[], reported: number): Float64Array {
  const durations = new Float64Array(reported);
  let next = 0;
  for (const { invocation } of counted) {
    if (!invocation.report) continue;
    durations[next] = invocation.report.durationMs;
    next += 1;
  }
  return durations.sort();
}
