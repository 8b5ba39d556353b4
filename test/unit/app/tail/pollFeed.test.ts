import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { group, requestId, TailScene } from './tailScene.ts';

let scene: TailScene;

beforeEach(() => {
  scene = new TailScene();
});

afterEach(async () => {
  expect(await scene.end()).toEqual({ timers: 0, sessions: 0 });
});

const ago = (ms: number) => scene.clock.now() - ms;
const line = (message: string, timestamp = scene.clock.now()) => ({ timestamp, message });
const throttled = () => new LambdaServiceError('ThrottlingException', 400, 'Rate exceeded');

describe('a tail that polls', () => {
  test('begins with the last 15 minutes', async () => {
    scene.logs.put(group, [line('too old', ago(15 * 60_000 + 1)), line('just in time', ago(15 * 60_000)), line('new')]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    expect(scene.states).toEqual(['starting']);
    await scene.pass(100);
    expect(scene.texts).toEqual(['just in time', 'new']);
    expect(scene.states).toEqual(['following']);
  });

  test('reads every page, empty ones included', async () => {
    scene.logs.pageSize = 2;
    scene.logs.emptyPages = 2;
    scene.logs.put(
      group,
      Array.from({ length: 7 }, (_, index) => line(`line ${index}`, ago(7_000 - index))),
    );
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(10_000);
    expect(scene.texts).toEqual(Array.from({ length: 7 }, (_, index) => `line ${index}`));
  });

  test('shows what is new once, though it reads the last minute again and again', async () => {
    scene.logs.put(group, [line('one')]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(5_000);
    scene.logs.put(group, [line('two')]);
    await scene.pass(5_000);
    expect(scene.texts).toEqual(['one', 'two']);
    expect(scene.logs.filterCalls.at(-1)?.startTime).toBeLessThanOrEqual(ago(60_000));
  });

  test('a line that becomes visible late reaches the invocation it belongs to', async () => {
    const [start, end, report] = scene.invocation(1, ago(3_000), 50);
    scene.logs.put(group, [start!, end!, report!]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(5_000);
    scene.logs.put(group, [line('late', start!.timestamp + 10)]);
    await scene.pass(5_000);
    const { invocations } = scene.tail.snapshot();
    expect(invocations.map(({ invocation }) => invocation.lines.map(({ text }) => text.split(' ')[0]))).toEqual([
      ['START', 'late', 'END', 'REPORT'],
    ]);
    expect(scene.tail.snapshot().lines.map((tailed) => tailed.line.text.split(' ')[0])).toEqual([
      'START',
      'late',
      'END',
      'REPORT',
    ]);
  });

  test('in a silent log the read moves on with time', async () => {
    scene.logs.createGroup(group);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(2 * 60 * 60_000);
    expect(scene.logs.filterCalls.at(-1)?.startTime).toBeGreaterThan(ago(65 * 60_000));
  });

  test('a line from the future does not hide what is logged until then', async () => {
    scene.logs.put(group, [line('from the future', scene.clock.now() + 60 * 60_000)]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(10 * 60_000);
    scene.logs.put(group, [line('from now')]);
    await scene.pass(5_000);
    expect(scene.texts).toEqual(['from the future', 'from now']);
  });

  test('waits quietly for a log group that is not there yet', async () => {
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(30_000);
    expect(scene.states).toEqual(['waiting']);
    scene.logs.put(group, [line('first words')]);
    await scene.pass(10_000);
    expect(scene.states).toEqual(['following']);
    expect(scene.texts).toEqual(['first words']);
  });

  test('a refused read says which permission is missing, and goes on without a gap when it is retried', async () => {
    scene.logs.put(group, [line('before')]);
    const { id } = scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    scene.logs.failNext(
      'filterLogEvents',
      new LambdaServiceError(
        'AccessDeniedException',
        400,
        'User: arn:aws:iam::111111111111:user/dev is not authorized to perform: logs:FilterLogEvents on resource: arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/orders-api:log-stream: because no identity-based policy allows the logs:FilterLogEvents action',
      ),
    );
    await scene.pass(2_000);
    expect(scene.states).toEqual([expect.stringMatching(/^failed: .*logs:FilterLogEvents/)]);
    const calls = scene.logs.filterCalls.length;
    scene.logs.put(group, [line('meanwhile')]);
    await scene.pass(10 * 60_000);
    expect(scene.logs.filterCalls).toHaveLength(calls);
    scene.tail.retry(id);
    expect(scene.states).toEqual(['starting']);
    await scene.pass(1_000);
    expect(scene.states).toEqual(['following']);
    expect(scene.texts).toEqual(['before', 'meanwhile']);
  });

  test('a bad moment of the network is lived through, a long one is told', async () => {
    const broken = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    scene.logs.put(group, [line('before')]);
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(1_000);
    for (let count = 0; count < 3; count += 1) scene.logs.failNext('filterLogEvents', broken());
    scene.logs.put(group, [line('meanwhile')]);
    await scene.pass(20_000);
    expect(scene.states).toEqual(['following']);
    expect(scene.texts).toEqual(['before', 'meanwhile']);
    for (let count = 0; count < 5; count += 1) scene.logs.failNext('filterLogEvents', broken());
    await scene.pass(60_000);
    expect(scene.states).toEqual([expect.stringMatching(/^failed: /)]);
  });

  test('of a log group that several functions share, shows its own function’s streams', async () => {
    const shared = 'shared-logs';
    scene.logs.put(shared, [
      { ...line('mine'), logStreamName: '2026/01/15/orders-api[$LATEST][0f1e2d3c]' },
      { ...line('another’s'), logStreamName: '2026/01/15/resize-image[$LATEST][0f1e2d3c]' },
    ]);
    scene.tail.add(scene.target('poll'), 'orders-api', shared, 3_000);
    await scene.pass(1_000);
    expect(scene.texts).toEqual(['mine']);
  });
});

describe('the rate of a tail that polls', () => {
  /** When each call was made, with its log group. */
  function recordCalls(): { readonly at: number; readonly group: string }[] {
    const calls: { at: number; group: string }[] = [];
    const { filterLogEvents } = scene.logs.api;
    Object.assign(scene.logs.api, {
      filterLogEvents: (...arguments_: Parameters<typeof filterLogEvents>) => {
        calls.push({ at: scene.clock.now(), group: arguments_[0].logGroupName ?? '' });
        return filterLogEvents(...arguments_);
      },
    });
    return calls;
  }

  const mostWithin = (calls: readonly { readonly at: number }[], windowMs: number) =>
    Math.max(...calls.map(({ at }) => calls.filter((other) => other.at >= at && other.at < at + windowMs).length));

  test('one read in two seconds per group, five calls a second per account and Region in all', async () => {
    const calls = recordCalls();
    const first = scene.target('poll');
    const second = scene.target('poll', { id: 'other-profile/eu-west-1' });
    for (let number = 0; number < 20; number += 1) {
      scene.logs.createGroup(`/aws/lambda/f${number}`);
      scene.tail.add(number % 2 === 0 ? first : second, `f${number}`, `/aws/lambda/f${number}`, undefined);
    }
    await scene.pass(60_000);
    expect(mostWithin(calls, 1_000)).toBe(5);
    expect(
      mostWithin(
        calls.filter((call) => call.group === '/aws/lambda/f7'),
        2_000,
      ),
    ).toBe(1);
    expect(new Set(calls.map((call) => call.group)).size).toBe(20);
  });

  test('another account has a budget of its own', async () => {
    const calls = recordCalls();
    const first = scene.target('poll');
    const second = scene.target('poll', { id: 'b/eu-west-1', accountId: '222222222222' });
    for (let number = 0; number < 20; number += 1) {
      scene.logs.createGroup(`/aws/lambda/f${number}`);
      scene.tail.add(number % 2 === 0 ? first : second, `f${number}`, `/aws/lambda/f${number}`, undefined);
    }
    await scene.pass(10_000);
    expect(mostWithin(calls, 1_000)).toBe(10);
  });

  test('throttled, it waits longer each time, asks for the same page again, and loses nothing', async () => {
    scene.logs.pageSize = 1;
    scene.logs.put(group, [line('one', ago(3)), line('two', ago(2)), line('three', ago(1))]);
    const calls = recordCalls();
    scene.tail.add(scene.target('poll'), 'orders-api', group, 3_000);
    await scene.pass(200);
    for (let count = 0; count < 4; count += 1) scene.logs.failNext('filterLogEvents', throttled());
    await scene.pass(30_000);
    expect(scene.texts).toEqual(['one', 'two', 'three']);
    expect(scene.states).toEqual(['following']);
    const pauses = calls.slice(0, 8).flatMap(({ at }, index) => (index === 0 ? [] : [at - calls[index - 1]!.at]));
    expect(pauses).toEqual([200, 200, 1_000, 2_000, 4_000, 8_000, 2_000]);
  });
});

test('a request id of the scene is a UUID', () => {
  expect(requestId(1)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
