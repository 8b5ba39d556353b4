import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand, InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { Deferred } from '../../src/base/deferred.ts';
import { HumanError } from '../../src/base/humanError.ts';
import { type Log, silentLog } from '../../src/base/log.ts';
import type { DispatcherOptions } from '../../src/service/invoke/dispatcher.ts';
import type { InvocationOutcome } from '../../src/service/invoke/invocation.ts';
import { FakeInvoker } from '../fakes/fakeInvoker.ts';
import { createTestFunction, TestService } from '../support/localService.ts';

const running: TestService[] = [];

async function start(options: Parameters<typeof TestService.start>[0] = {}) {
  const test = await TestService.start(options);
  running.push(test);
  return test;
}

afterEach(async () => {
  for (const test of running.splice(0)) await test.dispose();
});

const answered = (text: string): InvocationOutcome => ({
  payload: Buffer.from(text),
  functionError: undefined,
  logTail: undefined,
});

describe('LocalService', () => {
  it('takes up queued invocations once it listens', async () => {
    expect((await start()).invoker.resumed).toBe(1);
  });

  it('lets a request that runs finish before it closes', async () => {
    const test = await start();
    await createTestFunction(test, 'f');
    const begun = new Deferred<void>();
    const outcome = new Deferred<InvocationOutcome>();
    test.invoker.answer = () => {
      begun.resolve();
      return outcome.promise;
    };
    const invoking = test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    await begun.promise;
    const closing = test.service.close();
    outcome.resolve(answered('"in time"'));
    expect((await invoking).Payload?.transformToString()).toBe('"in time"');
    await closing;
    expect(test.invoker.closed).toBe(true);
  });

  it('cuts off what does not finish, at the deadline', async () => {
    const deadlines: (() => void)[] = [];
    const clock = {
      ...systemClock,
      after: (delayMs: number, callback: () => void) => {
        if (delayMs === 3000) deadlines.push(callback);
        return systemClock.after(delayMs, callback);
      },
    };
    const test = await start({ clock });
    await createTestFunction(test, 'f');
    const begun = new Deferred<void>();
    test.invoker.answer = () => {
      begun.resolve();
      return new Promise(() => {});
    };
    const invoking = test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    const cut = expect(invoking).rejects.toThrow();
    await begun.promise;
    const closing = test.service.close();
    for (const pass of deadlines) pass();
    await cut;
    await closing;
  });

  it('closes once, however often it is asked to', async () => {
    const test = await start();
    const first = test.service.close();
    expect(test.service.close()).toBe(first);
    await first;
    await expect(test.lambda.send(new ListFunctionsCommand({}))).rejects.toThrow();
  });

  it('gives its data folder free when it cannot listen', async () => {
    const test = await start();
    const port = Number(new URL(test.service.endpoint).port);
    const other = await start();
    await other.close();
    await expect(TestService.start({ dataFolder: other.dataFolder, port })).rejects.toThrow(HumanError);
    const again = await other.restart();
    running.push(again);
    expect((await again.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  });

  it('gives the dispatcher what it stored: package, newest version, log', async () => {
    const given = new Deferred<DispatcherOptions>();
    const invoker = new FakeInvoker();
    const test = await start({
      createInvoker: (options) => {
        given.resolve(options);
        return invoker;
      },
    });
    const options = await given.promise;
    await createTestFunction(test, 'f', { Timeout: 7 });
    const id = { region: 'us-east-1', name: 'f' };
    const version = options.resolveVersion(id, '$LATEST');
    expect(version).toMatchObject({ id, version: '$LATEST', configuration: { Timeout: 7, State: 'Active' } });
    expect(options.resolveVersion(id, '1')).toBeUndefined();
    expect(options.resolveVersion({ ...id, name: 'nope' }, '$LATEST')).toBeUndefined();
    expect(await options.openPackage(version?.packageId ?? '')).toMatch(/unpacked/);
    options.logs.append({ region: 'us-east-1', logGroupName: '/aws/lambda/f', logStreamName: 's' }, [
      { timestamp: Date.now(), message: 'from a function\n' },
    ]);
    const { events } = await test.logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/f' }));
    expect(events?.map(({ message }) => message)).toEqual(['from a function\n']);
  });

  it('logs a bug with its cause, and nothing of requests that are refused', async () => {
    const errors: unknown[][] = [];
    const log: Log = { ...silentLog, error: (...line) => errors.push(line), warn: (...line) => errors.push(line) };
    const test = await start({ log });
    await createTestFunction(test, 'f');
    await test.lambda.send(new GetFunctionCommand({ FunctionName: 'nope' })).catch(() => {});
    expect(errors).toEqual([]);
    test.invoker.answer = () => {
      throw new TypeError('the reason');
    };
    await test.lambda.send(new InvokeCommand({ FunctionName: 'f' })).catch(() => {});
    expect(errors).toEqual([
      ['A request failed', expect.objectContaining({ error: expect.stringContaining('TypeError: the reason') })],
    ]);
  });

  it('serves many callers at once', async () => {
    const test = await start();
    await Promise.all(Array.from({ length: 20 }, (_, index) => createTestFunction(test, `f${index}`)));
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const Payload = Buffer.from(String(index));
        const { Payload: back } = await test.lambda.send(
          new InvokeCommand({ FunctionName: `f${index % 20}`, Payload }),
        );
        return back?.transformToString();
      }),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => String(index)));
  });
});
