/** Ends a process together with its descendants, those included that made process groups of their own. */

import { type ChildProcess, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Signals the child's group and every descendant; those that are gone already are passed over. */
export function endProcessTree(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') {
    // Windows has no SIGTERM to pass on: the tree is ended at once.
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  // On a polite request the leader closes what it owns; only force reaches over its head.
  endProcesses(signal === 'SIGKILL' ? [-pid, ...descendantsOf(pid)] : [pid], signal);
}

/** Signals everything that this process has started, directly or not. */
export function endDescendants(signal: 'SIGTERM' | 'SIGKILL'): void {
  endProcesses(descendantsOf(process.pid), signal);
}

/** A negative id stands for a whole process group, as in `kill`. */
export function endProcesses(targets: readonly number[], signal: 'SIGTERM' | 'SIGKILL'): void {
  for (const target of targets) {
    try {
      process.kill(target, signal);
    } catch {
      // It ended in the meantime.
    }
  }
}

/** A zombie does not count: it only waits for its parent to read its status. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Process ids below `pid`, at any depth. */
export function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const [id, parent] of processParents()) children.set(parent, [...(children.get(parent) ?? []), id]);
  const found: number[] = [];
  for (let next = [pid]; next.length > 0; ) {
    next = next.flatMap((id) => children.get(id) ?? []);
    found.push(...next);
  }
  return found;
}

function processParents(): [id: number, parent: number][] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The command may contain spaces and brackets; the parent is the second field after the last bracket.
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return [[Number(name), Number(fields[1])] as [number, number]];
      } catch {
        return [];
      }
    });
}
