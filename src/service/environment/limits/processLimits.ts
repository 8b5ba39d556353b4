/** What the processes of one environment may use together, and which of it they used up. */

import { limits } from '../../../lambda/limits.ts';
import type { FunctionVersion } from '../../store/functionVersion.ts';

export interface ProcessLimits {
  readonly memoryBytes: number;
  /** Threads of all processes together, as Lambda counts them. */
  readonly threads: number;
  /** The folder in place of /tmp. */
  readonly temporaryFolder: string;
  /** What that folder may hold. */
  readonly storageBytes: number;
}

/** A limit that ended its processes. */
export interface ExceededLimit {
  readonly what: 'memory' | 'storage' | 'threads';
  /** In bytes, or a number of threads. */
  readonly allowed: number;
}

const bytesPerMB = 1024 * 1024;

/** The limits of a function as it is configured. */
export function processLimits({ configuration }: FunctionVersion, temporaryFolder: string): ProcessLimits {
  return {
    memoryBytes: (configuration.MemorySize ?? limits.memoryDefaultMB) * bytesPerMB,
    threads: limits.threads,
    temporaryFolder,
    storageBytes: (configuration.EphemeralStorage?.Size ?? limits.ephemeralStorageDefaultMB) * bytesPerMB,
  };
}
