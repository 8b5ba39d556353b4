import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { group, requestId, TailScene } from './tail/tailScene.ts';

let scene: TailScene;

beforeEach(() => {
  scene = new TailScene();
});

afterEach(async () => {
  expect(await scene.end()).toEqual({ timers: 0, sessions: 0 });
});

const line = (message: string, timestamp = scene.clock.now()) => ({ timestamp, message });

describe('sources', () => {
  test('have an id that survives a reload, and are announced with every change of state', () => {
    const seen: string[][] = [];
    scene.tail.onDidChangeSources((sources) => seen.push(sources.map(({ id, state }) => `${id} ${state.state}`)));
    const source = scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    expect(source).toEqual({
      id: 'local/orders-api',
      functionName: 'orders-api',
      targetLabel: 'Local',
      logGroupName: group,
      timeoutMs: 3_000,
      state: { state: 'starting' },
      range: { kind: 'last', minutes: 15 },
      history: { readBackTo: scene.clock.now() - 15 * 60_000, isReading: false, hasOlder: true },
      region: 'us-east-1',
      architecture: 'x86_64',
    });
    expect(seen).toEqual([['local/orders-api starting']]);
  });

  test('the same function twice is the one there, with its newest timeout', async () => {
    const target = scene.target('live');
    scene.logs.createGroup(group);
    scene.tail.add(target, 'orders-api', group, undefined);
    await scene.pass(100);
    expect(scene.tail.add(target, 'orders-api', group, 3_000)).toMatchObject({
      timeoutMs: 3_000,
      state: { state: 'following' },
    });
    expect(scene.tail.sources).toHaveLength(1);
    expect(scene.logs.liveTailCalls).toHaveLength(1);
  });

  test('a function that logs to another group now is followed there', async () => {
    scene.logs.put(group, [line('old place')]);
    scene.logs.put('custom', [line('new place')]);
    const target = scene.target('live');
    scene.tail.add(target, 'orders-api', group, 3_000);
    await scene.pass(100);
    scene.tail.add(target, 'orders-api', 'custom', 3_000);
    await scene.pass(100);
    expect(scene.tail.sources).toMatchObject([{ id: 'local/orders-api', logGroupName: 'custom' }]);
    expect(scene.tail.snapshot().lines.map((tailed) => tailed.line.text)).toEqual(['new place']);
    expect(scene.logs.openSessions).toBe(1);
  });

  test('several functions on several targets run side by side', async () => {
    scene.logs.put(group, [line('local and remote')]);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(100);
    expect(
      scene.tail
        .snapshot()
        .lines.map(({ sourceId }) => sourceId)
        .sort(),
    ).toEqual(['dev/eu-west-1/orders-api', 'local/orders-api']);
  });

  test('one that is read anew keeps its place, and lets go of its lines first', async () => {
    scene.logs.put('/aws/lambda/a', [line('of a')]);
    const target = scene.target('poll');
    for (const name of ['a', 'b', 'c']) scene.tail.add(target, name, `/aws/lambda/${name}`, 3_000);
    await scene.pass(1_000);
    const seen: string[] = [];
    const listening = scene.tail.onDidChangeSources((sources) => {
      const names = sources.map(({ functionName }) => functionName).join('');
      if (names !== seen.at(-1)) seen.push(names);
    });
    scene.tail.setRange('dev/eu-west-1/a', { kind: 'last', minutes: 60 });
    scene.tail.setLiveTail('dev/eu-west-1/b', true);
    await scene.pass(3_000);
    expect(seen).toEqual(['bc', 'abc', 'ac', 'abc']);
    expect(scene.tail.sources).toMatchObject([{ range: { minutes: 60 } }, { liveTail: { isOn: true } }, {}]);
    expect(scene.tail.snapshot().lines.map((tailed) => tailed.line.text)).toEqual(['of a']);
    listening.dispose();
  });

  test('say whether the console shows their log, whatever part of it is tailed', () => {
    const consoleUrl = (name: string) => `https://console.aws.amazon.com/lambda/${name}`;
    const source = scene.tail.add(scene.target('poll', { consoleUrl }), 'orders-api', group, 3_000, {
      range: { kind: 'between', startTime: 0, endTime: 1_000 },
    });
    expect(source).toMatchObject({ hasConsole: true });
    expect(source.liveTail).toBeUndefined();
    expect(scene.tail.add(scene.target('live'), 'orders-api', group, 3_000).hasConsole).toBeUndefined();
  });

  test('removing one ends its requests and forgets its lines, and no others', async () => {
    scene.logs.put(group, [line('a')]);
    scene.logs.put('/aws/lambda/b', [line('b')]);
    const target = scene.target('live');
    const { id } = scene.tail.add(target, 'orders-api', group, 3_000);
    scene.tail.add(target, 'b', '/aws/lambda/b', 3_000);
    await scene.pass(200);
    scene.tail.remove(id);
    await scene.pass(0);
    expect(scene.logs.openSessions).toBe(1);
    expect(scene.tail.snapshot().lines.map((tailed) => tailed.line.text)).toEqual(['b']);
    scene.tail.remove(id);
  });

  test('a function goes when its target goes', () => {
    const target = scene.target('poll');
    scene.tail.add(target, 'orders-api', group, 3_000);
    scene.targets.delete(target.id);
    scene.targetsChanged.fire();
    expect(scene.tail.sources).toEqual([]);
  });
});

describe('batches', () => {
  test('are at least 50 ms apart and numbered without a gap', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    for (let count = 0; count < 100; count += 1) {
      scene.logs.put(group, [line(`line ${count}`)]);
      await scene.pass(7);
    }
    await scene.pass(100);
    const times = scene.batches.map(({ at }) => at);
    expect(times.every((at, index) => index === 0 || at - times[index - 1]! >= 50)).toBe(true);
    expect(scene.batches.map(({ batch }) => batch.sequence)).toEqual(scene.batches.map((_, index) => index + 1));
    expect(scene.texts).toEqual(Array.from({ length: 100 }, (_, count) => `line ${count}`));
  });

  test('the first line after a silence does not wait', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    scene.logs.put(group, [line('now')]);
    await scene.pass(0);
    await scene.pass(0);
    expect(scene.texts).toEqual(['now']);
  });

  test('carry invocations whenever they change, and the snapshot adds up to the same', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    const [start, end, report] = scene.invocation(1, scene.clock.now(), 34);
    scene.logs.put(group, [start!]);
    await scene.pass(100);
    scene.logs.put(group, [end!, report!]);
    await scene.pass(100);
    expect(scene.batches.map(({ batch }) => batch.invocations.map(({ invocation }) => invocation.outcome))).toEqual([
      ['running'],
      ['success'],
    ]);
    const snapshot = scene.tail.snapshot();
    expect(snapshot).toMatchObject({ sequence: 2, dropped: 0, thresholds: scene.thresholds });
    expect(snapshot.invocations).toEqual(scene.batches[1]!.batch.invocations);
  });

  test('leave a number out when an invocation that was shown turned out to be none', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    const [start, end, report] = scene.invocation(1, scene.clock.now(), 34);
    const foreign = JSON.stringify({ message: 'x', requestId: requestId(9) });
    scene.logs.put(group, [line(foreign, start!.timestamp + 1), end!, report!]);
    await scene.pass(100);
    scene.logs.put(group, [start!]);
    await scene.pass(100);
    expect(scene.batches.map(({ batch }) => batch.sequence)).toEqual([1, 3]);
    expect(scene.tail.snapshot()).toMatchObject({ sequence: 3, invocations: [{ sourceId: 'local/orders-api' }] });
  });

  test('clear forgets what was seen; the tail goes on', async () => {
    scene.logs.put(group, scene.invocation(1, scene.clock.now(), 34));
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(100);
    const told = vi.fn(() => scene.tail.snapshot().lines.length);
    scene.tail.onDidClear(told);
    scene.tail.clear();
    expect(told).toHaveReturnedWith(0);
    expect(scene.tail.snapshot()).toMatchObject({ invocations: [], lines: [], dropped: 0 });
    scene.logs.put(group, [line('next')]);
    await scene.pass(100);
    expect(scene.tail.snapshot().lines.map((tailed) => tailed.line.text)).toEqual(['next']);
  });
});

describe('bounds', () => {
  test('100,000 lines: no more than the capacity is held, and what was dropped is counted', async () => {
    await scene.end();
    scene = new TailScene({ capacityLines: 5_000 });
    const startedAt = scene.clock.now() - 100_000;
    const events = Array.from({ length: 25_000 }, (_, number) => [
      ...scene.invocation(number, startedAt + number * 4, 2),
      line(`line ${number}`, startedAt + number * 4 + 1),
    ]).flat();
    scene.logs.pageSize = 10_000;
    scene.logs.put(group, events);
    scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
    await scene.pass(5_000);
    const { lines, invocations, dropped } = scene.tail.snapshot();
    expect(lines).toHaveLength(5_000);
    expect(dropped).toBe(95_000);
    expect(lines.at(-1)?.line.text).toMatch(/^REPORT RequestId: \S+24999\b/);
    expect(invocations.length).toBeGreaterThan(1_000);
    expect(invocations.reduce((sum, { invocation }) => sum + invocation.lines.length, 0)).toBeLessThanOrEqual(5_000);
    expect(invocations.at(-1)?.invocation.requestId).toBe(requestId(24_999));
    expect(Math.max(...scene.batches.map(({ batch }) => batch.lines.length))).toBeLessThanOrEqual(10_000);
  });
});

test('the count of dropped lines never goes back, whatever is removed', async () => {
  await scene.end();
  scene = new TailScene({ capacityLines: 10 });
  scene.logs.put(
    group,
    Array.from({ length: 30 }, (_, index) => line(`a ${index}`)),
  );
  scene.logs.put('/aws/lambda/b', [line('b')]);
  const target = scene.target('live');
  const { id } = scene.tail.add(target, 'orders-api', group, 3_000);
  scene.tail.add(target, 'b', '/aws/lambda/b', 3_000);
  await scene.pass(200);
  expect(scene.tail.snapshot().dropped).toBe(21);
  scene.tail.remove(id);
  expect(scene.tail.snapshot().dropped).toBe(21);
  scene.tail.clear();
  expect(scene.tail.snapshot().dropped).toBe(0);
});

describe('slow invocations', () => {
  const reasons = () =>
    scene.tail
      .snapshot()
      .invocations.flatMap(({ invocation, isSlow, slowReason }) =>
        isSlow ? [`${Number(invocation.requestId.slice(-12))}: ${slowReason}`] : [],
      );

  async function follow(
    events: readonly { readonly timestamp: number; readonly message: string }[],
    timeoutMs?: number,
  ) {
    scene.logs.put(group, events);
    scene.tail.add(scene.target('live'), 'orders-api', group, timeoutMs);
    await scene.pass(1_000);
  }

  test('by the share of the timeout', async () => {
    const now = scene.clock.now();
    await follow(
      [...scene.invocation(1, now - 9_000, 2_399), ...scene.invocation(2, now - 5_000, 2_460, { init: 100 })],
      3_000,
    );
    expect(reasons()).toEqual(['2: Took 2.46 s: 82 % of its timeout of 3 s']);
  });

  test('by the function’s own p95, once 20 warm invocations were seen', async () => {
    const now = scene.clock.now();
    const durations = (count: number) =>
      Array.from({ length: count }, (_, number) =>
        scene.invocation(number, now - 60_000 + number * 1_000, 40 + (number % 3)),
      ).flat();
    await follow([...durations(18), ...scene.invocation(90, now - 2_000, 400)]);
    expect(reasons()).toEqual([]);
    scene.logs.put(group, [...scene.invocation(91, now - 1_500, 41), ...scene.invocation(92, now - 900, 500)]);
    await scene.pass(100);
    expect(reasons()).toEqual(['92: Took 500 ms: above the p95 of 400 ms of its last 21 warm invocations']);
  });

  test('cold starts, timeouts and small differences are not called slow', async () => {
    const now = scene.clock.now();
    const steady = Array.from({ length: 40 }, (_, number) =>
      scene.invocation(number, now - 100_000 + number * 1_000, 2 + number / 10),
    ).flat();
    const timedOut = scene.invocation(80, now - 20_000, 3_000);
    timedOut[2] = { ...timedOut[2]!, message: timedOut[2]!.message.replace('\t\n', '\tStatus: timeout\t\n') };
    await follow([...steady, ...timedOut, ...scene.invocation(81, now - 10_000, 800, { init: 200 })], 3_000);
    expect(reasons()).toEqual([]);
  });
});
