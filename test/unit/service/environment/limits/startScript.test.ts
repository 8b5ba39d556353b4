/** The shell between the service and a function, in the shells that are there. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startScript } from '../../../../../src/service/environment/limits/startScript.ts';

const shells = [['/bin/sh'], ['/bin/bash', '--posix'], ['/bin/dash'], ['/bin/busybox', 'sh']].filter(([path = '']) =>
  existsSync(path),
);

describe.runIf(process.platform !== 'win32').each(shells)('%s', (shell = '', ...options) => {
  const mark = 123_456_789_012;
  const run = (script: string, fileBytes?: number, niceness = 0) => {
    const start = startScript({ mark, fileBytes, niceness });
    const ended = spawnSync(shell, [...options, '-c', start, '/bin/sh', '-c', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin' },
    });
    const { status, signal, stdout, stderr } = ended;
    return { status, signal, stdout, stderr };
  };

  test.each([0, 1, 3, 127, 255])('passes exit status %i on', (status) => {
    expect(run(`exit ${status}`)).toEqual({ status, signal: null, stdout: '', stderr: '' });
  });

  test.each(['SIGKILL', 'SIGSEGV', 'SIGTERM'])('ends by %s as its child did, and says nothing', (signal) => {
    const script = `kill -${signal.slice(3)} $$`;
    expect(run(script)).toEqual({ status: null, signal, stdout: '', stderr: '' });
  });

  test('joins both outputs in their order', () => {
    expect(run('echo one; echo two >&2; echo three').stdout).toBe('one\ntwo\nthree\n');
  });

  test('limits open files and core files, and leaves signals as they are', () => {
    expect(run('ulimit -n; ulimit -c; trap').stdout).toBe('1024\n0\n');
  });

  test('a write beyond the largest file fails, and the process lives', () => {
    const script = 'f=$(mktemp); head -c 9000 /dev/zero > $f 2>/dev/null || echo refused; wc -c < $f; rm $f';
    expect(run(script, 8192).stdout.replaceAll(' ', '')).toBe('refused\n8192\n');
  });

  test('makes it nicer', () => {
    expect(run('nice', undefined, 7).stdout).toBe(`${Number(spawnSync('nice').stdout) + 7}\n`);
  });

  test.runIf(process.platform === 'linux')('marks it and everything that it starts', () => {
    const { stdout } = run('env -i setsid /bin/sh -c "cat /proc/self/limits"');
    expect(stdout).toMatch(new RegExp(`^Max file locks +${mark} `, 'm'));
  });
});
