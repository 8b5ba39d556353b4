/** What a shell does before it becomes a function's process: joins its output and sets the limits that a child inherits. */

import { readFileSync } from 'node:fs';
import { limits } from '../../../lambda/limits.ts';
import { markScript } from './processMark.ts';

export interface StartScriptInput {
  readonly mark: number;
  /** The largest file that a process may write; `undefined` for any. */
  readonly fileBytes: number | undefined;
  /** 0 to 19: how much others go before it. */
  readonly niceness: number;
}

/** What a process may have beyond all threads of the computer before the kernel itself refuses it another one. */
const threadReserve = 8192;

/**
 * A script for `/bin/sh -c` that replaces itself with `$0 "$@"`; it costs about a millisecond. Standard error gets the
 * pipe of standard output, so that lines stay in the order in which they were written. A limit that the system refuses
 * is left out.
 */
export function startScript({ mark, fileBytes, niceness }: StartScriptInput): string {
  const commands = [
    // No file of its memory when it crashes, as on Lambda: it would land in the package.
    'ulimit -c 0',
    `ulimit -n ${limits.openFiles} 2>/dev/null`,
    // In the unit of POSIX. A write beyond it fails and can be caught: the signal is ignored.
    ...(fileBytes === undefined ? [] : ["trap '' XFSZ", `ulimit -f ${Math.ceil(fileBytes / 512)} 2>/dev/null`]),
    ...(process.platform === 'linux' ? [markScript(mark), ...threadLimit()] : []),
  ];
  return `${commands.join('; ')}; exec ${niceness > 0 ? `nice -n ${niceness} ` : ''}"$0" "$@" 2>&1`;
}

/**
 * The kernel counts the threads of a user, not of a function, so this is no limit but a brake: whoever starts processes
 * faster than they are counted is stopped by it. Superusers are not.
 */
function threadLimit(): readonly string[] {
  if (process.getuid?.() === 0) return [];
  try {
    const [, threads] = /\/(\d+) /.exec(readFileSync('/proc/loadavg', 'latin1')) ?? [];
    if (threads === undefined) return [];
    const most = Number(threads) + threadReserve;
    return [`ulimit -p ${most} 2>/dev/null || ulimit -u ${most} 2>/dev/null`];
  } catch {
    return [];
  }
}
