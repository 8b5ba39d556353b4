/** Which environment the pool gives, when it refuses, and what ends them. */

import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AcquireOptions,
  EnvironmentPool,
  type EnvironmentPoolOptions,
  idleTimeMs,
} from '../../../../src/service/environment/environmentPool.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { FakeEnvironment, fakeVersion as version } from '../../../fakes/fakeEnvironment.ts';

let clock: FakeClock;
let created: FakeEnvironment[];
let pool: EnvironmentPool<FakeEnvironment>;

beforeEach(() => {
  clock = new FakeClock();
  pool = newPool();
});

function newPool(options: Partial<EnvironmentPoolOptions<FakeEnvironment>> = {}): EnvironmentPool<FakeEnvironment> {
  created = [];
  return new EnvironmentPool({
    create: (of) => {
      const environment = new FakeEnvironment(of);
      created.push(environment);
      return environment;
    },
    capacity: 3,
    clock,
    ...options,
  });
}

/** So many invocations that run. */
async function run(count: number, name: string, options: AcquireOptions = {}): Promise<readonly FakeEnvironment[]> {
  const running: FakeEnvironment[] = [];
  while (running.length < count) {
    const environment = await pool.acquire(version(name), options);
    environment.state = 'running';
    running.push(environment);
  }
  return running;
}

const refused = (Reason: string) => ({
  code: 'TooManyRequestsException',
  httpStatus: 429,
  message: 'Rate Exceeded.',
  headers: { 'retry-after': '1' },
  members: { Reason },
});

describe('choosing', () => {
  test('a free environment is used again', async () => {
    const first = await pool.acquire(version('one'));
    first.settle();
    expect(await pool.acquire(version('one'))).toBe(first);
  });

  test('a new one is made when all are busy', async () => {
    const first = await pool.acquire(version('one'));
    first.state = 'running';
    const second = await pool.acquire(version('one'));
    expect(second).not.toBe(first);
    expect(pool.size).toBe(2);
  });

  test('the one used last comes first', async () => {
    const [first, second] = [await pool.acquire(version('one')), await pool.acquire(version('one'))];
    second.settle();
    first.settle();
    expect(await pool.acquire(version('one'))).toBe(first);
  });

  test('one with a process comes before one that lost it', async () => {
    const [first, second] = [await pool.acquire(version('one')), await pool.acquire(version('one'))];
    first.settle('ready');
    second.settle('reset');
    expect(await pool.acquire(version('one'))).toBe(first);
    expect(await pool.acquire(version('one'))).toBe(second);
  });

  test('neither another function, Region nor revision shares an environment', async () => {
    (await pool.acquire(version('one'))).settle();
    await pool.acquire(version('two'));
    await pool.acquire(version('one', '2'));
    expect(created).toHaveLength(3);
    pool.retire('two', 'eu-west-1');
    expect((await pool.acquire(version('one', '1', 'us-east-1'))).version.id.region).toBe('us-east-1');
  });

  test('a fresh one takes the place of those that are idle, and is used again', async () => {
    const busy = await pool.acquire(version('one'));
    const idle = await pool.acquire(version('one'));
    const other = await pool.acquire(version('two'));
    idle.settle();
    other.settle();
    const fresh = await pool.acquire(version('one'), { isFresh: true });
    expect(created).toHaveLength(4);
    expect([busy, idle, other].map(({ isClosed }) => isClosed)).toEqual([false, true, false]);
    fresh.settle();
    expect(await pool.acquire(version('one'))).toBe(fresh);
  });

  describe('with a reserved concurrency of one', () => {
    beforeEach(() => {
      pool = newPool({ reserved: ({ name }) => (name === 'one' ? 1 : undefined) });
    });

    test('a second call is refused while the first runs, whatever its version', async () => {
      const first = await pool.acquire(version('one'));
      first.state = 'running';
      const isUp = refused('ReservedFunctionConcurrentInvocationLimitExceeded');
      await expect(pool.acquire(version('one'))).rejects.toMatchObject(isUp);
      await expect(pool.acquire({ ...version('one'), version: '1' })).rejects.toMatchObject(isUp);
      await pool.acquire(version('two'));
      await pool.acquire(version('two'));
    });

    test.each([false, true])(
      'a call that comes while the first is on its way back waits for it (fresh: %s)',
      async (isFresh) => {
        const first = await pool.acquire(version('one'));
        first.state = 'responded';
        const second = pool.acquire(version('one'), { isFresh });
        await settle();
        first.settle();
        expect(await second).toBe(isFresh ? created[1] : first);
        expect(first.isClosed).toBe(isFresh);
      },
    );
  });

  test('retiring one version leaves the environments of the others', async () => {
    const [latest, numbered] = [version('one'), { ...version('one'), version: '1' }];
    for (const one of [latest, numbered]) (await pool.acquire(one)).settle();
    pool.retire('one', 'eu-west-1', '$LATEST');
    expect(created.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(await pool.acquire(numbered)).toBe(created[1]);
  });

  test('an environment on its way back to next is waited for', async () => {
    const first = await pool.acquire(version('one'));
    first.state = 'responded';
    const second = pool.acquire(version('one'));
    await settle();
    expect(created).toHaveLength(1);
    first.settle();
    expect(await second).toBe(first);
    expect(clock.pending).toBe(0);
  });

  test('but not for long', async () => {
    const first = await pool.acquire(version('one'));
    first.state = 'responded';
    const second = pool.acquire(version('one'));
    await clock.advance(250);
    expect(await second).toBe(created[1]);
  });

  test('one that returns serves one of those who wait', async () => {
    const first = await pool.acquire(version('one'));
    first.state = 'responded';
    const waiting = [pool.acquire(version('one')), pool.acquire(version('one'))];
    await settle();
    first.settle();
    const got = await Promise.all(waiting);
    expect(new Set(got).size).toBe(2);
    expect(created).toHaveLength(2);
  });
});

describe('limits', () => {
  test('the oldest idle environment makes room', async () => {
    for (const name of ['one', 'two', 'three']) (await pool.acquire(version(name))).settle();
    await pool.acquire(version('four'));
    expect(created.map(({ isClosed }) => isClosed)).toEqual([true, false, false, false]);
    expect(pool.size).toBe(3);
  });

  test('with all of them busy, the caller is throttled as on AWS', async () => {
    for (let count = 0; count < 3; count += 1) (await pool.acquire(version('one'))).state = 'running';
    await expect(pool.acquire(version('two'))).rejects.toMatchObject(refused('ConcurrentInvocationLimitExceeded'));
  });

  test('a flood on one function leaves room for the others, and two that flood share', async () => {
    pool = newPool({ capacity: 16 });
    const isFull = refused('ConcurrentInvocationLimitExceeded');
    const flood = await run(14, 'flood');
    await expect(pool.acquire(version('flood'))).rejects.toMatchObject(isFull);
    await run(2, 'other');
    await expect(pool.acquire(version('other'))).rejects.toMatchObject(isFull);
    // Every place that the flood gives back goes to the other until both have about as many.
    for (let turn = 0; turn < 5; turn += 1) {
      flood[turn]?.settle();
      await expect(pool.acquire(version('flood'))).rejects.toMatchObject(isFull);
      await run(1, 'other');
    }
    flood[5]?.settle();
    flood[6]?.settle();
    expect((await run(1, 'flood'))[0]?.state).toBe('running');
    expect(pool.size).toBeLessThanOrEqual(16);
  });

  test('the account has a thousand in each Region, less what is reserved', async () => {
    pool = newPool({
      capacity: 5000,
      reserved: ({ name }) => (name === 'reserved' ? 900 : undefined),
      totalReserved: (region) => (region === 'eu-west-1' ? 900 : 0),
    });
    const options = { isAsync: true };
    await run(50, 'one', options);
    await run(50, 'two', options);
    const isUp = refused('ConcurrentInvocationLimitExceeded');
    await expect(pool.acquire(version('three'), options)).rejects.toMatchObject(isUp);
    await run(3, 'reserved', options);
    await pool.acquire(version('one', '1', 'us-east-1'), options);
  });

  test('a function gets a thousand environments in ten seconds, and a hundred more each second', async () => {
    pool = newPool({ capacity: 5000, reserved: () => 3000 });
    const options = { isAsync: true };
    const running = await run(1000, 'one', options);
    const isTooFast = refused('FunctionInvocationRateLimitExceeded');
    await expect(pool.acquire(version('one'), options)).rejects.toMatchObject(isTooFast);
    await run(1, 'two', options);
    running[0]?.settle();
    // One that is there costs nothing.
    expect(await pool.acquire(version('one'), options)).toBe(running[0]);
    await clock.advance(1000);
    await run(100, 'one', options);
    await expect(pool.acquire(version('one'), options)).rejects.toMatchObject(isTooFast);
    await clock.advance(60_000);
    await run(1000, 'one', options);
    await expect(pool.acquire(version('one'), options)).rejects.toMatchObject(isTooFast);
  });

  test.each([
    [2, 20, 'ReservedFunctionInvocationRateLimitExceeded'],
    [undefined, 10_000, 'FunctionInvocationRateLimitExceeded'],
  ])('with %s reserved, %i requests a second are taken', async (reserved, perSecond, reason) => {
    pool = newPool({ reserved: () => reserved });
    const call = async (options: AcquireOptions = {}) => (await pool.acquire(version('one'), options)).settle();
    for (let count = 0; count < perSecond; count += 1) await call();
    await expect(call()).rejects.toMatchObject(refused(reason));
    await call({ isAsync: true });
    await clock.advance(1000 / perSecond);
    await call();
    await expect(call()).rejects.toMatchObject(refused(reason));
  });

  test('a reservation of nothing is told as such, however often', async () => {
    pool = newPool({ reserved: () => 0 });
    const isUp = refused('ReservedFunctionConcurrentInvocationLimitExceeded');
    for (let count = 0; count < 3; count += 1) await expect(pool.acquire(version('one'))).rejects.toMatchObject(isUp);
  });
});

describe('provisioned', () => {
  /** One that is ready ahead of its first invocation. */
  function ahead(name: string): FakeEnvironment {
    const environment = pool.addAhead(version(name));
    if (environment === undefined) throw new Error('There was no room');
    environment.state = 'ready';
    pool.offer(environment);
    return environment;
  }

  test('environments are used before the others, and the others when all of them run', async () => {
    const onDemand = await pool.acquire(version('one'));
    onDemand.settle();
    const kept = ahead('one');
    expect(await pool.acquire(version('one'))).toBe(kept);
    kept.state = 'running';
    expect(await pool.acquire(version('one'))).toBe(onDemand);
    kept.settle();
    expect(await pool.acquire(version('one'))).toBe(kept);
  });

  test('environments are neither reclaimed nor ended to make room', async () => {
    const kept = ahead('one');
    await clock.advance(10 * idleTimeMs);
    await run(2, 'two');
    await expect(pool.acquire(version('two'))).rejects.toMatchObject(refused('ConcurrentInvocationLimitExceeded'));
    expect(kept.isClosed).toBe(false);
    expect(await pool.acquire(version('one'))).toBe(kept);
  });

  test('one that starts makes an idle one go, and waits while all are busy', async () => {
    const [first, second] = [await pool.acquire(version('two')), await pool.acquire(version('two'))];
    await pool.acquire(version('two'));
    expect(pool.addAhead(version('one'))).toBeUndefined();
    first.settle();
    expect(pool.addAhead(version('one'))).toBe(created[3]);
    expect([first.isClosed, second.isClosed]).toEqual([true, false]);
  });

  test('one that is not offered yet takes no invocation', async () => {
    const starting = pool.addAhead(version('one'));
    expect(await pool.acquire(version('one'))).not.toBe(starting);
  });

  test.each([
    ['while it waits', false],
    ['in an invocation', true],
  ])('one that loses its process %s ends, and is told', async (_, isBusy) => {
    const lost: FakeEnvironment[] = [];
    pool.onDidLose((environment) => lost.push(environment));
    const kept = ahead('one');
    if (isBusy) await pool.acquire(version('one'));
    kept.settle('reset');
    expect(kept.isClosed).toBe(true);
    expect(lost).toEqual([kept]);
    expect(await pool.acquire(version('one'))).not.toBe(kept);
  });

  test('one that is released ends when it is done', async () => {
    const [busy, idle] = [ahead('one'), ahead('one')];
    expect(await pool.acquire(version('one'))).toBe(idle);
    pool.release(idle);
    pool.release(busy);
    expect([busy.isClosed, idle.isClosed]).toEqual([true, false]);
    idle.settle();
    expect(idle.isClosed).toBe(true);
    expect(pool.size).toBe(0);
  });

  test('concurrency is taken from the reservation of the function', async () => {
    pool = newPool({ capacity: 16, reserved: () => 3 });
    ahead('one');
    ahead('one');
    await run(3, 'one');
    const isUp = refused('ReservedFunctionConcurrentInvocationLimitExceeded');
    await expect(pool.acquire(version('one'))).rejects.toMatchObject(isUp);
    // The other version gets what is not set aside.
    pool = newPool({ capacity: 16, reserved: () => 3 });
    ahead('one');
    ahead('one');
    await pool.acquire({ ...version('one'), version: '2' });
    await expect(pool.acquire({ ...version('one'), version: '2' })).rejects.toMatchObject(isUp);
  });

  test('concurrency is taken from that of the account, used or not', async () => {
    pool = newPool({ capacity: 5000, totalReserved: () => 890 });
    for (let count = 0; count < 10; count += 1) ahead('one');
    await run(100, 'two', { isAsync: true });
    const isUp = refused('ConcurrentInvocationLimitExceeded');
    await expect(pool.acquire(version('two'), { isAsync: true })).rejects.toMatchObject(isUp);
    await run(10, 'one', { isAsync: true });
  });
});

describe('ending', () => {
  test('an idle environment ends after a while', async () => {
    const environment = await pool.acquire(version('one'));
    environment.settle();
    await clock.advance(idleTimeMs - 1);
    expect(environment.isClosed).toBe(false);
    await clock.advance(1);
    expect(environment.isClosed).toBe(true);
    expect(pool.size).toBe(0);
  });

  test('being used keeps it alive', async () => {
    const environment = await pool.acquire(version('one'));
    environment.settle();
    await clock.advance(idleTimeMs - 1);
    await pool.acquire(version('one'));
    await clock.advance(idleTimeMs);
    expect(environment.isClosed).toBe(false);
  });

  test('retiring ends idle ones now and busy ones when they are done', async () => {
    const [busy, idle, other] = [
      await pool.acquire(version('one')),
      await pool.acquire(version('one')),
      await pool.acquire(version('other')),
    ];
    idle.settle();
    other.settle();
    pool.retire('one', 'eu-west-1');
    expect([busy.isClosed, idle.isClosed, other.isClosed]).toEqual([false, true, false]);
    busy.settle();
    expect(busy.isClosed).toBe(true);
    expect(await pool.acquire(version('one'))).not.toBe(busy);
  });

  test('closing ends all of them and lets nobody in', async () => {
    const [busy, idle] = [await pool.acquire(version('one')), await pool.acquire(version('one'))];
    idle.settle();
    await pool.close();
    expect([busy.isClosed, idle.isClosed, pool.size, clock.pending]).toEqual([true, true, 0, 0]);
    await expect(pool.acquire(version('one'))).rejects.toMatchObject({ code: 'ServiceException' });
  });
});
