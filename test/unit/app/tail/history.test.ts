import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { group, TailScene } from './tailScene.ts';

let scene: TailScene;

beforeEach(() => {
  scene = new TailScene({ capacityLines: 10 });
});

afterEach(async () => {
  expect(await scene.end()).toEqual({ timers: 0, sessions: 0 });
});

const minutes = (count: number) => scene.clock.now() - count * 60_000;
const held = () => scene.tail.snapshot().lines.map(({ line }) => line.text);

async function answer<T>(work: Promise<T>): Promise<T> {
  const settled = work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  await scene.pass(2_000);
  const result = await settled;
  if ('error' in result) throw result.error;
  return result.value;
}

describe('the log paged backwards', () => {
  test('each page goes before what is held, across an empty day, until nothing is older', async () => {
    scene.logs.put(group, [
      { timestamp: minutes(2_000), message: 'yesterday' },
      { timestamp: minutes(20), message: 'earlier' },
      { timestamp: minutes(1), message: 'now' },
    ]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(500);
    expect(held()).toEqual(['now']);
    expect(await answer(scene.tail.readOlder())).toEqual({ addedLines: 1, hasOlder: true });
    expect(held()).toEqual(['earlier', 'now']);
    expect(await answer(scene.tail.readOlder())).toEqual({ addedLines: 1, hasOlder: true });
    expect(held()).toEqual(['yesterday', 'earlier', 'now']);
    expect(await answer(scene.tail.readOlder())).toEqual({ addedLines: 0, hasOlder: false });
    expect(scene.tail.sources[0]?.history).toMatchObject({ hasOlder: false, note: 'The log has nothing older.' });
  });

  test('a full buffer keeps what is followed: the newest of the older lines fill it, and the rest is said', async () => {
    const older = Array.from({ length: 30 }, (_, index) => ({
      timestamp: minutes(20) + index,
      message: `old ${index}`,
    }));
    scene.logs.put(group, [...older, { timestamp: minutes(1), message: 'now' }]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(500);
    expect(await answer(scene.tail.readOlder())).toEqual({ addedLines: 9, hasOlder: false });
    expect(held()).toEqual([...older.slice(-9).map(({ message }) => message), 'now']);
    expect(scene.tail.snapshot().dropped).toBe(0);
    expect(scene.tail.sources[0]?.history?.note).toContain('maximumLines');
  });

  test('the pattern goes to CloudWatch Logs, and the source says that only a part was read', async () => {
    scene.logs.put(group, [{ timestamp: minutes(20), message: 'earlier' }]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(500);
    await answer(scene.tail.readOlder('%[aA]1%'));
    expect(scene.logs.filterCalls.some(({ filterPattern }) => filterPattern === '%[aA]1%')).toBe(true);
    expect(scene.tail.sources[0]?.history?.note).toContain('only lines that may pass the filter');
  });
});

describe('a closed range', () => {
  test('is read once, without what lies outside, and nothing follows', async () => {
    const [startTime, endTime] = [minutes(60), minutes(30)];
    scene.logs.put(group, [
      { timestamp: startTime - 1, message: 'before' },
      { timestamp: startTime, message: 'first' },
      { timestamp: endTime - 1, message: 'last' },
      { timestamp: endTime, message: 'after' },
    ]);
    const source = scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(100);
    scene.tail.setRange(source.id, { kind: 'between', startTime, endTime });
    await scene.pass(500);
    expect(held()).toEqual(['first', 'last']);
    expect(scene.states).toEqual(['ended']);
    expect(scene.logs.openSessions).toBe(0);
    expect(scene.clock.pending).toBe(0);
  });
});

describe('expired credentials', () => {
  test('pause the source; after the one click it goes on by itself, without a gap', async () => {
    scene.logs.put(group, [{ timestamp: minutes(1), message: 'before' }]);
    const source = scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(500);
    const expired = () => new LambdaServiceError('ExpiredTokenException', 400, 'The security token is expired');
    scene.logs.failNext('filterLogEvents', expired());
    await scene.pass(2_000);
    expect(scene.tail.sources[0]?.state).toMatchObject({ state: 'paused', actionTitle: 'Sign In…' });
    scene.logs.put(group, [{ timestamp: scene.clock.now(), message: 'meanwhile' }]);
    scene.logs.failNext('filterLogEvents', expired());
    expect(scene.tail.resume(source.id)).toMatchObject({ command: 'lambdaWorkbench.signIn' });
    await scene.pass(3_500);
    expect(scene.states).toEqual(['paused']);
    await scene.pass(3_500);
    expect(scene.states).toEqual(['following']);
    expect(held()).toEqual(['before', 'meanwhile']);
  });
});

describe('lines out of order', () => {
  test('a late line is held where its time says', async () => {
    scene.logs.put(group, [{ timestamp: minutes(1), message: 'second' }]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(500);
    scene.logs.put(group, [{ timestamp: minutes(1) - 1_000, message: 'first' }]);
    await scene.pass(3_000);
    expect(held()).toEqual(['first', 'second']);
  });
});

describe('Live Tail on AWS', () => {
  test('is there on request, restarts after three hours, and says what it costs', async () => {
    scene.logs.put(group, [{ timestamp: minutes(1), message: 'before' }]);
    const { id } = scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(500);
    expect(scene.tail.sources[0]?.liveTail).toMatchObject({ isOn: false, minutes: 0, costUSD: 0 });
    scene.tail.setLiveTail(id, true);
    await scene.pass(500);
    expect(scene.logs.openSessions).toBe(1);
    expect(scene.tail.sources[0]?.liveTail).toMatchObject({ isOn: true, minutes: 1, costUSD: 0.01 });
    scene.logs.endSessions(Object.assign(new Error('Session expired'), { name: 'SessionTimeoutException' }));
    scene.logs.put(group, [{ timestamp: scene.clock.now(), message: 'between' }]);
    await scene.pass(2_000);
    expect(scene.logs.openSessions).toBe(1);
    expect(scene.tail.sources[0]?.health).toMatchObject({ reconnects: 1 });
    expect(held()).toEqual(['before', 'between']);
    // Written in the gap, readable only later: neither live nor in the first read.
    scene.logs.put(group, [{ timestamp: scene.clock.now() - 2_500, message: 'late' }], 'lost');
    await scene.pass(10_500);
    expect(held()).toContain('late');
    scene.tail.setLiveTail(id, false);
    await scene.pass(2_500);
    expect(scene.logs.openSessions).toBe(0);
    expect(scene.tail.sources[0]?.liveTail).toMatchObject({ isOn: false, minutes: 2, costUSD: 0.02 });
    expect(held()).toHaveLength(3);
  });
});
