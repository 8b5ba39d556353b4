/** How a phase of an environment ended. */

import { exitFailure, extensionFailure, type Failure } from './failure.ts';
import type { ProcessFact } from './runtimeProcess.ts';

export interface PhaseEnd {
  /** Monotonic times. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly failure: Failure | undefined;
}

/** A process that ended in the middle of a phase. `reported` is what an extension had said of itself before. */
export function endFailure(
  fact: Extract<ProcessFact, { type: 'exit' | 'extensionExit' }>,
  reported: string | undefined,
): Failure {
  if (fact.type === 'extensionExit' || reported !== undefined) return extensionFailure(reported, fact.exit);
  return exitFailure(fact.exit, fact.isOutOfMemory);
}
