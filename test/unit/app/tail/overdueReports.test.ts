import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseFilter } from '../../../../src/lambda/logFilter.ts';
import { outcomeWords } from '../../../../src/webview/logs/outcomeWords.ts';
import { group, TailScene } from './tailScene.ts';

let scene: TailScene;

beforeEach(() => {
  scene = new TailScene();
  scene.logs.createGroup(group);
});

afterEach(async () => {
  expect(await scene.end()).toEqual({ timers: 0, sessions: 0 });
});

/** What each row says by now, in order of time. */
const rows = () => scene.tail.snapshot().invocations.map(outcomeWords);
const lost = 'No REPORT came, and nothing else for longer than its timeout';

test('a request whose REPORT never comes is given up half a minute after its timeout, and told in a batch', async () => {
  scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
  await scene.pass(1_000);
  const [start] = scene.invocation(1, scene.clock.now(), 34);
  scene.logs.put(group, [start!]);
  await scene.pass(32_900);
  expect(rows()).toEqual(['Running']);
  const before = scene.batches.length;
  await scene.pass(1_000);
  expect(rows()).toEqual([lost]);
  const told = scene.batches.slice(before).map(({ batch }) => batch);
  expect(told).toMatchObject([{ sequence: before + 1, lines: [], invocations: [{ lacksReport: true }] }]);
});

test('every further line is a sign of life', async () => {
  scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
  await scene.pass(1_000);
  const [start] = scene.invocation(1, scene.clock.now(), 34);
  scene.logs.put(group, [start!]);
  await scene.pass(20_000);
  scene.logs.put(group, [{ timestamp: scene.clock.now(), message: 'still here\n' }]);
  await scene.pass(32_000);
  expect(rows()).toEqual(['Running']);
  await scene.pass(2_000);
  expect(rows()).toEqual([lost]);
});

test('a REPORT that comes after all says how it ended', async () => {
  scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
  await scene.pass(1_000);
  const [start, end, report] = scene.invocation(1, scene.clock.now(), 34);
  scene.logs.put(group, [start!]);
  await scene.pass(40_000);
  expect(rows()).toEqual([lost]);
  scene.logs.put(group, [end!, report!]);
  await scene.pass(1_000);
  expect(rows()).toEqual(['Succeeded']);
});

test('in what is long past nothing is waited for, apart from the rest of the history', async () => {
  const [start] = scene.invocation(1, scene.clock.now() - 600_000, 34);
  scene.logs.put(group, [start!]);
  scene.tail.add(scene.target('poll'), 'orders-api', group, 60_000);
  await scene.pass(1_000);
  expect(rows()).toEqual(['Running']);
  await scene.pass(31_000);
  expect(rows()).toEqual([lost]);
});

test('a function whose timeout is not known may take fifteen minutes', async () => {
  scene.tail.add(scene.target('live'), 'orders-api', group, undefined);
  await scene.pass(1_000);
  scene.logs.put(group, [scene.invocation(1, scene.clock.now(), 34)[0]!]);
  await scene.pass(15 * 60_000);
  expect(rows()).toEqual(['Running']);
  await scene.pass(31_000);
  expect(rows()).toEqual([lost]);
});

test('what ended, was cleared or is tailed no longer leaves nothing behind', async () => {
  const target = scene.target('live');
  const { id } = scene.tail.add(target, 'orders-api', group, 3_000);
  await scene.pass(1_000);
  scene.logs.put(group, scene.invocation(1, scene.clock.now(), 34));
  scene.logs.put(group, [scene.invocation(2, scene.clock.now(), 34)[0]!]);
  await scene.pass(1_000);
  scene.tail.clear();
  scene.logs.put(group, [scene.invocation(3, scene.clock.now(), 34)[0]!]);
  await scene.pass(1_000);
  scene.tail.remove(id);
  const before = scene.batches.length;
  await scene.pass(60_000);
  expect(scene.batches.length).toBe(before);
});

test('the filter tells them from those that run', async () => {
  scene.tail.add(scene.target('live'), 'orders-api', group, 3_000);
  await scene.pass(1_000);
  scene.logs.put(group, [scene.invocation(1, scene.clock.now(), 34)[0]!]);
  await scene.pass(40_000);
  scene.logs.put(group, [scene.invocation(2, scene.clock.now(), 34)[0]!]);
  await scene.pass(1_000);
  const found = (text: string) => {
    const parsed = parseFilter(text);
    if (parsed.kind !== 'filter') throw new Error(`No filter: ${text}`);
    const passing = scene.tail
      .snapshot()
      .invocations.filter((tailed) => parsed.filter.matchesInvocation(tailed, undefined));
    return passing.map(({ invocation }) => invocation.requestId.at(-1));
  };
  expect([found('outcome:no-report'), found('outcome:running')]).toEqual([['1'], ['2']]);
});
