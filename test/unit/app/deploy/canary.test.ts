import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { RedeployOutcome } from '../../../../src/app/deploy/redeploy.ts';
import type { AliasShift } from '../../../../src/app/deploy/redeployLink.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { InMemoryLogs } from '../../../fakes/inMemoryLogs.ts';
import { type InMemoryTarget, inMemoryTarget } from '../../../fakes/inMemoryTarget.ts';
import { RedeployBench } from '../../../support/redeployBench.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const group = '/aws/lambda/hello';
const tenPercent: AliasShift = { percent: 10, minutes: 5 };
let clock: FakeClock;
let logs: InMemoryLogs;
let target: InMemoryTarget;
let bench: RedeployBench;

afterAll(() => folders.remove());
beforeEach(() => {
  clock = new FakeClock();
  logs = new InMemoryLogs();
  target = inMemoryTarget({ logs: logs.api });
  target.lambda.put({ FunctionName: 'hello' });
  useShift(tenPercent);
});

function useShift(shift: AliasShift): void {
  bench = RedeployBench.create(target, folders, { clock, settings: { alias: { name: 'live', shift } } });
}

/** Version 1 has all the traffic, and the redeploy of version 2 has come to its canary. */
async function canary(signal?: AbortSignal): Promise<{ readonly running: Promise<RedeployOutcome> }> {
  bench.save('one');
  await bench.run();
  bench.save('two');
  let reached = () => {};
  const atShift = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const running = bench.run({ onStage: (stage) => stage === 'shift' && reached() }, signal);
  running.catch(() => {});
  await Promise.race([atShift, running]);
  while (clock.pending === 0) await settle();
  return { running };
}

const alias = () => target.lambda.aliases.get('hello')?.find(({ Name }) => Name === 'live');
const weights = () => alias()?.RoutingConfig?.AdditionalVersionWeights;

function streamOf(version: string): string {
  return `${new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]aaaa`;
}

function invoked(version: string, requestId: string, failure = ''): void {
  const lines = [
    `START RequestId: ${requestId} Version: ${version}\n`,
    ...(failure === '' ? [] : [`2026-01-15T00:00:00.000Z\t${requestId}\tERROR\tInvoke Error \t${failure}\n`]),
    `END RequestId: ${requestId}\n`,
    `REPORT RequestId: ${requestId}\tDuration: 2.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n`,
  ];
  const events = lines.map((message) => ({ timestamp: clock.now(), message, logStreamName: streamOf(version) }));
  logs.put(group, events);
}

const failure = '{"errorType":"TypeError","errorMessage":"no name","stack":["TypeError: no name"]}';
const id = (number: number) => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;

describe('a canary', () => {
  test('shares the traffic for its time, and then gets all of it', async () => {
    const { running } = await canary();
    expect([alias()?.FunctionVersion, weights()]).toEqual(['1', { '2': 0.1 }]);
    invoked('2', id(1));
    invoked('1', id(2), failure);
    await clock.advance(5 * 60_000);
    expect(await running).toMatchObject({
      shift: { kind: 'shifted', watched: { invocations: 1, failed: 0 }, alias: { from: { version: '1' }, to: '2' } },
    });
    expect([alias()?.FunctionVersion, weights()]).toEqual(['2', {}]);
  });

  test('that fails goes back by itself before its time is over', async () => {
    const { running } = await canary();
    invoked('2', id(1), failure);
    await clock.advance(1000);
    expect(await running).toMatchObject({
      version: '2',
      shift: {
        kind: 'returned',
        watched: { invocations: 1, failed: 1, firstError: expect.stringContaining('no name') },
      },
    });
    expect([alias()?.FunctionVersion, weights()]).toEqual(['1', {}]);
    expect(clock.pending).toBe(0);
  });

  test('puts up with as many failures as the link says', async () => {
    useShift({ ...tenPercent, toleratedErrors: 1 });
    const { running } = await canary();
    invoked('2', id(1), failure);
    await clock.advance(1000);
    expect(weights()).toEqual({ '2': 0.1 });
    invoked('2', id(2), failure);
    await clock.advance(1000);
    expect(await running).toMatchObject({ shift: { kind: 'returned', watched: { failed: 2 } } });
  });

  test('sees a timeout for what it is, in a function without a log so far', async () => {
    const { running } = await canary();
    await clock.advance(1000);
    const timedOut = `2026-01-15T00:00:03.000Z ${id(1)} Task timed out after 3.00 seconds\n\n`;
    const start = `START RequestId: ${id(1)} Version: 2\n`;
    const report = `REPORT RequestId: ${id(1)}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tStatus: timeout\n`;
    logs.put(
      group,
      [start, timedOut, report].map((message) => ({ timestamp: clock.now(), message, logStreamName: streamOf('2') })),
    );
    await clock.advance(1000);
    expect(await running).toMatchObject({ shift: { kind: 'returned' } });
  });

  test('whose log nobody may read goes back, and says which permission is missing', async () => {
    const { running } = await canary();
    logs.failNext('filterLogEvents', new LambdaServiceError('AccessDeniedException', 400, 'no'));
    await clock.advance(1000);
    await expect(running).rejects.toThrow(
      'The log of version 2 cannot be read: the permission logs:FilterLogEvents is missing. A canary needs to be watched. The new code of hello is at work on Local, as version 2. Whether',
    );
    expect([alias()?.FunctionVersion, weights()]).toEqual(['1', {}]);
  });

  test('outlives a throttled look at the log', async () => {
    const { running } = await canary();
    logs.failNext('filterLogEvents', new LambdaServiceError('ThrottlingException', 400, 'slow down'));
    await clock.advance(5 * 60_000);
    expect(await running).toMatchObject({ shift: { kind: 'shifted' } });
  });

  test('does not go on blind', async () => {
    const { running } = await canary();
    logs.stop();
    await clock.advance(70_000);
    await expect(running).rejects.toThrow('The log of version 2 cannot be read: for 1 min');
    expect(weights()).toEqual({});
  });

  test('that someone else has moved is left to them', async () => {
    const { running } = await canary();
    await target.lambda.updateAlias({ FunctionName: 'hello', Name: 'live', FunctionVersion: '7' });
    await clock.advance(5 * 60_000);
    await expect(running).rejects.toThrow('The alias live of hello was moved by someone else meanwhile.');
    expect(alias()?.FunctionVersion).toBe('7');
  });

  test('cancelled, goes back; run again, it begins anew', async () => {
    const controller = new AbortController();
    const { running } = await canary(controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    expect([alias()?.FunctionVersion, weights()]).toEqual(['1', {}]);
    const again = bench.run();
    again.catch(() => {});
    while (clock.pending === 0) await settle();
    expect(weights()).toEqual({ '2': 0.1 });
    await clock.advance(5 * 60_000);
    expect(await again).toMatchObject({ kind: 'finished', version: '2', shift: { kind: 'shifted' } });
    expect(alias()?.FunctionVersion).toBe('2');
  });
});
