/** What a laptop does to a tail: it sleeps, its clock is set, its network goes, its owner closes the editor at any moment. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { group, TailScene } from './tailScene.ts';

let scene: TailScene;

beforeEach(() => {
  scene = new TailScene();
});

afterEach(async () => {
  expect(await scene.end()).toEqual({ timers: 0, sessions: 0 });
});

const hours = (count: number) => count * 60 * 60_000;
const unreachable = () => Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });

/** A line at the present of the service, which goes on while the computer sleeps. */
const log = (
  message: string,
  { live = 'sent', at = scene.clock.now() }: { live?: 'sent' | 'lost'; at?: number } = {},
) => scene.logs.put(group, [{ timestamp: at, message }], live);

/** Texts by time, as they are held. */
const held = () => scene.tail.snapshot().lines.map(({ line }) => line.text);

function follow(how: 'live' | 'poll' | 'live on request') {
  scene.logs.createGroup(group);
  const target = scene.target(how === 'live' ? 'live' : 'poll');
  return scene.tail.add(target, 'orders-api', group, 3_000, how === 'live on request' ? { isLive: true } : {});
}

describe.each(['live', 'poll', 'live on request'] as const)('%s', (how) => {
  test('the laptop sleeps for eight hours: the night is read, once', async () => {
    follow(how);
    await scene.pass(3_000);
    log('in the evening');
    await scene.pass(3_000);
    scene.clock.jump(hours(4));
    log('at midnight', { live: 'lost' });
    scene.clock.jump(hours(4));
    log('in the morning', { live: 'lost' });
    await scene.pass(75_000);
    expect(scene.states).toEqual(['following']);
    expect(held()).toEqual(['in the evening', 'at midnight', 'in the morning']);
  });

  test('the clock is put back: nothing is missed and nothing comes twice', async () => {
    follow(how);
    scene.clock.jump(hours(2));
    await scene.pass(3_000);
    log('before', { at: scene.clock.now() - hours(2) });
    await scene.pass(3_000);
    scene.clock.jump(-hours(2));
    await scene.pass(3_000);
    log('after');
    scene.logs.endSessions(new Error('aborted'));
    await scene.pass(20_000);
    log('later');
    await scene.pass(20_000);
    expect(held()).toEqual(['before', 'after', 'later']);
  });

  test('the network is gone for ten minutes: it is told, and afterwards there is neither gap nor duplicate', async () => {
    follow(how);
    await scene.pass(3_000);
    log('before');
    await scene.pass(3_000);
    scene.logs.stop();
    log('meanwhile', { live: 'lost' });
    await scene.pass(10 * 60_000);
    expect(scene.states[0]).not.toBe('following');
    expect(scene.tail.sources[0]?.health?.reconnects).toBe(1);
    scene.logs.restart();
    log('after', { live: 'lost' });
    await scene.pass(40_000);
    expect(scene.states).toEqual(['following']);
    expect(held()).toEqual(['before', 'meanwhile', 'after']);
  });

  test('a log group that is deleted and made again is waited for and followed', async () => {
    follow(how);
    await scene.pass(3_000);
    log('of the first');
    await scene.pass(3_000);
    scene.logs.deleteGroup(group);
    await scene.pass(6_000);
    expect(scene.states).toEqual(['waiting']);
    log('of the second');
    await scene.pass(12_000);
    expect(scene.states).toEqual(['following']);
    expect(held()).toEqual(['of the first', 'of the second']);
  });

  test('an event from before the last one, visible late, is put where it belongs', async () => {
    follow(how);
    await scene.pass(3_000);
    log('second');
    await scene.pass(3_000);
    log('first', { at: scene.clock.now() - 20_000 });
    await scene.pass(12_000);
    expect(held()).toEqual(['first', 'second']);
  });

  test.each([0, 250, 1_000, 2_500, 9_000])('ends at once %i ms into any trouble', async (afterMs) => {
    const troubles: readonly (() => void)[] = [
      () => undefined,
      () => scene.logs.stop(),
      () => scene.logs.deleteGroup(group),
      () => scene.logs.endSessions(),
      () => {
        for (let count = 0; count < 20; count += 1)
          scene.logs.failNext('filterLogEvents', new LambdaServiceError('ThrottlingException', 400, 'Rate exceeded'));
      },
      () => {
        scene.logs.failNext('filterLogEvents', new LambdaServiceError('ExpiredTokenException', 400, 'expired'));
        scene.logs.failNext('startLiveTail', new LambdaServiceError('ExpiredTokenException', 400, 'expired'));
      },
    ];
    for (const trouble of troubles) {
      scene.logs.restart();
      const { id } = follow(how);
      await scene.pass(2_000);
      trouble();
      await scene.pass(afterMs);
      scene.tail.resume(id);
      scene.tail.remove(id);
      await scene.pass(0);
      expect({ timers: scene.clock.pending, sessions: scene.logs.openSessions }).toEqual({ timers: 0, sessions: 0 });
      scene.logs.forgetFailures();
    }
  });
});

test.each(['poll', 'live on request'] as const)(
  '%s: expired credentials pause it; one click later it goes on without a gap',
  async (how) => {
    const { id } = follow(how);
    await scene.pass(3_000);
    log('before');
    await scene.pass(3_000);
    const expire = () => {
      for (const operation of ['filterLogEvents', 'startLiveTail'] as const) {
        scene.logs.failNext(operation, new LambdaServiceError('ExpiredTokenException', 400, 'The token is expired'));
      }
    };
    expire();
    scene.logs.endSessions(new Error('aborted'));
    await scene.pass(5_000);
    expect(scene.tail.sources[0]?.state).toMatchObject({ state: 'paused', actionTitle: 'Sign In…' });
    log('meanwhile', { live: 'lost' });
    await scene.pass(hours(1));
    expect(scene.states).toEqual(['paused']);
    scene.logs.forgetFailures();
    scene.tail.resume(id);
    await scene.pass(8_000);
    expect(scene.states).toEqual(['following']);
    expect(held()).toEqual(['before', 'meanwhile']);
  },
);

describe('polling', () => {
  test('a network that is not there when the tail begins is waited for', async () => {
    let isConnected = false;
    const target = scene.target('poll');
    const waiting = {
      ...target,
      connect: async (signal?: AbortSignal) => {
        if (!isConnected) throw unreachable();
        return target.connect(signal);
      },
    };
    log('hello');
    scene.tail.add(waiting, 'orders-api', group, 3_000);
    await scene.pass(5_000);
    isConnected = true;
    await scene.pass(20_000);
    expect(scene.states).toEqual(['following']);
    expect(held()).toEqual(['hello']);
  });

  test('a computer whose clock is ahead by half an hour misses nothing', async () => {
    scene.clock.jump(hours(0.5));
    log('old', { at: scene.clock.now() - hours(0.5) - 1_000 });
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000, { range: { kind: 'last', minutes: 60 } });
    await scene.pass(hours(0.2));
    log('new', { at: scene.clock.now() - hours(0.5) });
    await scene.pass(5_000);
    expect(held()).toEqual(['old', 'new']);
  });
});

describe('Live Tail on request', () => {
  test('reads the log within the account’s rate, throttled or not, and loses nothing', async () => {
    for (let count = 0; count < 3; count += 1) {
      scene.logs.failNext('filterLogEvents', new LambdaServiceError('ThrottlingException', 400, 'Rate exceeded'));
    }
    log('before');
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000, { isLive: true });
    await scene.pass(6_000);
    expect(scene.states).toEqual(['starting']);
    await scene.pass(4_000);
    expect(scene.states).toEqual(['following']);
    expect(scene.tail.sources[0]?.health?.throttledCalls).toBe(3);
    expect(held()).toEqual(['before']);
  });

  test('an update that is a sample is filled from the log', async () => {
    follow('live on request');
    await scene.pass(3_000);
    const at = scene.clock.now();
    scene.logs.put(
      group,
      Array.from({ length: 900 }, (_, index) => ({ timestamp: at, message: `line ${index}` })),
      'sampled',
    );
    await scene.pass(2_000);
    expect(held()).toHaveLength(900);
    expect(scene.tail.sources[0]?.health?.sampledUpdates).toBe(1);
  });
});
