import { beforeEach, describe, expect, test } from 'vitest';
import { Emitter } from '../../../../src/base/event.ts';
import { EnvironmentPool, idleTimeMs } from '../../../../src/service/environment/environmentPool.ts';
import type { EnvironmentState } from '../../../../src/service/environment/environmentState.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';

class FakeEnvironment {
  readonly version: FunctionVersion;
  state: EnvironmentState = 'created';
  readonly #settled = new Emitter<void>();
  readonly onDidSettle = this.#settled.event;
  isClosed = false;

  constructor(version: FunctionVersion) {
    this.version = version;
  }

  settle(state: EnvironmentState = 'ready'): void {
    this.state = state;
    this.#settled.fire();
  }

  async initialiseAhead(): Promise<undefined> {
    this.state = 'ready';
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.state = 'stopped';
  }
}

function version(name: string, revision = '1', region = 'eu-west-1'): FunctionVersion {
  const configuration = { RevisionId: revision };
  return { id: { region, name }, version: '$LATEST', configuration, packageId: 'package', createdAt: 0 };
}

let clock: FakeClock;
let created: FakeEnvironment[];
let pool: EnvironmentPool<FakeEnvironment>;

beforeEach(() => {
  clock = new FakeClock();
  created = [];
  pool = new EnvironmentPool({
    create: (of) => {
      const environment = new FakeEnvironment(of);
      created.push(environment);
      return environment;
    },
    capacity: 3,
    clock,
  });
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
      pool = new EnvironmentPool({
        create: (of) => {
          const environment = new FakeEnvironment(of);
          created.push(environment);
          return environment;
        },
        reserved: ({ name }) => (name === 'one' ? 1 : undefined),
        capacity: 3,
        clock,
      });
    });

    test('a second call is refused while the first runs, whatever its version', async () => {
      const first = await pool.acquire(version('one'));
      first.state = 'running';
      const refused = { code: 'TooManyRequestsException', httpStatus: 429, headers: { 'retry-after': '1' } };
      const members = { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' };
      await expect(pool.acquire(version('one'))).rejects.toMatchObject({ ...refused, members });
      await expect(pool.acquire({ ...version('one'), version: '1' })).rejects.toMatchObject(refused);
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
    await expect(pool.acquire(version('two'))).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      httpStatus: 429,
      message: 'Rate Exceeded.',
      members: { Reason: 'ConcurrentInvocationLimitExceeded' },
    });
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
