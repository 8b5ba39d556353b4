import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { refusal, TestService, testAccountId } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  for (const logGroupName of ['/aws/lambda/a', '/aws/lambda/b']) {
    await test.logs.send(new CreateLogGroupCommand({ logGroupName }));
    for (const logStreamName of ['s1', 's2']) {
      await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    }
  }
});
afterAll(() => test.dispose());

const arn = (name: string) => `arn:aws:logs:us-east-1:${testAccountId}:log-group:${name}`;
const write = (logGroupName: string, logStreamName: string, ...messages: string[]) => {
  const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
  return test.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
};

/** A session that has begun, read event by event. */
async function tail(input: Partial<StartLiveTailCommandInput> = {}) {
  const leaving = new AbortController();
  const { responseStream } = await test.logs.send(
    new StartLiveTailCommand({ logGroupIdentifiers: [arn('/aws/lambda/a')], ...input }),
    { abortSignal: leaving.signal },
  );
  if (responseStream === undefined) throw new Error('No stream');
  const events = responseStream[Symbol.asyncIterator]();
  const next = async (): Promise<StartLiveTailResponseStream | undefined> => {
    const { done, value } = await events.next();
    return done ? undefined : value;
  };
  const started = await next();
  /** Messages of the next update that has any. */
  const lines = async (): Promise<(string | undefined)[]> => {
    for (;;) {
      const results = (await next())?.sessionUpdate?.sessionResults ?? [];
      if (results.length > 0) return results.map(({ message }) => message);
    }
  };
  return { started, next, lines, leave: () => leaving.abort() };
}

describe('StartLiveTail', () => {
  it('begins with what was asked for, then sends lines as they are written', async () => {
    const session = await tail({ logEventFilterPattern: 'hello' });
    expect(session.started?.sessionStart).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      logGroupIdentifiers: [arn('/aws/lambda/a')],
      logStreamNames: [],
      logStreamNamePrefixes: [],
      logEventFilterPattern: 'hello',
    });
    await write('/aws/lambda/a', 's1', 'hello 1', 'other', 'hello 2');
    const update = (await session.next())?.sessionUpdate;
    expect(update).toEqual({
      sessionMetadata: { sampled: false },
      sessionResults: ['hello 1', 'hello 2'].map((message) => ({
        logStreamName: 's1',
        logGroupIdentifier: arn('/aws/lambda/a'),
        message,
        timestamp: expect.any(Number),
        ingestionTime: expect.any(Number),
      })),
    });
    session.leave();
  });

  it('misses nothing that is written once the session has started', async () => {
    const session = await tail();
    for (let index = 0; index < 40; index += 1) await write('/aws/lambda/a', 's1', `n${index}`);
    const seen: (string | undefined)[] = [];
    while (seen.length < 40) seen.push(...(await session.lines()));
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => `n${index}`));
    session.leave();
  });

  it('shows the groups and streams that were asked for, and no others', async () => {
    const both = await tail({ logGroupIdentifiers: [arn('/aws/lambda/a'), arn('/aws/lambda/b')] });
    const stream = await tail({ logStreamNames: ['s2'] });
    const prefix = await tail({ logStreamNamePrefixes: ['s1', 'x'] });
    await write('/aws/lambda/b', 's1', 'b1');
    await write('/aws/lambda/a', 's1', 'a1');
    await write('/aws/lambda/a', 's2', 'a2');
    const collected = [...(await both.lines())];
    while (collected.length < 3) collected.push(...(await both.lines()));
    expect(collected).toEqual(['b1', 'a1', 'a2']);
    expect(await stream.lines()).toEqual(['a2']);
    expect(await prefix.lines()).toEqual(['a1']);
    for (const session of [both, stream, prefix]) session.leave();
  });

  it('sends an empty update about once a second, so that a dead line is noticed', async () => {
    const session = await tail({ logGroupIdentifiers: [arn('/aws/lambda/b')] });
    expect((await session.next())?.sessionUpdate).toEqual({ sessionMetadata: { sampled: false }, sessionResults: [] });
    session.leave();
  });

  it('is not disturbed by a caller who leaves', async () => {
    const leaver = await tail();
    const stayer = await tail();
    leaver.leave();
    await write('/aws/lambda/a', 's1', 'still here');
    expect(await stayer.lines()).toEqual(['still here']);
    stayer.leave();
  });

  it('sends a sample of more than 500 lines a second', async () => {
    const session = await tail();
    await write('/aws/lambda/a', 's1', ...Array.from({ length: 900 }, (_, index) => `n${index}`));
    const update = (await session.next())?.sessionUpdate;
    expect([update?.sessionResults?.length, update?.sessionMetadata]).toEqual([500, { sampled: true }]);
    session.leave();
  });

  it('ends after three hours, with an exception in the stream', async () => {
    const threeHoursMs = 3 * 3_600_000;
    const after: Clock['after'] = (delayMs, callback) =>
      systemClock.after(delayMs === threeHoursMs ? 1 : delayMs, callback);
    const own = await TestService.start({ clock: { ...systemClock, after } });
    await own.logs.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    const { responseStream } = await own.logs.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn('g')] }));
    const kinds: string[] = [];
    const reading = (async () => {
      for await (const event of responseStream ?? []) kinds.push(...Object.keys(event));
    })();
    await expect(reading).rejects.toMatchObject({ name: 'SessionTimeoutException' });
    expect(kinds).toEqual(['sessionStart']);
    await own.dispose();
  });

  it('ends when the service closes', async () => {
    const own = await TestService.start();
    await own.logs.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    const { responseStream } = await own.logs.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn('g')] }));
    const events = responseStream?.[Symbol.asyncIterator]();
    await events?.next();
    const rest = events?.next();
    await own.service.close();
    expect((await rest)?.done).toBe(true);
    await own.dispose();
  });

  const start = (input: StartLiveTailCommandInput) => refusal(test.logs.send(new StartLiveTailCommand(input)));

  it('wants ARNs of groups that exist, without an asterisk', async () => {
    const invalid = { name: 'InvalidParameterException', status: 400 };
    expect(await start({ logGroupIdentifiers: ['/aws/lambda/a'] })).toMatchObject(invalid);
    expect(await start({ logGroupIdentifiers: [`${arn('/aws/lambda/a')}:*`] })).toMatchObject(invalid);
    const missing = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
    expect(await start({ logGroupIdentifiers: [arn('nope')] })).toMatchObject(missing);
    expect(
      await start({ logGroupIdentifiers: [arn('/aws/lambda/a').replace('us-east-1', 'eu-west-1')] }),
    ).toMatchObject(missing);
    expect(await start({ logGroupIdentifiers: [] })).toMatchObject(invalid);
  });

  it('takes streams for one group only, by name or by prefix', async () => {
    const logGroupIdentifiers = [arn('/aws/lambda/a'), arn('/aws/lambda/b')];
    expect(await start({ logGroupIdentifiers, logStreamNames: ['s1'] })).toMatchObject({
      name: 'InvalidParameterException',
    });
    const one = [arn('/aws/lambda/a')];
    expect(
      await start({ logGroupIdentifiers: one, logStreamNames: ['s1'], logStreamNamePrefixes: ['s'] }),
    ).toMatchObject({ name: 'InvalidParameterException' });
    expect(await start({ logGroupIdentifiers: one, logEventFilterPattern: '{ $.a }' })).toMatchObject({
      message: 'Invalid filter pattern',
    });
  });
});
