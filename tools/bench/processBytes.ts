/** What a process holds in memory, as the operating system counts it (resident set). */

import { readFileSync } from 'node:fs';
import { runCommand } from '../shared/childProcess.ts';

/** `undefined` where the system has no `ps` that says it. */
export async function processBytes(pid: number): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined;
  const { exitCode, output } = await runCommand('ps', ['-o', 'rss=', '-p', String(pid)], { deadlineMs: 5000 });
  const kilobytes = Number(output.trim());
  return exitCode === 0 && kilobytes > 0 ? kilobytes * 1024 : undefined;
}

/** What a process has for itself alone, without what it shares with others of its program; `undefined` without /proc. */
export function ownBytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
