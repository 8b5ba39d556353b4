/** What a shell does as the parent of a function's process: joins its output, sets the limits that a child inherits, and waits. */

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
 * A script for `/bin/sh -c` that runs `$0 "$@"` and ends as that ended. Standard error gets the pipe of standard output,
 * so that lines stay in the order in which they were written. A limit that the system refuses is left out.
 *
 * The shell stays as the parent, which costs about a millisecond and less than a megabyte: a function that kills its
 * parent kills the shell, not the service. What it cannot tell apart is exit status 128 + N and signal N.
 */
export function startScript({ mark, fileBytes, niceness }: StartScriptInput): string {
  const start = niceness > 0 ? `nice -n ${niceness} "$0" "$@"` : '"$0" "$@"';
  return [
    // The shell has nothing to say: not that a limit is refused, nor how its child ended.
    'exec 2>/dev/null',
    // No file of its memory when it crashes, as on Lambda: it would land in the package.
    'ulimit -c 0',
    `ulimit -n ${limits.openFiles}`,
    // In the unit of POSIX. A write beyond it fails and can be caught: the signal is ignored.
    ...(fileBytes === undefined ? [] : ["trap '' XFSZ", `ulimit -f ${Math.ceil(fileBytes / 512)}`]),
    ...(process.platform === 'linux' ? [markScript(mark), ...threadLimit()] : []),
    // What is sent to the whole group is meant for the function; a handler, unlike "ignore", is not inherited.
    'trap : HUP INT QUIT TERM',
    `(exec ${start} 2>&1)`,
    'status=$?',
    'if [ $status -gt 128 ]; then trap - $((status - 128)); kill -$((status - 128)) $$; fi',
    'exit $status',
  ].join('\n');
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
    return [`ulimit -p ${most} || ulimit -u ${most}`];
  } catch {
    return [];
  }
}
