/** What a process and its children hold, read from the operating system. */

import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

/**
 * Pages of files (program, libraries, mapped data) that count, at most. The kernel takes them back before it kills, and
 * how many there are depends on the interpreter that this computer has, not on the function.
 */
const filePagesLimitBytes = 40 * 1024 * 1024;
/** A tree that has grown beyond every limit is not read to its end. */
const mostProcesses = 2048;

export interface TreeUsage {
  readonly currentBytes: number;
  /** The most that the first process held. */
  readonly rootPeakBytes: number;
  /** With the peak of the first process in place of what it holds now. */
  readonly peakBytes: number;
  /** Of all processes together. */
  readonly threads: number;
  /** Process ids, the first one among them. */
  readonly processes: readonly number[];
}

/**
 * What a process and its living descendants use: what each of them has for itself, and the pages of files once, because
 * processes of one program share them. `undefined` where there is no /proc, and for a process that is gone.
 * `strays` are processes that belong to it and are no descendants any more.
 *
 * An idle bootstrap counts 47 MB (Node.js) or 15 MB (Python) by this rule. On AWS it is about 65 and 35 MB: what fits
 * there fits here. `quick`, for every invocation's end, leaves out children that worker threads started.
 */
export function treeUsage(
  pid: number,
  effort: 'quick' | 'thorough',
  strays: readonly number[] = [],
): TreeUsage | undefined {
  const root = readUsage(pid);
  if (root === undefined) return undefined;
  let { ownBytes, fileBytes, threads } = root;
  const seen = new Set([pid, ...strays]);
  for (const id of seen) {
    if (id !== pid) {
      const usage = readUsage(id);
      if (usage === undefined) continue;
      ownBytes += usage.ownBytes;
      fileBytes = Math.max(fileBytes, usage.fileBytes);
      threads += usage.threads;
    }
    if (seen.size >= mostProcesses) break;
    for (const child of childrenOf(id, effort)) seen.add(child);
  }
  const currentBytes = ownBytes + Math.min(fileBytes, filePagesLimitBytes);
  const rootPeakBytes = root.peakBytes - Math.max(0, root.fileBytes - filePagesLimitBytes);
  return {
    currentBytes,
    rootPeakBytes,
    peakBytes: Math.max(currentBytes, rootPeakBytes),
    threads,
    processes: [...seen],
  };
}

/**
 * What several processes hold now, counting a page that they share once. A process that forked shares nearly everything
 * with its children until one of them writes. Reading it takes the kernel a walk over all pages: for a verdict only.
 */
export function sharedMemoryBytes(processes: readonly number[]): number {
  let bytes = 0;
  let fileBytes = 0;
  for (const pid of processes) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    bytes += (field(rollup, 'Pss_Anon') ?? 0) + (field(rollup, 'Pss_Shmem') ?? 0);
    fileBytes += field(rollup, 'Pss_File') ?? 0;
  }
  return bytes * 1024 + Math.min(fileBytes * 1024, filePagesLimitBytes);
}

/** The process that others started for it, one below the other; `undefined` before that, and where there is no /proc. */
export function onlyDescendantOf(pid: number, depth: number): number | undefined {
  const [child] = childrenOf(pid, 'quick');
  return child === undefined || depth === 1 ? child : onlyDescendantOf(child, depth - 1);
}

interface Usage {
  readonly ownBytes: number;
  readonly fileBytes: number;
  readonly peakBytes: number;
  readonly threads: number;
}

function readUsage(pid: number): Usage | undefined {
  const status = read(`/proc/${pid}/status`);
  const anonymous = field(status, 'RssAnon');
  if (anonymous === undefined) return undefined;
  return {
    ownBytes: (anonymous + (field(status, 'RssShmem') ?? 0)) * 1024,
    fileBytes: (field(status, 'RssFile') ?? 0) * 1024,
    peakBytes: (field(status, 'VmHWM') ?? 0) * 1024,
    threads: field(status, 'Threads') ?? 1,
  };
}

const chunk = Buffer.alloc(16 * 1024);

/** Kilobytes, or a bare number: what the field's line begins with. */
function field(status: string, name: string): number | undefined {
  const start = status.indexOf(`\n${name}:`);
  return start < 0 ? undefined : Number.parseInt(status.slice(start + name.length + 2), 10);
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

/** Half of what `readFileSync` costs, which asks for the size of a file that has none: this runs at every invocation's end. */
function read(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    let text = '';
    for (;;) {
      const length = readSync(file, chunk, 0, chunk.length, null);
      if (length === 0) return text;
      text += chunk.toString('latin1', 0, length);
    }
  } catch {
    return '';
  } finally {
    closeSync(file);
  }
}
