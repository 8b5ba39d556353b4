/** How provisioned concurrency is allocated, told, kept and given back. */

import { beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { EnvironmentPool } from '../../../../src/service/environment/environmentPool.ts';
import { timeoutFailure } from '../../../../src/service/environment/failure.ts';
import { ProvisionedEnvironments } from '../../../../src/service/environment/provisionedEnvironments.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { FakeEnvironment, fakeVersion } from '../../../fakes/fakeEnvironment.ts';

const one: FunctionVersion = { ...fakeVersion('f'), version: '1' };
const two: FunctionVersion = { ...fakeVersion('f'), version: '2' };
const failure = timeoutFailure(3000);

let clock: FakeClock;
let created: FakeEnvironment[];
let pool: EnvironmentPool<FakeEnvironment>;
let provisioned: ProvisionedEnvironments<FakeEnvironment>;

beforeEach(() => {
  clock = new FakeClock();
  created = [];
  pool = new EnvironmentPool({
    create: (version) => {
      const environment = new FakeEnvironment(version);
      created.push(environment);
      return environment;
    },
    capacity: 8,
    clock,
  });
  provisioned = new ProvisionedEnvironments({ pool, startsAtOnce: 2, clock, log: silentLog });
});

const set = (...parts: readonly (readonly [FunctionVersion, number])[]) =>
  provisioned.set(one.id, [{ qualifier: 'live', parts: parts.map(([version, count]) => ({ version, count })) }]);
const state = () => provisioned.state(one.id, 'live');

/** Lets everything that starts, or will start meanwhile, get ready. */
async function initialiseAll(): Promise<void> {
  for (;;) {
    await settle();
    const starting = created.filter((environment) => environment.state === 'starting');
    if (starting.length === 0) return;
    for (const environment of starting) environment.initialise();
  }
}

const ready = (count: number) => ({ status: 'READY', statusReason: undefined, allocated: count, available: count });
const isClosed = () => created.map((environment) => environment.isClosed);

describe('an allocation', () => {
  test('is in progress until all of it is ready, a few starts at a time', async () => {
    expect(state()).toBeUndefined();
    set([one, 3]);
    await settle();
    expect(created).toHaveLength(2);
    expect(state()).toEqual({ status: 'IN_PROGRESS', statusReason: undefined, allocated: 0, available: 0 });
    created[0]?.initialise();
    await settle();
    expect(created).toHaveLength(3);
    expect(state()).toMatchObject({ status: 'IN_PROGRESS', allocated: 1, available: 1 });
    await initialiseAll();
    expect(state()).toEqual(ready(3));
    expect(await pool.acquire(one)).toBe(created[2]);
  });

  test('that fails once has failed, and is given back until it is set anew', async () => {
    set([one, 3]);
    await settle();
    created[0]?.initialise();
    await settle();
    created[1]?.initialise(failure);
    await settle();
    const failed = { status: 'FAILED', statusReason: 'FUNCTION_ERROR_INIT_FAILURE', allocated: 0, available: 0 };
    expect(state()).toEqual(failed);
    expect(isClosed()).toEqual([true, true, true]);
    await clock.advance(3_600_000);
    expect(created).toHaveLength(3);
    set([one, 3]);
    expect(state()).toMatchObject({ status: 'IN_PROGRESS' });
    await initialiseAll();
    expect(state()).toEqual(ready(3));
    expect(pool.size).toBe(3);
  });

  test('beyond what the computer carries fails before anything starts', async () => {
    provisioned.set(two.id, [{ qualifier: '2', parts: [{ version: two, count: 5 }] }]);
    await initialiseAll();
    provisioned.set(two.id, [
      { qualifier: '2', parts: [{ version: two, count: 5 }] },
      { qualifier: 'live', parts: [{ version: one, count: 2 }] },
    ]);
    expect(state()).toMatchObject({
      status: 'FAILED',
      statusReason: 'This computer carries 6 provisioned environments at once.',
    });
    expect(created).toHaveLength(5);
    expect(provisioned.state(two.id, '2')).toEqual(ready(5));
  });

  test('waits for room while all places are busy', async () => {
    const busy = await Promise.all(Array.from({ length: 7 }, () => pool.acquire(fakeVersion('other'))));
    set([one, 2]);
    await initialiseAll();
    expect(state()).toMatchObject({ status: 'IN_PROGRESS', allocated: 1 });
    busy[0]?.settle();
    await clock.advance(1000);
    await initialiseAll();
    expect(state()).toEqual(ready(2));
  });

  test('is told as it is while its environments run, start and are lost', async () => {
    set([one, 2]);
    await initialiseAll();
    const running = await pool.acquire(one);
    running.state = 'running';
    expect(state()).toEqual(ready(2));
    running.settle('reset');
    await settle();
    expect(state()).toMatchObject({ status: 'READY', allocated: 1, available: 1 });
    await initialiseAll();
    expect(state()).toEqual(ready(2));
  });
});

describe('environments', () => {
  test('that are lost are replaced; a replacement that fails is tried again, later and later', async () => {
    set([one, 1]);
    await initialiseAll();
    created[0]?.settle('reset');
    await settle();
    created[1]?.initialise(failure);
    await settle();
    for (const [count, delayMs] of [1000, 2000, 4000].entries()) {
      await clock.advance(delayMs - 1);
      expect(created).toHaveLength(2 + count);
      await clock.advance(1);
      created.at(-1)?.initialise(failure);
      await settle();
    }
    expect(state()).toMatchObject({ status: 'READY', allocated: 0, available: 0 });
    await clock.advance(8000);
    await initialiseAll();
    expect(state()).toEqual(ready(1));
    expect(pool.size).toBe(1);
  });

  test('become more and fewer with the setting, without those that fit being started anew', async () => {
    set([one, 2]);
    await initialiseAll();
    set([one, 3]);
    expect(state()).toMatchObject({ status: 'IN_PROGRESS', allocated: 2 });
    await initialiseAll();
    expect(state()).toEqual(ready(3));
    expect(isClosed()).toEqual([false, false, false]);
    set([one, 1]);
    expect(state()).toEqual(ready(1));
    expect(isClosed()).toEqual([false, true, true]);
    set([one, 1]);
    expect(created).toHaveLength(3);
  });

  test('follow an alias to its other version, and are divided by its weights', async () => {
    set([one, 2]);
    await initialiseAll();
    set([one, 1], [two, 1]);
    await initialiseAll();
    expect(state()).toEqual(ready(2));
    expect(created.map(({ version }) => version.version)).toEqual(['1', '1', '2']);
    set([two, 2]);
    await initialiseAll();
    expect(isClosed()).toEqual([true, true, false, false]);
    expect(await pool.acquire(two)).toBe(created[3]);
  });

  test('that are still starting are given back as well', async () => {
    set([one, 5]);
    await settle();
    provisioned.set(one.id, []);
    await initialiseAll();
    expect(state()).toBeUndefined();
    expect(isClosed()).toEqual([true, true]);
    expect(pool.size).toBe(0);
  });

  test('go with their function; one that runs is done first', async () => {
    set([one, 2]);
    await initialiseAll();
    const running = await pool.acquire(one);
    provisioned.forget(one.id);
    pool.retire('f', 'eu-west-1');
    expect(isClosed()).toEqual([true, false]);
    running.settle();
    await initialiseAll();
    expect([isClosed(), pool.size]).toEqual([[true, true], 0]);
  });

  test('are not replaced when the service ends', async () => {
    set([one, 3]);
    await settle();
    created[0]?.initialise();
    provisioned.dispose();
    await pool.close();
    await settle();
    expect(isClosed()).toEqual([true, true]);
    expect(clock.pending).toBe(0);
  });
});
