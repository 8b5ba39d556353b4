import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../../../src/base/log.ts';
import type { SpareShape } from '../../../../../src/service/environment/spares/spareShape.ts';
import { Spares } from '../../../../../src/service/environment/spares/spares.ts';
import { FakeClock } from '../../../../fakes/fakeClock.ts';
import { type FakeProcess, FakeSupervisor } from '../../../../fakes/fakeSupervisor.ts';
import { TemporaryFolders } from '../../../../support/temporaryFolder.ts';

const MB = 1024 * 1024;
const folders = new TemporaryFolders();
let clock: FakeClock;
let supervisor: FakeSupervisor;
let availableBytes: number;
let spares: Spares;
let program: string;

beforeEach(() => {
  clock = new FakeClock();
  supervisor = new FakeSupervisor();
  availableBytes = 8192 * MB;
  program = path.join(folders.create({ program: 'one build' }), 'program');
  spares = create(2);
});
afterEach(() => {
  spares.close();
  folders.remove();
});

function create(most: number): Spares {
  const memory = () => ({ availableBytes, totalBytes: 16_384 * MB });
  return new Spares({ most, supervisor, clock, log: silentLog, memory });
}

function shapeOf(kind: string): SpareShape {
  const command = { command: kind, arguments: [], folder: '/', environment: {}, channel: 63 };
  return { key: kind, command, files: [program] };
}

/** A function of that kind is started and has had its first invocation. Returns its process. */
function use(kind: string): FakeProcess {
  const child = supervisor.exec({ command: 'function', arguments: [], folder: '/', environment: {} }) as FakeProcess;
  spares.used(shapeOf(kind), child)();
  return child;
}

const waiting = () =>
  supervisor.processes.filter(({ command, signals }) => command.channel !== undefined && signals.length === 0);

/** A spare of that kind waits. */
async function prepare(kind: string): Promise<FakeProcess> {
  use(kind);
  await clock.advance(500);
  supervisor.last.mark();
  return supervisor.last;
}

describe('a spare', () => {
  test('starts when a function of its kind has had its first invocation, and time to be called again', async () => {
    const child = supervisor.exec({ command: 'function', arguments: [], folder: '/', environment: {} });
    const settle = spares.used(shapeOf('node'), child);
    await clock.advance(60_000);
    expect(waiting()).toEqual([]);
    settle();
    await clock.advance(499);
    expect(waiting()).toEqual([]);
    await clock.advance(1);
    expect(waiting().map(({ command }) => command.command)).toEqual(['node']);
  });

  test('is taken once it waits, by one function only, which is told to it whole', async () => {
    use('node');
    await clock.advance(500);
    expect(spares.take(shapeOf('node'))).toBeUndefined();
    await clock.advance(40);
    const waited = supervisor.last;
    waited.mark();
    const spare = spares.take(shapeOf('node'));
    expect(spare?.startMs).toBe(40);
    expect(spares.take(shapeOf('node'))).toBeUndefined();
    expect(spares.take(shapeOf('python'))).toBeUndefined();
    const environment = { SECRET: 'only now' };
    const taken = spare?.take({ command: 'node', arguments: [], folder: '/var/task', environment });
    expect(taken).toBe(waited);
    expect(waited.told.map((text) => JSON.parse(text))).toEqual([{ environment, folder: '/var/task' }]);
    // What it writes and how it ends is the function's business from here on.
    waited.write('hello\n');
    await clock.advance(3_600_000);
    spares.close();
    expect(waited.signals).toEqual([]);
  });

  test('is not used once its interpreter has changed on disk', async () => {
    const spare = await prepare('node');
    appendFileSync(program, ', another one');
    expect(spares.take(shapeOf('node'))).toBeUndefined();
    expect(spare.signals).toEqual(['SIGKILL']);
  });

  test.each<[string, (spare: FakeProcess) => void]>([
    ['writes something', (spare) => spare.write('a warning\n')],
    ['says twice that it waits', (spare) => spare.mark()],
    ['ends', (spare) => spare.end({ code: 1 })],
  ])('that %s is given up', async (_what, act) => {
    const spare = await prepare('node');
    act(spare);
    await spare.exited;
    expect(spares.take(shapeOf('node'))).toBeUndefined();
    expect(spare.signals).toEqual(['SIGKILL']);
  });

  test('that takes too long to start is given up', async () => {
    use('node');
    await clock.advance(500);
    const spare = supervisor.last;
    await clock.advance(10_000);
    expect(spare.signals).toEqual(['SIGKILL']);
  });

  test('outlives the last environment of its kind by ten minutes', async () => {
    const child = use('node');
    await clock.advance(500);
    const spare = supervisor.last;
    spare.mark();
    await clock.advance(3_600_000);
    expect(spare.signals).toEqual([]);
    child.end({ code: 0 });
    await child.exited;
    await clock.advance(599_999);
    expect(spare.signals).toEqual([]);
    await clock.advance(1);
    expect(spare.signals).toEqual(['SIGKILL']);
    expect(spares.take(shapeOf('node'))).toBeUndefined();
  });
});

describe('there are', () => {
  test('at most as many as are allowed: the kind that was used longest ago gives way', async () => {
    const node = await prepare('node');
    const python = await prepare('python');
    use('node');
    const ruby = await prepare('ruby');
    expect(waiting()).toEqual([node, ruby]);
    expect(python.signals).toEqual(['SIGKILL']);
  });

  test('none when they are turned off', async () => {
    spares = create(0);
    use('node');
    await clock.advance(60_000);
    expect(spares.isOn).toBe(false);
    expect(waiting()).toEqual([]);
  });

  test.each([
    ['half a gigabyte', 511],
    ['a tenth of all', 1600],
  ])('none when less memory than %s is left', async (_what, leftMB) => {
    availableBytes = leftMB * MB;
    use('node');
    await clock.advance(60_000);
    expect(waiting()).toEqual([]);
    availableBytes = 2000 * MB;
    use('node');
    await clock.advance(500);
    expect(waiting()).toHaveLength(1);
  });

  test('none left soon after memory has become short', async () => {
    await prepare('node');
    availableBytes = 100 * MB;
    await clock.advance(15_000);
    expect(waiting()).toEqual([]);
  });

  test('none after the end of the service', async () => {
    await prepare('node');
    use('python');
    spares.close();
    await clock.advance(60_000);
    expect(waiting()).toEqual([]);
  });
});
