/** How much memory a process and its children hold, read from the operating system. */

import { readdirSync, readFileSync } from 'node:fs';

/**
 * Pages of files (program, libraries, mapped data) that count, at most. The kernel takes them back before it kills, and
 * how many there are depends on the interpreter that this computer has, not on the function.
 */
const filePagesLimitBytes = 40 * 1024 * 1024;

export interface TreeMemory {
  readonly currentBytes: number;
  /** With the peak of the first process in place of what it holds now. */
  readonly peakBytes: number;
}

/**
 * Memory of a process and of its living descendants: what each of them has for itself, and the pages of files once,
 * because processes of one program share them. `undefined` where there is no /proc, and for a process that is gone.
 *
 * An idle bootstrap counts 47 MB (Node.js) or 15 MB (Python) by this rule. On AWS it is about 65 and 35 MB: what fits
 * there fits here. `quick`, for every invocation's end, leaves out children that worker threads started.
 */
export function treeMemory(pid: number, effort: 'quick' | 'thorough'): TreeMemory | undefined {
  const root = readUsage(pid);
  if (root === undefined) return undefined;
  let ownBytes = root.ownBytes;
  let fileBytes = root.fileBytes;
  const seen = new Set([pid]);
  for (const id of seen) {
    for (const child of childrenOf(id, effort)) {
      const usage = seen.has(child) ? undefined : readUsage(child);
      if (usage === undefined) continue;
      seen.add(child);
      ownBytes += usage.ownBytes;
      fileBytes = Math.max(fileBytes, usage.fileBytes);
    }
  }
  const currentBytes = ownBytes + Math.min(fileBytes, filePagesLimitBytes);
  const rootPeakBytes = root.peakBytes - Math.max(0, root.fileBytes - filePagesLimitBytes);
  return { currentBytes, peakBytes: Math.max(currentBytes, rootPeakBytes) };
}

interface Usage {
  readonly ownBytes: number;
  readonly fileBytes: number;
  readonly peakBytes: number;
}

function readUsage(pid: number): Usage | undefined {
  const status = read(`/proc/${pid}/status`);
  const anonymous = kilobytes(status, 'RssAnon');
  if (anonymous === undefined) return undefined;
  return {
    ownBytes: (anonymous + (kilobytes(status, 'RssShmem') ?? 0)) * 1024,
    fileBytes: (kilobytes(status, 'RssFile') ?? 0) * 1024,
    peakBytes: (kilobytes(status, 'VmHWM') ?? 0) * 1024,
  };
}

function kilobytes(status: string, field: string): number | undefined {
  const start = status.indexOf(`\n${field}:`);
  return start < 0 ? undefined : Number.parseInt(status.slice(start + field.length + 2), 10);
}

/** A worker's child is a child of the worker's thread. */
function childrenOf(pid: number, effort: 'quick' | 'thorough'): readonly number[] {
  const threads = effort === 'quick' ? [String(pid)] : threadsOf(pid);
  return threads.flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
