import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { LocalServiceHost, type LocalServiceState } from '../../../src/app/localServiceHost.ts';
import { findRunningService } from '../../../src/app/serviceProbe.ts';
import { type Clock, systemClock } from '../../../src/base/clock.ts';
import { nextEvent } from '../../../src/base/event.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { toDisposable } from '../../../src/base/lifecycle.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type ServiceReady, serviceReadyFileName } from '../../../src/protocol/serviceReady.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const opened: LocalServiceHost[] = [];
const realService = join(import.meta.dirname, '../../../src/service/main.ts');

afterEach(async () => {
  await Promise.all(opened.splice(0).map((host) => host.close()));
});
afterAll(() => folders.remove());

interface HostOver {
  readonly servicePath?: string;
  readonly clock?: Clock;
  readonly command?: string;
}

function openHost(dataFolder: string, over: HostOver = {}): LocalServiceHost {
  const host = new LocalServiceHost({
    dataFolder,
    servicePath: over.servicePath ?? realService,
    nodeBinary: { command: over.command ?? process.execPath, env: { LAMBDA_WORKBENCH_TEST: '1' } },
    environment: process.env,
    clock: over.clock ?? systemClock,
    log: silentLog,
  });
  opened.push(host);
  return host;
}

/** A service made of a few lines; `ready` is a ready line whose endpoint nobody listens at. */
function scriptedService(body: string): string {
  const script = `
    const ready = { event: 'ready', endpoint: 'http://127.0.0.1:9', region: 'us-east-1', accountId: '000000000000',
      accessKeyId: 'a', secretAccessKey: 'b', pid: process.pid };
    const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
    ${body}`;
  return join(folders.create({ 'service.mjs': script }), 'service.mjs');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function until(host: LocalServiceHost, state: LocalServiceState['state']): Promise<LocalServiceState> {
  return nextEvent(host.onDidChange, (next) => next.state === state, new AbortController().signal);
}

/** Resolves when the process behind the endpoint is gone: the system closes its sockets. */
function endOf(ready: ServiceReady): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(ready.endpoint).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

describe('the real service', () => {
  test('is started, answers, and is used by a second window', async () => {
    const dataFolder = folders.create();
    const first = openHost(dataFolder);
    const states: string[] = [];
    first.onDidChange((state) => states.push(state.state));
    const ready = await first.ensureRunning();
    expect(states).toEqual(['starting', 'running']);
    expect(first.state).toEqual({ state: 'running', ready, owned: true });
    expect(await first.ensureRunning()).toBe(ready);
    expect((await fetch(ready.endpoint)).headers.has('x-amzn-requestid')).toBe(true);

    const second = openHost(dataFolder);
    expect(await second.ensureRunning()).toEqual(ready);
    expect(second.state).toMatchObject({ state: 'running', owned: false });
  });

  test('is one service for two windows that start at once', async () => {
    const dataFolder = folders.create();
    const hosts = [openHost(dataFolder), openHost(dataFolder)];
    const [one, two] = await Promise.all(hosts.map((host) => host.ensureRunning()));
    expect(one).toEqual(two);
    expect(hosts.filter((host) => host.state.state === 'running' && host.state.owned)).toHaveLength(1);
  });

  test('ends with the window that started it; the other starts its own on the next use, with the same keys', async () => {
    const dataFolder = folders.create();
    const [owner, guest] = [openHost(dataFolder), openHost(dataFolder)];
    const before = await owner.ensureRunning();
    await guest.ensureRunning();
    await owner.close();
    expect(isRunning(before.pid)).toBe(false);
    expect(existsSync(join(dataFolder, serviceReadyFileName))).toBe(false);
    guest.reportUnreachable();
    const after = await guest.ensureRunning();
    expect(after.pid).not.toBe(before.pid);
    expect(after.secretAccessKey).toBe(before.secretAccessKey);
    expect(guest.state).toMatchObject({ state: 'running', owned: true });
  });

  test('is started again after kill -9', async () => {
    const host = openHost(folders.create());
    const before = await host.ensureRunning();
    const again = until(host, 'running');
    process.kill(before.pid, 'SIGKILL');
    await again;
    const after = await host.ensureRunning();
    expect(after.pid).not.toBe(before.pid);
    expect(isRunning(after.pid)).toBe(true);
  });

  test('ends when the window that started it is killed', async () => {
    const dataFolder = folders.create();
    const hostModule = join(import.meta.dirname, '../../../src/app/localServiceHost.ts');
    const logModule = join(import.meta.dirname, '../../../src/base/log.ts');
    const clockModule = join(import.meta.dirname, '../../../src/base/clock.ts');
    const script = `
      import { LocalServiceHost } from ${JSON.stringify(hostModule)};
      import { silentLog } from ${JSON.stringify(logModule)};
      import { systemClock } from ${JSON.stringify(clockModule)};
      const host = new LocalServiceHost({ dataFolder: ${JSON.stringify(dataFolder)}, servicePath: ${JSON.stringify(realService)},
        nodeBinary: { command: process.execPath, env: {} }, environment: process.env, clock: systemClock, log: silentLog });
      console.log(JSON.stringify(await host.ensureRunning()));`;
    const window = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: window.stdout }), 'line')) as [string];
    const ready = JSON.parse(line) as ServiceReady;
    const ended = endOf(ready);
    window.kill('SIGKILL');
    await ended;
    expect(await findRunningService(dataFolder, systemClock)).toBeUndefined();
  });

  test('stops, restarts and resets on request', async () => {
    const dataFolder = folders.create();
    const host = openHost(dataFolder);
    const first = await host.ensureRunning();
    const second = await host.restart();
    expect(isRunning(first.pid)).toBe(false);
    expect(second.pid).not.toBe(first.pid);
    await host.stop();
    expect(isRunning(second.pid)).toBe(false);
    expect(host.state).toEqual({ state: 'stopped' });
    expect(host.isStoppedOnRequest).toBe(true);
    writeFileSync(join(dataFolder, 'old'), '');
    await host.reset();
    expect(host.isStoppedOnRequest).toBe(false);
    expect(existsSync(join(dataFolder, 'old'))).toBe(false);
    expect((await host.ensureRunning()).secretAccessKey).not.toBe(first.secretAccessKey);
  });

  test('of another window is not this window’s to stop, restart or reset', async () => {
    const dataFolder = folders.create();
    const { pid } = await openHost(dataFolder).ensureRunning();
    const guest = openHost(dataFolder);
    await guest.ensureRunning();
    const untouched = openHost(dataFolder);
    for (const act of [() => guest.stop(), () => guest.restart(), () => guest.reset(), () => untouched.reset()]) {
      await expect(act()).rejects.toThrow(`belongs to another window or shell (process ${pid})`);
    }
    expect(isRunning(pid)).toBe(true);
    expect(guest.state).toMatchObject({ state: 'running', owned: false });
  });

  test('a ready file that a killed service left behind is not believed', async () => {
    const dataFolder = folders.create();
    const host = openHost(dataFolder);
    const ready = await host.ensureRunning();
    const stale = readFileSync(join(dataFolder, serviceReadyFileName));
    await host.close();
    writeFileSync(join(dataFolder, serviceReadyFileName), stale);
    expect(await findRunningService(dataFolder, systemClock)).toBeUndefined();
    // The process id belongs to someone else by now, who listens nowhere.
    writeFileSync(join(dataFolder, serviceReadyFileName), JSON.stringify({ ...ready, pid: process.pid }));
    expect(await findRunningService(dataFolder, systemClock)).toBeUndefined();
    expect((await openHost(dataFolder).ensureRunning()).pid).not.toBe(ready.pid);
  });
});

describe('starting', () => {
  test('is shared by all who ask; giving up ends one’s own wait only', async () => {
    const servicePath = scriptedService(
      'say(ready); process.stdin.resume(); process.stdin.on("end", () => process.exit());',
    );
    const host = openHost(folders.create(), { servicePath });
    const impatient = new AbortController();
    const given = host.ensureRunning(impatient.signal);
    const kept = host.ensureRunning();
    impatient.abort();
    await expect(given).rejects.toThrow('aborted');
    expect(await host.ensureRunning()).toBe(await kept);
  });

  test('passes the arguments of the contract and the environment', async () => {
    const dataFolder = folders.create();
    const servicePath = scriptedService(
      `say({ ...ready, region: JSON.stringify([process.argv.slice(2), process.env.LAMBDA_WORKBENCH_TEST]) });
       process.stdin.resume(); process.stdin.on("end", () => process.exit());`,
    );
    const ready = await openHost(dataFolder, { servicePath }).ensureRunning();
    expect(JSON.parse(ready.region)).toEqual([['--port', '0', '--data', dataFolder, '--owner-stdin'], '1']);
  });

  test.each([
    [
      'console.error("out of cheese"); process.exitCode = 4;',
      'ended before it was ready (exit status 4). It said: out of cheese',
    ],
    [
      'console.error(JSON.stringify({ level: "error", message: "It broke", details: ["Error: no cheese\\n    at x"] })); process.exit(1);',
      'It said: It broke: Error: no cheese',
    ],
    ['process.kill(process.pid, "SIGKILL");', 'ended before it was ready (signal SIGKILL)'],
  ])('that fails is told with the last words: %j', async (body, message) => {
    const host = openHost(folders.create(), { servicePath: scriptedService(body) });
    const starting = host.ensureRunning();
    await expect(starting).rejects.toBeInstanceOf(HumanError);
    await expect(starting).rejects.toThrow(message);
    expect(host.state).toEqual({ state: 'failed', message: expect.stringContaining(message) });
  });

  test('that the service itself refuses is told in its words', async () => {
    const servicePath = scriptedService(
      'say({ event: "failed", message: "The data folder is in use." }); process.exitCode = 1;',
    );
    const clock: Clock = { ...systemClock, after: (_, callback) => systemClock.after(0, callback) };
    const immediateUnlessStarting: Clock = {
      ...clock,
      after: (delayMs, callback) => (delayMs >= 9000 ? toDisposable(() => {}) : clock.after(0, callback)),
    };
    const host = openHost(folders.create(), { servicePath, clock: immediateUnlessStarting });
    await expect(host.ensureRunning()).rejects.toThrow('The data folder is in use.');
  });

  test('without a Node.js names what is missing', async () => {
    const host = openHost(folders.create(), { command: '/nowhere/node' });
    await expect(host.ensureRunning()).rejects.toMatchObject({
      message: 'The local service could not be started, because its Node.js was not found: /nowhere/node',
      action: { command: 'lambdaWorkbench.openLog' },
    });
  });

  test('that takes too long is ended', async () => {
    const clock = new FakeClock();
    const folder = folders.create();
    const mark = join(folder, 'pid');
    const servicePath = scriptedService(
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(mark)}, String(process.pid)); setInterval(() => {}, 1000);`,
    );
    const host = openHost(folder, { servicePath, clock });
    const failed = expect(host.ensureRunning()).rejects.toThrow('was not ready within 15 s and was ended');
    while (!existsSync(mark)) await new Promise((resolve) => setImmediate(resolve));
    const pid = Number(readFileSync(mark, 'utf8'));
    await clock.advance(15_000);
    await failed;
    expect(isRunning(pid)).toBe(false);
  });

  test('is interrupted by stop', async () => {
    const host = openHost(folders.create(), { servicePath: scriptedService('setInterval(() => {}, 1000);') });
    const starting = host.ensureRunning();
    const failed = expect(starting).rejects.toThrow('The local service was stopped.');
    await host.stop();
    await failed;
    expect(host.state).toEqual({ state: 'stopped' });
  });
});

describe('a service that keeps ending', () => {
  test('is started again with growing delays, and given up in the end', async () => {
    const delays: number[] = [];
    /** Fires at once what is short enough to be a delay between two starts. */
    const clock: Clock = {
      now: () => 0,
      monotonic: () => 0,
      after(delayMs, callback) {
        if (delayMs > 8000) return toDisposable(() => {});
        delays.push(delayMs);
        return systemClock.after(0, callback);
      },
    };
    const host = openHost(folders.create(), { servicePath: scriptedService('say(ready);'), clock });
    const failed = until(host, 'failed');
    await host.ensureRunning();
    expect(await failed).toMatchObject({
      message: 'The local service ended 9 times shortly after its start (exit status 0).',
    });
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000]);
  });
});

describe('closing', () => {
  test('asks, waits, then kills a service that does not end', async () => {
    const clock = new FakeClock();
    const servicePath = scriptedService('process.on("SIGTERM", () => {}); say(ready); setInterval(() => {}, 1000);');
    const host = openHost(folders.create(), { servicePath, clock });
    const { pid } = await host.ensureRunning();
    const closed = host.close();
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(9000);
    await closed;
    expect(isRunning(pid)).toBe(false);
    await expect(host.ensureRunning()).rejects.toThrow('The local service was stopped.');
  });

  test('disposing asks the process to end', async () => {
    const host = openHost(folders.create());
    const ready = await host.ensureRunning();
    const ended = endOf(ready);
    host.dispose();
    await ended;
  });
});
