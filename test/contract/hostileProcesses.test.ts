/** Functions that start processes, leave them behind and kill what they can reach. */

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HostileService } from '../support/hostileService.ts';
import { allGone, isAlive } from '../support/processes.ts';

let hostile: HostileService;
beforeAll(async () => {
  hostile = await HostileService.start();
});
afterAll(() => hostile.dispose());

function daemonIn(log: string): number {
  const [, pid] = /daemon=(\d+)/.exec(log) ?? [];
  if (pid === undefined) throw new Error(`No daemon was started: ${log}`);
  return Number(pid);
}

describe.runIf(process.platform === 'linux')('a daemon of a function (own session, no parent, no variables)', () => {
  test('does not outlive a timeout', async () => {
    const { value, log } = await hostile.attack('processes.daemonises', { next: 'hang' }, { Timeout: 3 });
    expect(value).toMatchObject({ errorType: 'Sandbox.Timedout' });
    await allGone([daemonIn(log)]);
  });

  test('does not outlive a crash', async () => {
    const { value, log } = await hostile.invoke('processes.daemonises', { next: 'exit' });
    expect(value).toMatchObject({ errorType: 'Runtime.ExitError' });
    await allGone([daemonIn(log)]);
  });

  test('lives as long as its environment, and not longer', async () => {
    const { value } = await hostile.invoke('processes.daemonises');
    expect(await isAlive(Number(value))).toBe(true);
    await hostile.retire('processes.daemonises');
    await allGone([Number(value)]);
  });

  test('does not outlive the service', async () => {
    const other = await HostileService.start();
    const { value } = await other.attack('processes.daemonises');
    expect(await isAlive(Number(value))).toBe(true);
    await other.dispose();
    // Closed means gone: there is nothing to wait for.
    expect(await isAlive(Number(value))).toBe(false);
  });

  test('is caught although it hops from process to process', async () => {
    await hostile.attack('processes.hops');
    await expect.poll(markedCommands).toContain('hop()');
    await hostile.retire('processes.hops');
    await hostile.neighbourAnswers();
    await expect.poll(markedCommands).not.toContain('hop()');
  });

  test('counts against the memory of its function', async () => {
    const { value } = await hostile.attack('processes.daemonHolds', { mb: 300 }, { MemorySize: 256, Timeout: 30 });
    expect(value).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
  });
});

test('two hundred children end with their environment, and nobody else notices', async () => {
  const { value } = await hostile.attack('processes.starts', { children: 200 });
  const pids = value as number[];
  expect(pids).toHaveLength(200);
  await hostile.neighbourAnswers();
  await hostile.retire('processes.starts');
  await allGone(pids);
});

test.runIf(process.platform === 'linux')('more than 1,024 processes and threads end the environment', async () => {
  const { value, log } = await hostile.attack('processes.startsTooMany', {}, { MemorySize: 2048, Timeout: 60 });
  const message = 'Resource temporarily unavailable: the function ran more than 1024 processes and threads.';
  expect(value).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(message) });
  expect(log).toContain(message);
  await hostile.neighbourAnswers();
});

test('whoever ignores SIGTERM is killed', async () => {
  const { value } = await hostile.attack('processes.ignoresSignals');
  await hostile.retire('processes.ignoresSignals');
  await allGone([Number(value)]);
});

test.runIf(process.platform !== 'win32')('whoever kills its parent ends only itself', async () => {
  const { value } = await hostile.attack('processes.killsParent');
  expect(value).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/signal: killed$/),
  });
  await hostile.neighbourAnswers();
});

test.runIf(process.platform !== 'win32').each([
  ['SIGKILL', 'killed'],
  ['SIGTERM', 'terminated'],
])('whoever sends %s to its process group ends only itself', async (signal, word) => {
  const handler = 'processes.killsGroup';
  const { value } =
    signal === 'SIGKILL' ? await hostile.attack(handler, { signal }) : await hostile.invoke(handler, { signal });
  expect(value).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(new RegExp(`signal: ${word}$`)),
  });
  await hostile.neighbourAnswers();
});

test.runIf(process.platform !== 'win32')('whoever stops itself runs into its timeout', async () => {
  const { value } = await hostile.attack('processes.stopsItself', {}, { Timeout: 1 });
  expect(value).toMatchObject({ errorType: 'Sandbox.Timedout' });
  await hostile.neighbourAnswers();
});

test.runIf(process.platform !== 'win32')(
  'an exit status from 129 on is read as the signal that a shell would mean by it',
  async () => {
    const { value } = await hostile.attack('processes.exits', { code: 130 });
    expect(value).toMatchObject({
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: interrupt$/),
    });
    const plain = await hostile.invoke('processes.exits', { code: 255 });
    expect(plain.value).toMatchObject({ errorMessage: expect.stringMatching(/exit status 255$/) });
  },
);

test('a debugger that stays open ends with its environment', async () => {
  const { value } = await hostile.attack('processes.opensDebugger');
  const { host } = new URL(String(value));
  expect((await fetch(`http://${host}/json/version`)).status).toBe(200);
  await hostile.retire('processes.opensDebugger');
  await expect
    .poll(() =>
      fetch(`http://${host}/json/version`).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
});

test.runIf(process.platform !== 'win32')('has 1,024 open files, as on Lambda', async () => {
  const { value } = await hostile.attack('processes.countsFiles');
  const { count, code } = value as { count: number; code: string };
  expect(code).toBe('EMFILE');
  expect(count).toBeGreaterThan(900);
  expect(count).toBeLessThanOrEqual(1024);
});

/** Command lines of all processes that any function started. */
async function markedCommands(): Promise<string> {
  const pids = hostile.markedProcesses();
  const commands = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(commands)).join('\n');
}
