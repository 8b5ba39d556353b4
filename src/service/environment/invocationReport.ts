/** The numbers of REPORT, and the most memory that an environment's processes held. */

import type { Report } from '../../lambda/invocationRecord.ts';
import { limits } from '../../lambda/limits.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import type { Failure } from './failure.ts';
import type { RuntimeProcess } from './runtimeProcess.ts';

export interface ReportedInvocation {
  readonly requestId: string;
  readonly durationMs: number;
  /** Of the cold start that the invocation waited for. */
  readonly initMs: number | undefined;
  readonly failure: Failure | undefined;
  readonly peakBytes: number;
}

const bytesPerMB = 1024 * 1024;

/** What is billed includes Init (since August 2025). */
export function invocationReport(invocation: ReportedInvocation, { configuration }: FunctionVersion): Report {
  const { requestId, durationMs, initMs, failure, peakBytes } = invocation;
  const memorySizeMB = configuration.MemorySize ?? limits.memoryDefaultMB;
  const isOutOfMemory = failure?.errorType === 'Runtime.OutOfMemory';
  return {
    requestId,
    durationMs,
    billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
    memorySizeMB,
    maxMemoryUsedMB: isOutOfMemory ? memorySizeMB : Math.round(peakBytes / bytesPerMB),
    initDurationMs: initMs,
    restoreDurationMs: undefined,
    status: failure?.status,
    errorType: failure?.status === 'timeout' ? undefined : failure?.errorType,
  };
}

/** Survives the processes: a warm environment reports the most that it ever held. */
export class PeakMemory {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Returns whether the process holds more than the function may. */
  sample(runtime: RuntimeProcess): boolean {
    const { bytes, isOverLimit } = runtime.peakMemory();
    this.#bytes = Math.max(this.#bytes, bytes);
    return isOverLimit;
  }
}
