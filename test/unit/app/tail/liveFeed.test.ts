import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HumanError } from '../../../../src/base/humanError.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { group, TailScene } from './tailScene.ts';

let scene: TailScene;

beforeEach(() => {
  scene = new TailScene();
});

afterEach(async () => {
  expect(await scene.end()).toEqual({ timers: 0, sessions: 0 });
});

const line = (message: string, timestamp = scene.clock.now()) => ({ timestamp, message });

describe('a live tail', () => {
  test('opens the stream of the group’s ARN, reads the past, then follows', async () => {
    scene.logs.put(group, [line('past')]);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(100);
    expect(scene.logs.liveTailCalls).toEqual([
      { logGroupIdentifiers: [`arn:aws:logs:us-east-1:111111111111:log-group:${group}`] },
    ]);
    expect(scene.states).toEqual(['following']);
    scene.logs.put(group, [line('present')]);
    await scene.pass(50);
    expect(scene.texts).toEqual(['past', 'present']);
  });

  test('what arrives while the past is being read comes after it, and once', async () => {
    scene.logs.put(group, [line('past')]);
    const { filterLogEvents } = scene.logs.api;
    Object.assign(scene.logs.api, {
      filterLogEvents: async (...arguments_: Parameters<typeof filterLogEvents>) => {
        scene.logs.put(group, [line('meanwhile')]);
        return filterLogEvents(...arguments_);
      },
    });
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(100);
    expect(scene.texts).toEqual(['past', 'meanwhile']);
  });

  test('equal lines of one millisecond are all shown, live and from the past', async () => {
    scene.logs.put(group, [line('same', 1_768_471_872_000), line('same', 1_768_471_872_000)]);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(100);
    scene.logs.put(group, [line('same', 1_768_471_872_000)]);
    await scene.pass(100);
    // The stream counts from its own beginning: what it sends may be one of the two that were read.
    scene.logs.endSessions();
    await scene.pass(1_000);
    expect(scene.texts).toEqual(['same', 'same', 'same']);
  });

  test('the service restarts: the tail comes back by itself, and what was logged meanwhile is there', async () => {
    scene.logs.put(group, [line('before')]);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    scene.logs.stop();
    const stoppedAt = scene.clock.now();
    await scene.pass(4_000);
    const [state] = scene.tail.sources.map((source) => source.state);
    expect(state).toEqual({ state: 'reconnecting', since: expect.any(Number) });
    // Every failed try says so; what is told is the first.
    expect(state?.state === 'reconnecting' && state.since - stoppedAt).toBeLessThan(500);
    scene.logs.restart();
    scene.logs.put(group, [line('in the gap')]);
    await scene.pass(8_000);
    expect(scene.states).toEqual(['following']);
    scene.logs.put(group, [line('after')]);
    await scene.pass(100);
    expect(scene.texts).toEqual(['before', 'in the gap', 'after']);
  });

  test('tries again with growing pauses', async () => {
    scene.logs.createGroup(group);
    scene.logs.stop();
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    const tries: number[] = [];
    for (let passed = 0; passed < 20_000; passed += 50) {
      const before = scene.logs.liveTailCalls.length;
      await scene.pass(50);
      if (scene.logs.liveTailCalls.length > before) tries.push(passed + 50);
    }
    expect(tries).toEqual([50, 250, 750, 1_750, 3_750, 7_750, 15_750]);
  });

  test('a session that reached its time limit is opened again, without a gap', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    scene.logs.endSessions(Object.assign(new Error('Session timed out'), { name: 'SessionTimeoutException' }));
    scene.logs.put(group, [line('in the gap')]);
    await scene.pass(1_000);
    expect(scene.texts).toEqual(['in the gap']);
  });

  test('a stream that fell silent is given up and opened again', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    scene.logs.put(group, [line('lost on the way')], 'lost');
    await scene.pass(70_000);
    expect(scene.texts).toEqual(['lost on the way']);
    expect(scene.logs.openSessions).toBe(1);
  });

  test('lines that the service left out of the stream are read from the log', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    scene.logs.put(group, [line('zero')]);
    await scene.pass(5_000);
    scene.logs.put(group, [line('one'), line('two'), line('three')], 'sampled');
    scene.logs.put(group, [line('four'), line('five')], 'sampled');
    await scene.pass(100);
    expect([...scene.texts].sort()).toEqual(['five', 'four', 'one', 'three', 'two', 'zero']);
  });

  test('waits for a log group that is not there yet; the first invocation shows within a second', async () => {
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(10_000);
    expect(scene.states).toEqual(['waiting']);
    scene.logs.put(group, [line('first words')]);
    await scene.pass(1_000);
    expect(scene.states).toEqual(['following']);
    expect(scene.texts).toEqual(['first words']);
  });

  test('a service that was stopped by hand is told, and followed again once it was started', async () => {
    let isStopped = true;
    scene.logs.put(group, [line('kept')]);
    const target = scene.target('live');
    const { connect } = target;
    const stoppable = scene.target('live', {
      connect: async (signal) => {
        if (isStopped) throw new HumanError('The local service is stopped.');
        return connect(signal);
      },
    });
    scene.tail.add(stoppable, 'orders-api', group, 3_000);
    await scene.pass(20_000);
    expect(scene.states).toEqual(['failed: The local service is stopped.']);
    isStopped = false;
    await scene.pass(6_000);
    expect(scene.states).toEqual(['following']);
    expect(scene.texts).toEqual(['kept']);
  });

  test('a refused stream fails in words', async () => {
    scene.logs.createGroup(group);
    scene.logs.failNext('startLiveTail', new LambdaServiceError('AccessDeniedException', 400, 'no'));
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    expect(scene.states).toEqual([expect.stringMatching(/^failed: Tail logs of orders-api on Local/)]);
  });
});
