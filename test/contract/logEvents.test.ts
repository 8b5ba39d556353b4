import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  type InputLogEvent,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal, TestService, testAccountId } from '../support/localService.ts';

let test: TestService;
const logGroupName = '/aws/lambda/f';
const start = Date.now() - 60_000;

beforeAll(async () => {
  test = await TestService.start();
  await test.logs.send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of ['one', 'two', 'empty']) {
    await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
  await put('one', [event(0, 'START a'), event(20, '[ERROR] out of luck'), event(40, 'END a')]);
  await put('two', [event(10, 'START b'), event(30, 'warn: almost [ERROR]-free'), event(50, 'END b')]);
});
afterAll(() => test.dispose());

const event = (afterMs: number, message: string): InputLogEvent => ({ timestamp: start + afterMs, message });
const put = (logStreamName: string, logEvents: InputLogEvent[]) =>
  test.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
const filter = (input: Partial<FilterLogEventsCommandInput> = {}) =>
  test.logs.send(new FilterLogEventsCommand({ logGroupName, ...input }));
const filtered = async (input: Partial<FilterLogEventsCommandInput> = {}) =>
  (await filter(input)).events?.map(({ message }) => message);
const get = (input: Partial<GetLogEventsCommandInput> = {}) =>
  test.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'one', ...input }));
const inParameter = (message: unknown) => ({ name: 'InvalidParameterException', status: 400, message });
const groupMissing = {
  name: 'ResourceNotFoundException',
  status: 400,
  message: 'The specified log group does not exist.',
};
const streamMissing = { ...groupMissing, message: 'The specified log stream does not exist.' };

describe('PutLogEvents', () => {
  it('wants a group and a stream that exist', async () => {
    expect(await refusal(put('nope', [event(0, 'x')]))).toEqual(streamMissing);
    const elsewhere = new PutLogEventsCommand({ logGroupName: 'nope', logStreamName: 's', logEvents: [event(0, 'x')] });
    expect(await refusal(test.logs.send(elsewhere))).toEqual(groupMissing);
  });

  it('leaves out what is too old or from the future, and says so', async () => {
    const day = 24 * 3_600_000;
    await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'odd' }));
    const old = await put('odd', [event(-15 * day, 'old'), event(-14.5 * day, 'old too')]);
    expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2 });
    expect(old.nextSequenceToken).toEqual(expect.any(String));
    const future = await put('odd', [event(0, 'now'), event(day / 2, 'later')]);
    expect(future.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect((await get({ logStreamName: 'odd' })).events?.map(({ message }) => message)).toEqual(['now']);
  });

  it('wants order, a day at most, and 1 MB at most', async () => {
    expect((await refusal(put('one', [event(1, 'b'), event(0, 'a')]))).message).toMatch(/chronological order/);
    expect((await refusal(put('one', [event(0, 'a'), event(25 * 3_600_000, 'b')]))).message).toMatch(/24 hours/);
    const big = Array.from({ length: 5 }, () => event(0, 'x'.repeat(250_000)));
    expect((await refusal(put('one', big))).message).toMatch(/1048576 bytes/);
    expect((await refusal(put('one', []))).name).toBe('InvalidParameterException');
  });
});

describe('FilterLogEvents', () => {
  const all = ['START a', 'START b', '[ERROR] out of luck', 'warn: almost [ERROR]-free', 'END a', 'END b'];
  const ofTwo = { logStreamNames: ['one', 'two'] };

  it('interleaves streams by time and gives every event an id that stays', async () => {
    const first = await filter(ofTwo);
    expect(first.events?.map(({ message }) => message)).toEqual(all);
    const ids = first.events?.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(6);
    expect((await filter(ofTwo)).events).toEqual(first.events);
    expect(first.events?.[0]).toEqual({
      logStreamName: 'one',
      timestamp: start,
      message: 'START a',
      ingestionTime: expect.any(Number),
      eventId: expect.stringMatching(/^\d{56}$/),
    });
    expect(first.searchedLogStreams).toEqual([]);
  });

  it.each([
    ['ERROR', ['[ERROR] out of luck', 'warn: almost [ERROR]-free']],
    ['"out of"', ['[ERROR] out of luck']],
    ['ERROR -warn', ['[ERROR] out of luck']],
    ['?START ?END', ['START a', 'START b', 'END a', 'END b']],
    ['error', []],
  ])('selects by %s', async (filterPattern, expected) => {
    expect(await filtered({ ...ofTwo, filterPattern })).toEqual(expected);
  });

  it('narrows by stream, prefix and time, both ends included', async () => {
    expect(await filtered({ logStreamNames: ['two'] })).toEqual(['START b', 'warn: almost [ERROR]-free', 'END b']);
    expect(await filtered({ logStreamNamePrefix: 'on' })).toEqual(['START a', '[ERROR] out of luck', 'END a']);
    expect(await filtered({ ...ofTwo, startTime: start + 10, endTime: start + 20 })).toEqual([
      'START b',
      '[ERROR] out of luck',
    ]);
  });

  it('gives the newest first when it is asked to', async () => {
    expect(await filtered({ ...ofTwo, startFromHead: false })).toEqual(all.toReversed());
  });

  it('pages through everything, in both directions, missing and repeating nothing', async () => {
    for (const startFromHead of [true, false]) {
      const seen: (string | undefined)[] = [];
      const pages = paginateFilterLogEvents({ client: test.logs }, { logGroupName, ...ofTwo, limit: 2, startFromHead });
      for await (const { events } of pages) seen.push(...(events ?? []).map(({ message }) => message));
      expect(seen).toEqual(startFromHead ? all : all.toReversed());
    }
  });

  it('pages a pattern by what it selects, and the token sees what came meanwhile', async () => {
    const input = { ...ofTwo, filterPattern: 'START', limit: 1 };
    const { nextToken } = await filter(input);
    expect(await filtered({ ...input, nextToken })).toEqual(['START b']);
  });

  it('takes a token for a day', async () => {
    const { nextToken = '' } = await filter({ ...ofTwo, limit: 1 });
    const aged = (ms: number) => nextToken.replace(/\d+$/, (madeAt) => String(Number(madeAt) - ms));
    const day = 24 * 3_600_000;
    expect(await filtered({ ...ofTwo, limit: 1, nextToken: aged(day - 60_000) })).toEqual(['START b']);
    expect(await refusal(filter({ ...ofTwo, nextToken: aged(day) }))).toEqual(
      inParameter('The specified nextToken is invalid.'),
    );
  });

  it('ends without a token when nothing more is there', async () => {
    expect((await filter({ ...ofTwo, limit: 6 })).nextToken).toBeUndefined();
    expect((await filter({ logStreamNames: ['empty'] })).nextToken).toBeUndefined();
  });

  it('keeps a page below 1 MB', async () => {
    await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'large' }));
    for (let index = 0; index < 6; index += 1) await put('large', [event(index, `${index}${'x'.repeat(300_000)}`)]);
    const first = await filter({ logStreamNames: ['large'] });
    expect(first.events).toHaveLength(3);
    const second = await filter({ logStreamNames: ['large'], nextToken: first.nextToken });
    expect(second.events?.map(({ message }) => message?.[0])).toEqual(['3', '4', '5']);
  });

  it('looks at 10,000 events a page: a rare term gives empty pages with a token', async () => {
    await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'long' }));
    const noise = Array.from({ length: 6000 }, (_, index) => event(index, 'noise'));
    await put('long', noise);
    await put('long', [...noise, event(6000, 'needle')]);
    const input = { logStreamNames: ['long'], filterPattern: 'needle' };
    const first = await filter(input);
    expect([first.events, typeof first.nextToken]).toEqual([[], 'string']);
    const second = await filter({ ...input, nextToken: first.nextToken });
    expect(second.events?.map(({ message }) => message)).toEqual(['needle']);
    expect(second.nextToken).toBeUndefined();
  });

  it('refuses what it cannot do', async () => {
    expect(await refusal(filter({ limit: 10_001 }))).toEqual(
      inParameter(
        "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
      ),
    );
    expect(await refusal(filter({ nextToken: 'unknown' }))).toEqual(inParameter('The specified nextToken is invalid.'));
    const { nextForwardToken } = await get();
    expect(await refusal(filter({ nextToken: nextForwardToken }))).toEqual(
      inParameter('The specified nextToken is invalid.'),
    );
    expect(await refusal(filter({ logStreamNames: ['nope'] }))).toEqual(streamMissing);
    expect(await refusal(filter({ logGroupName: 'nope' }))).toEqual(groupMissing);
    expect((await refusal(filter({ logStreamNames: ['one'], logStreamNamePrefix: 'o' }))).name).toBe(
      'InvalidParameterException',
    );
  });

  it.each([
    ['%[Ee]rror|warn%', ['warn: almost [ERROR]-free']],
    ['[..., last = luck]', ['[ERROR] out of luck']],
    ['{ $.level = "ERROR" }', []],
  ])('selects by %s', async (filterPattern, expected) => {
    expect(await filtered({ ...ofTwo, filterPattern })).toEqual(expected);
  });

  it.each([
    ['a-b', "Invalid character(s) in term 'a-b'"],
    ['{ $.a = 1', "If a filter pattern starts with '{' it must end with '}'"],
    ['[a, b c]', 'Invalid filter pattern'],
  ])('refuses %s in the words of AWS', async (filterPattern, message) => {
    expect(await refusal(filter({ filterPattern }))).toEqual(inParameter(message));
  });

  it('takes the group by its ARN', async () => {
    const logGroupIdentifier = `arn:aws:logs:us-east-1:${testAccountId}:log-group:${logGroupName}`;
    const answer = await test.logs.send(new FilterLogEventsCommand({ logGroupIdentifier, ...ofTwo }));
    expect(answer.events).toHaveLength(6);
  });
});

describe('GetLogEvents', () => {
  const lines = ['START a', '[ERROR] out of luck', 'END a'];
  const messages = async (input: Partial<GetLogEventsCommandInput>) =>
    (await get(input)).events?.map(({ message }) => message);

  it('gives the newest page by default, in the order of time', async () => {
    const { events } = await get({ limit: 2 });
    expect(events?.map(({ message }) => message)).toEqual(lines.slice(1));
    expect(events?.[0]).toEqual({ timestamp: start + 20, message: lines[1], ingestionTime: expect.any(Number) });
    expect(await messages({ limit: 2, startFromHead: true })).toEqual(lines.slice(0, 2));
  });

  it('goes forward until a token comes back unchanged, and then sees what is new', async () => {
    const first = await get({ limit: 2, startFromHead: true });
    const second = await get({ limit: 2, nextToken: first.nextForwardToken });
    expect(second.events?.map(({ message }) => message)).toEqual(['END a']);
    const third = await get({ nextToken: second.nextForwardToken });
    expect(third.events).toEqual([]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
    await put('one', [event(60, 'later')]);
    expect(await messages({ nextToken: third.nextForwardToken })).toEqual(['later']);
  });

  it('goes backward until a token comes back unchanged', async () => {
    const first = await get({ limit: 2 });
    const second = await get({ limit: 2, nextToken: first.nextBackwardToken });
    expect([...(second.events ?? []), ...(first.events ?? [])].map(({ message }) => message)).toEqual([
      ...lines,
      'later',
    ]);
    const third = await get({ nextToken: second.nextBackwardToken });
    expect([third.events, third.nextBackwardToken]).toEqual([[], second.nextBackwardToken]);
  });

  it('always has both tokens, also for an empty stream', async () => {
    const { events, nextForwardToken, nextBackwardToken } = await get({ logStreamName: 'empty' });
    expect(events).toEqual([]);
    expect(nextForwardToken).toMatch(/^f\/\d{56}\/s$/);
    expect(nextBackwardToken).toMatch(/^b\/\d{56}\/s$/);
    expect((await get({ logStreamName: 'empty', nextToken: nextForwardToken })).nextForwardToken).toBe(
      nextForwardToken,
    );
  });

  it('narrows by time, the end excluded', async () => {
    expect(await messages({ startTime: start + 20, endTime: start + 40 })).toEqual(['[ERROR] out of luck']);
  });

  it('refuses what it does not have', async () => {
    expect(await refusal(get({ limit: 10_001 }))).toEqual(
      inParameter(
        "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
      ),
    );
    expect(await refusal(get({ logGroupName: 'nope' }))).toEqual(groupMissing);
    expect(await refusal(get({ logStreamName: 'nope' }))).toEqual(streamMissing);
    expect(await refusal(get({ nextToken: 'x' }))).toEqual(inParameter('The specified nextToken is invalid.'));
  });
});
