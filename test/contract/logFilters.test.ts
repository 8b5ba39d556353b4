import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteSubscriptionFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  type DescribeMetricFiltersCommandInput,
  DescribeSubscriptionFiltersCommand,
  type DescribeSubscriptionFiltersCommandInput,
  PutMetricFilterCommand,
  type PutMetricFilterCommandInput,
  PutSubscriptionFilterCommand,
  type PutSubscriptionFilterCommandInput,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
const logGroupName = '/aws/lambda/source';
const groupMissing = {
  name: 'ResourceNotFoundException',
  status: 400,
  message: 'The specified log group does not exist.',
};

beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'sink');
  for (const name of [logGroupName, 'other', 'full']) {
    await test.logs.send(new CreateLogGroupCommand({ logGroupName: name }));
  }
});
afterAll(() => test.dispose());

const subscribe = (filterName: string, changes: Partial<PutSubscriptionFilterCommandInput> = {}) =>
  test.logs.send(
    new PutSubscriptionFilterCommand({
      logGroupName,
      filterName,
      filterPattern: '',
      destinationArn: arnOf('sink'),
      ...changes,
    }),
  );
const subscriptions = (changes: Partial<DescribeSubscriptionFiltersCommandInput> = {}) =>
  test.logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName, ...changes }));
const measure = (filterName: string, changes: Partial<PutMetricFilterCommandInput> = {}) =>
  test.logs.send(
    new PutMetricFilterCommand({
      logGroupName,
      filterName,
      filterPattern: 'ERROR',
      metricTransformations: [{ metricName: 'errors', metricNamespace: 'App', metricValue: '1' }],
      ...changes,
    }),
  );
const metrics = async (input: DescribeMetricFiltersCommandInput = {}) =>
  (await test.logs.send(new DescribeMetricFiltersCommand(input))).metricFilters?.map(({ filterName }) => filterName);

describe('subscription filters', () => {
  it('read back as they were put, and are replaced by name', async () => {
    await subscribe('first');
    expect((await subscriptions()).subscriptionFilters).toEqual([
      {
        filterName: 'first',
        logGroupName,
        filterPattern: '',
        destinationArn: arnOf('sink'),
        distribution: 'ByLogStream',
        applyOnTransformedLogs: false,
        creationTime: expect.any(Number),
      },
    ]);
    await subscribe('first', { filterPattern: '{ $.level = "ERROR" }', distribution: 'Random' });
    expect((await subscriptions()).subscriptionFilters).toMatchObject([
      { filterPattern: '{ $.level = "ERROR" }', distribution: 'Random' },
    ]);
  });

  it('are two of a group at most', async () => {
    await subscribe('second', { destinationArn: 'arn:aws:kinesis:us-east-1:111122223333:stream/s', roleArn: 'arn' });
    expect(await refusal(subscribe('third'))).toEqual({
      name: 'LimitExceededException',
      status: 400,
      message: 'Resource limit exceeded.',
    });
    await subscribe('second', { filterPattern: 'x' });
  });

  it('are listed by name, a page at a time', async () => {
    const names = async (changes: Partial<DescribeSubscriptionFiltersCommandInput>) => {
      const { subscriptionFilters, nextToken } = await subscriptions(changes);
      return [subscriptionFilters?.map(({ filterName }) => filterName), nextToken] as const;
    };
    expect(await names({ filterNamePrefix: 'sec' })).toEqual([['second'], undefined]);
    const [first, nextToken] = await names({ limit: 1 });
    expect([first, await names({ limit: 1, nextToken })]).toEqual([['first'], [['second'], undefined]]);
  });

  it('want a function that exists, a pattern that can be read, and a group', async () => {
    const { message } = await refusal(subscribe('first', { destinationArn: arnOf('nope') }));
    expect(message).toBe(
      'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
    );
    expect(await refusal(subscribe('first', { filterPattern: '{ $.a' }))).toMatchObject({
      name: 'InvalidParameterException',
      message: "If a filter pattern starts with '{' it must end with '}'",
    });
    expect(await refusal(subscribe('first', { logGroupName: 'nope' }))).toEqual(groupMissing);
    expect(await refusal(subscriptions({ logGroupName: 'nope' }))).toEqual(groupMissing);
  });

  it('go when they are deleted', async () => {
    const remove = () => test.logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'second' }));
    await remove();
    expect(await refusal(remove())).toEqual({
      ...groupMissing,
      message: 'The specified subscription filter does not exist.',
    });
    expect((await subscriptions()).subscriptionFilters).toHaveLength(1);
  });
});

describe('metric filters', () => {
  it('read back as they were put, over all groups, by prefix and by metric', async () => {
    await measure('b-errors');
    await measure('a-slow', {
      logGroupName: 'other',
      filterPattern: '{ $.ms > 100 }',
      metricTransformations: [
        { metricName: 'slow', metricNamespace: 'App', metricValue: '$.ms', dimensions: { path: '$.path' } },
      ],
    });
    const { metricFilters } = await test.logs.send(new DescribeMetricFiltersCommand({ logGroupName }));
    expect(metricFilters).toEqual([
      {
        filterName: 'b-errors',
        logGroupName,
        filterPattern: 'ERROR',
        applyOnTransformedLogs: false,
        creationTime: expect.any(Number),
        metricTransformations: [{ metricName: 'errors', metricNamespace: 'App', metricValue: '1' }],
      },
    ]);
    expect(await metrics()).toEqual(['a-slow', 'b-errors']);
    expect(await metrics({ filterNamePrefix: 'b' })).toEqual(['b-errors']);
    expect(await metrics({ metricName: 'slow', metricNamespace: 'App' })).toEqual(['a-slow']);
    const { logGroups } = await test.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(logGroups?.[0]?.metricFilterCount).toBe(1);
  });

  it('have dimensions with fields only, and then no default', async () => {
    const metric = { metricName: 'm', metricNamespace: 'n', metricValue: '1', dimensions: { d: '$.d' } };
    expect(await refusal(measure('x', { metricTransformations: [metric] }))).toMatchObject({
      name: 'InvalidParameterException',
      message: 'The specified filter pattern does not support dimensions',
    });
    const both = { filterPattern: '{ $.d = * }', metricTransformations: [{ ...metric, defaultValue: 0 }] };
    expect((await refusal(measure('x', both))).message).toMatch(/mutually exclusive/);
  });

  it('are a hundred of a group, five of them with regular expressions', async () => {
    for (let index = 0; index < 5; index += 1)
      await measure(`r${index}`, { logGroupName: 'full', filterPattern: '%x%' });
    const limit = { name: 'LimitExceededException', message: 'Resource limit exceeded.' };
    expect(await refusal(measure('r5', { logGroupName: 'full', filterPattern: '%x%' }))).toMatchObject(limit);
    await measure('r4', { logGroupName: 'full', filterPattern: '%y%' });
    for (let index = 5; index < 100; index += 1) await measure(`n${index}`, { logGroupName: 'full' });
    expect(await refusal(measure('n100', { logGroupName: 'full' }))).toMatchObject(limit);
    const names = [];
    let nextToken: string | undefined;
    do {
      const page = await test.logs.send(new DescribeMetricFiltersCommand({ logGroupName: 'full', nextToken }));
      names.push(...(page.metricFilters ?? []).map(({ filterName }) => filterName));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(new Set(names).size).toBe(100);
  });

  it('go one by one, and with their group', async () => {
    const remove = () => test.logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: 'b-errors' }));
    await remove();
    expect(await refusal(remove())).toEqual({
      ...groupMissing,
      message: 'The specified metric filter does not exist.',
    });
    await test.logs.send(new DeleteLogGroupCommand({ logGroupName: 'other' }));
    expect(await metrics({ filterNamePrefix: 'a' })).toEqual([]);
    expect(await refusal(measure('x', { logGroupName: 'nope' }))).toEqual(groupMissing);
  });
});

describe('TestMetricFilter', () => {
  const line = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 404 1534';
  const run = (filterPattern: string, ...logEventMessages: string[]) =>
    test.logs.send(new TestMetricFilterCommand({ filterPattern, logEventMessages }));

  it('numbers what matches, and names the fields', async () => {
    const { matches } = await run('[ip, ..., status=4*, bytes]', 'no', line);
    expect(matches).toEqual([
      {
        eventNumber: 2,
        eventMessage: line,
        extractedValues: {
          $ip: '127.0.0.1',
          $2: '-',
          $3: 'frank',
          $4: '10/Oct/2000:13:25:15 -0700',
          $5: 'GET /apache_pb.gif HTTP/1.0',
          $status: '404',
          $bytes: '1534',
        },
      },
    ]);
    expect((await run('{ $.a > 1 }', '{"a":2}', '{"a":1}')).matches).toEqual([
      { eventNumber: 1, eventMessage: '{"a":2}', extractedValues: {} },
    ]);
    expect((await run('nothing', 'x')).matches).toEqual([]);
  });

  it('says what is wrong with a pattern', async () => {
    expect(await refusal(run('%a(b)%', 'x'))).toMatchObject({
      name: 'InvalidParameterException',
      message: "Invalid character(s) in term '%a(b)%'",
    });
  });
});
