import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandInput,
  ListLogGroupsCommand,
  type ListLogGroupsCommandInput,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal, TestService, testAccountId } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  for (const logGroupName of ['/aws/lambda/b', '/aws/lambda/a', 'custom']) {
    await test.logs.send(new CreateLogGroupCommand({ logGroupName }));
  }
});
afterAll(() => test.dispose());

const groups = (input: DescribeLogGroupsCommandInput = {}) => test.logs.send(new DescribeLogGroupsCommand(input));
const names = async (input: DescribeLogGroupsCommandInput = {}) =>
  (await groups(input)).logGroups?.map(({ logGroupName }) => logGroupName);
const streams = (input: DescribeLogStreamsCommandInput) => test.logs.send(new DescribeLogStreamsCommand(input));
const arn = (name: string) => `arn:aws:logs:us-east-1:${testAccountId}:log-group:${name}`;

describe('CreateLogGroup and DeleteLogGroup', () => {
  it('make a group once and remove it with all that is in it', async () => {
    const logGroupName = 'short-lived';
    await test.logs.send(new CreateLogGroupCommand({ logGroupName }));
    expect(await refusal(test.logs.send(new CreateLogGroupCommand({ logGroupName })))).toEqual({
      name: 'ResourceAlreadyExistsException',
      status: 400,
      message: 'The specified log group already exists',
    });
    await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
    await test.logs.send(new DeleteLogGroupCommand({ logGroupName }));
    expect(await refusal(test.logs.send(new DeleteLogGroupCommand({ logGroupName })))).toEqual({
      name: 'ResourceNotFoundException',
      status: 400,
      message: 'The specified log group does not exist.',
    });
  });

  it('refuse names that there cannot be', async () => {
    expect(await refusal(test.logs.send(new CreateLogGroupCommand({ logGroupName: 'a b' })))).toEqual({
      name: 'InvalidParameterException',
      status: 400,
      message:
        "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    });
  });
});

describe('CreateLogStream', () => {
  it('makes a stream once, in a group that exists', async () => {
    const create = (logGroupName: string, logStreamName: string) =>
      test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await create('custom', 'once');
    expect(await refusal(create('custom', 'once'))).toMatchObject({ name: 'ResourceAlreadyExistsException' });
    expect(await refusal(create('nope', 's'))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(create('custom', 'a:b'))).toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('DescribeLogGroups', () => {
  it('lists by name, with the members of AWS', async () => {
    const { logGroups } = await groups({ logGroupNamePrefix: '/aws/' });
    expect(logGroups?.[0]).toEqual({
      logGroupName: '/aws/lambda/a',
      creationTime: expect.any(Number),
      metricFilterCount: 0,
      arn: `${arn('/aws/lambda/a')}:*`,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      logGroupArn: arn('/aws/lambda/a'),
      deletionProtectionEnabled: false,
    });
    expect(await names()).toEqual(['/aws/lambda/a', '/aws/lambda/b', 'custom']);
  });

  it('filters by prefix, or by a part of the name whatever its case', async () => {
    expect(await names({ logGroupNamePrefix: 'cus' })).toEqual(['custom']);
    expect(await names({ logGroupNamePattern: 'LAMBDA' })).toEqual(['/aws/lambda/a', '/aws/lambda/b']);
    expect(await refusal(groups({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }))).toEqual({
      name: 'InvalidParameterException',
      status: 400,
      message: 'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    });
  });

  it('pages', async () => {
    const first = await groups({ limit: 2 });
    expect(first.logGroups).toHaveLength(2);
    expect(await names({ limit: 2, nextToken: first.nextToken })).toEqual(['custom']);
    expect((await groups({ limit: 2, nextToken: first.nextToken })).nextToken).toBeUndefined();
    expect(await refusal(groups({ nextToken: 'made-up' }))).toMatchObject({
      name: 'InvalidParameterException',
      message: 'The specified nextToken is invalid.',
    });
  });

  it('sees the groups of its own Region', async () => {
    const elsewhere = test.newLogs({ region: 'eu-west-1' });
    expect((await elsewhere.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
  });
});

describe('DescribeLogStreams', () => {
  const logGroupName = '/aws/lambda/a';
  beforeAll(async () => {
    const now = Date.now();
    for (const [logStreamName, ageMs] of [
      ['2026/01/01/[$LATEST]aa', 1000],
      ['2026/01/02/[$LATEST]bb', 3000],
      ['2026/01/02/[$LATEST]cc', 2000],
    ] as const) {
      await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
      const logEvents = [{ timestamp: now - ageMs, message: 'x' }];
      await test.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    }
  });

  const suffixes = async (input: Partial<DescribeLogStreamsCommandInput>) =>
    (await streams({ logGroupName, ...input })).logStreams?.map(({ logStreamName }) => logStreamName?.slice(-2));

  it('orders by name or by the last event, either way', async () => {
    expect(await suffixes({})).toEqual(['aa', 'bb', 'cc']);
    expect(await suffixes({ descending: true })).toEqual(['cc', 'bb', 'aa']);
    expect(await suffixes({ orderBy: 'LastEventTime' })).toEqual(['bb', 'cc', 'aa']);
    expect(await suffixes({ orderBy: 'LastEventTime', descending: true })).toEqual(['aa', 'cc', 'bb']);
  });

  it('filters by prefix, but not together with the order of time', async () => {
    expect(await suffixes({ logStreamNamePrefix: '2026/01/02' })).toEqual(['bb', 'cc']);
    expect(await refusal(streams({ logGroupName, orderBy: 'LastEventTime', logStreamNamePrefix: '2' }))).toEqual({
      name: 'InvalidParameterException',
      status: 400,
      message: 'Cannot order by LastEventTime with a logStreamNamePrefix.',
    });
  });

  it('pages in the order that was asked for', async () => {
    const first = await streams({ logGroupName, orderBy: 'LastEventTime', descending: true, limit: 2 });
    expect(first.logStreams).toHaveLength(2);
    const { nextToken } = first;
    expect(await suffixes({ orderBy: 'LastEventTime', descending: true, limit: 2, nextToken })).toEqual(['bb']);
  });

  it('tells when a stream began and what came last, by name and by ARN', async () => {
    const [stream] = (await streams({ logGroupIdentifier: arn(logGroupName) })).logStreams ?? [];
    expect(stream).toEqual({
      logStreamName: '2026/01/01/[$LATEST]aa',
      creationTime: expect.any(Number),
      firstEventTimestamp: expect.any(Number),
      lastEventTimestamp: stream?.firstEventTimestamp,
      lastIngestionTime: expect.any(Number),
      arn: `${arn(logGroupName)}:log-stream:2026/01/01/[$LATEST]aa`,
      storedBytes: 0,
    });
  });

  it('wants one group that exists', async () => {
    expect(await refusal(streams({ logGroupName: 'nope' }))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(streams({}))).toMatchObject({ name: 'InvalidParameterException' });
    expect(await refusal(streams({ logGroupName, logGroupIdentifier: arn(logGroupName) }))).toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('DeleteLogStream', () => {
  it('removes a stream with its events, once', async () => {
    const stream = { logGroupName: 'custom', logStreamName: 'gone' };
    await test.logs.send(new CreateLogStreamCommand(stream));
    await test.logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: 'x' }] }));
    await test.logs.send(new DeleteLogStreamCommand(stream));
    expect((await streams({ logGroupName: 'custom', logStreamNamePrefix: 'gone' })).logStreams).toEqual([]);
    expect((await groups({ logGroupNamePrefix: 'custom' })).logGroups?.[0]?.storedBytes).toBe(0);
    expect(await refusal(test.logs.send(new DeleteLogStreamCommand(stream)))).toEqual({
      name: 'ResourceNotFoundException',
      status: 400,
      message: 'The specified log stream does not exist.',
    });
    await test.logs.send(new CreateLogStreamCommand(stream));
  });
});

describe('what a group is created with', () => {
  it('reads back, and protection keeps it from being deleted', async () => {
    const logGroupName = 'protected';
    const kmsKeyId = `arn:aws:kms:us-east-1:${testAccountId}:key/k`;
    await test.logs.send(
      new CreateLogGroupCommand({
        logGroupName,
        kmsKeyId,
        logGroupClass: 'INFREQUENT_ACCESS',
        deletionProtectionEnabled: true,
        tags: { team: 'blue' },
      }),
    );
    expect((await groups({ logGroupClass: 'INFREQUENT_ACCESS' })).logGroups).toMatchObject([
      { logGroupName, kmsKeyId, logGroupClass: 'INFREQUENT_ACCESS', deletionProtectionEnabled: true },
    ]);
    expect(await names({ logGroupIdentifiers: [arn(logGroupName)] })).toEqual([logGroupName]);
    const listed = async (input: ListLogGroupsCommandInput) =>
      (await test.logs.send(new ListLogGroupsCommand(input))).logGroups?.map((group) => group.logGroupName);
    expect(await listed({ logGroupTags: [{ key: 'team', values: ['bl*'] }] })).toEqual([logGroupName]);
    expect(await listed({ logGroupTags: [{ key: 'team', values: ['!blue'] }] })).toEqual([]);
    expect(await refusal(test.logs.send(new DeleteLogGroupCommand({ logGroupName })))).toMatchObject({
      name: 'ValidationException',
      status: 400,
    });
    const free = { logGroupIdentifier: logGroupName, deletionProtectionEnabled: false };
    await test.logs.send(new PutLogGroupDeletionProtectionCommand(free));
    await test.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  });
});

describe('ListLogGroups', () => {
  const list = (input: ListLogGroupsCommandInput = {}) => test.logs.send(new ListLogGroupsCommand(input));

  it('finds groups by parts and beginnings of their names, a page at a time', async () => {
    expect((await list({ logGroupNamePattern: '^/aws/lambda/a|cus' })).logGroups).toEqual(
      ['/aws/lambda/a', 'custom'].map((logGroupName) => ({
        logGroupName,
        logGroupArn: arn(logGroupName),
        logGroupClass: 'STANDARD',
      })),
    );
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, nextToken: first.nextToken });
    const all = [...(first.logGroups ?? []), ...(second.logGroups ?? [])].map(({ logGroupName }) => logGroupName);
    expect([all.slice(0, 3), second.nextToken]).toEqual([['/aws/lambda/a', '/aws/lambda/b', 'custom'], undefined]);
  });
});
