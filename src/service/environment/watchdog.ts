/**
 * Sees to it that no process of a function outlives the service, however the service ends: a helper process holds one
 * end of a pipe, and when the other end closes (which even `kill -9` does) it kills every process group it was told of,
 * and on Linux every process that carries one of their marks.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';

/**
 * Reads `+ PID MARK` and `- PID MARK` until the pipe closes. POSIX: a shell, small and quick to start. dash knows no
 * `kill --`. Marked processes are looked for until none is left: they may be starting others.
 */
const shellScript = `trap '' HUP INT TERM
groups=' '
while read -r sign id mark; do
  case $sign in
    +) groups="$groups$id:$mark " ;;
    -) case $groups in *" $id:$mark "*) groups="\${groups%%" $id:$mark "*} \${groups#*" $id:$mark "}" ;; esac ;;
  esac
done
marks=
for group in $groups; do
  kill -9 "-\${group%%:*}" 2>/dev/null
  marks="$marks|\${group#*:}"
done
[ -n "$marks" ] || exit 0
for round in 1 2 3 4 5 6 7 8 9 10; do
  files=$(grep -lE "^Max file locks +(\${marks#?}) " /proc/[0-9]*/limits 2>/dev/null)
  [ -n "$files" ] || exit 0
  for file in $files; do
    pid=\${file#/proc/}
    kill -9 "\${pid%%/*}" 2>/dev/null
  done
done`;

/** The same for Windows, where a tree is ended by taskkill. */
const nodeScript = `let text = '';
process.stdin.on('data', (chunk) => { text += chunk; });
process.stdin.on('close', () => {
  const ids = new Set();
  for (const [, sign, id] of text.matchAll(/^([+-]) (\\d+) /gm)) sign === '+' ? ids.add(id) : ids.delete(id);
  for (const id of ids) require('node:child_process').spawnSync('taskkill', ['/pid', id, '/T', '/F']);
});`;

export class Watchdog implements Disposable {
  readonly #systemRoot: string | undefined;
  readonly #log: Log;
  #helper: ChildProcess | undefined;

  /** `systemRoot` is Windows' own variable of that name: no program starts without it there. */
  constructor(systemRoot: string | undefined, log: Log) {
    this.#systemRoot = systemRoot;
    this.#log = log;
  }

  /** `pid` leads a process group, whose processes carry `mark`. The helper starts with the first one. */
  guard(pid: number, mark: number): void {
    this.#helper ??= this.#start();
    this.#tell(`+ ${pid} ${mark}\n`);
  }

  release(pid: number, mark: number): void {
    this.#tell(`- ${pid} ${mark}\n`);
  }

  /** Closes the pipe: the helper kills what it still guards, and ends. */
  dispose(): void {
    this.#helper?.stdin?.end();
    this.#helper = undefined;
  }

  #start(): ChildProcess {
    const isWindows = process.platform === 'win32';
    const helper = spawn(
      isWindows ? process.execPath : '/bin/sh',
      isWindows ? ['-e', nodeScript] : ['-c', shellScript],
      {
        // A session of its own: what ends the service's terminal or process group does not end the watchdog.
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
        env: isWindows
          ? { SystemRoot: this.#systemRoot ?? 'C:\\Windows', ELECTRON_RUN_AS_NODE: '1' }
          : { PATH: '/usr/bin:/bin' },
        windowsHide: true,
      },
    );
    helper.on('error', (error) => this.#log.warn(`No watchdog for the processes of functions: ${error.message}`));
    helper.stdin?.on('error', () => {});
    helper.unref();
    return helper;
  }

  #tell(line: string): void {
    this.#helper?.stdin?.write(line);
  }
}
