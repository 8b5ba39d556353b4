import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ProcessToolRunner, ToolMissing, type ToolRequest } from '../../../src/app/toolRunner.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';

const never = new AbortController().signal;
const runner = new ProcessToolRunner({ ...process.env, GREETING: 'hello' }, systemClock);

const node = (script: string, over: Partial<ToolRequest> = {}): ToolRequest => ({
  command: process.execPath,
  arguments: ['-e', script],
  folder: import.meta.dirname,
  deadlineMs: 60_000,
  ...over,
});

describe('build tools', () => {
  test('give their output as it comes and as a whole, with their exit code', async () => {
    const seen: string[] = [];
    const script = 'console.log(process.env.GREETING, process.cwd()); console.error("é"); process.exitCode = 3';
    const result = await runner.run(node(script, { onOutput: (text) => seen.push(text) }), never);
    expect(result).toEqual({ exitCode: 3, stdout: `hello ${import.meta.dirname}\n`, stderr: 'é\n' });
    expect(seen.join('')).toContain('hello');
  });

  test('get their arguments as they are: there is no shell to read them', async () => {
    const odd = ['a b', '"; rm -rf /', '$HOME', '*'];
    const result = await runner.run(
      node('', { arguments: ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', ...odd] }),
      never,
    );
    expect(JSON.parse(result.stdout)).toEqual(odd);
  });

  test('that are not there are told by name', async () => {
    const running = runner.run(node('', { command: '/nowhere/tool' }), never);
    await expect(running).rejects.toBeInstanceOf(HumanError);
    await expect(running).rejects.toThrow('/nowhere/tool could not be started');
    await expect(running).rejects.toBeInstanceOf(ToolMissing);
    const elsewhere = runner.run(node('', { folder: '/nowhere/at/all' }), never);
    await expect(elsewhere).rejects.toThrow('(in /nowhere/at/all, which is not there)');
  });

  test('are killed when aborted, with the reason', async () => {
    const controller = new AbortController();
    let pid = 0;
    const running = runner.run(
      node('console.log(process.pid); setInterval(() => {}, 1000)', {
        onOutput: (text) => {
          pid = Number(text);
          controller.abort(new Error('cancelled by the developer'));
        },
      }),
      controller.signal,
    );
    await expect(running).rejects.toThrow('cancelled by the developer');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('are killed with all that they have started', async () => {
    const controller = new AbortController();
    let pid = 0;
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      child.on('spawn', () => console.log(child.pid));
      setInterval(() => {}, 1000);`;
    const running = runner.run(
      node(script, {
        onOutput: (text) => {
          pid = Number(text);
          controller.abort(new Error('enough'));
        },
      }),
      controller.signal,
    );
    await expect(running).rejects.toThrow('enough');
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });

  test('may be a line for the shell, and may have variables of their own', async () => {
    const result = await runner.run(
      node('', {
        command: 'echo "$GREETING $WHO" && exit 4',
        arguments: [],
        isShellLine: true,
        environment: { WHO: 'you' },
      }),
      never,
    );
    expect(result).toEqual({ exitCode: 4, stdout: 'hello you\n', stderr: '' });
  });

  test('are killed at their deadline', async () => {
    const clock = new FakeClock();
    let started = () => {};
    const isRunning = new Promise<void>((resolve) => {
      started = resolve;
    });
    const running = new ProcessToolRunner(process.env, clock).run(
      node('console.log(1); setInterval(() => {}, 1000)', { deadlineMs: 5000, onOutput: () => started() }),
      never,
    );
    const failed = expect(running).rejects.toThrow('Timed out after 5000 ms');
    await isRunning;
    await clock.advance(5000);
    await failed;
    expect(clock.pending).toBe(0);
  });
});

/** A zombie counts as ended: nobody may have waited for it yet. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
