/** How much memory a process and its children held at most, read from the operating system. */

import { readFileSync } from 'node:fs';

/**
 * Sum of the peaks (`VmHWM`) of the process and of its living descendants, in bytes.
 * `undefined` where there is no /proc, and for a process that is gone.
 */
export function peakMemoryBytes(pid: number): number | undefined {
  const own = readPeak(pid);
  if (own === undefined) return undefined;
  return childrenOf(pid).reduce((sum, child) => sum + (peakMemoryBytes(child) ?? 0), own);
}

function readPeak(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

function childrenOf(pid: number): readonly number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
