import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteQueryDefinitionCommand,
  DescribeQueriesCommand,
  DescribeQueryDefinitionsCommand,
  GetLogGroupFieldsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type InputLogEvent,
  PutLogEventsCommand,
  PutQueryDefinitionCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal, TestService, testAccountId } from '../support/localService.ts';

let test: TestService;
const start = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), new Date().getUTCDate()) - 3_600_000;
const seconds = { startTime: start / 1000 - 60, endTime: start / 1000 + 3600 };
const [first, second] = ['/aws/lambda/first', '/aws/lambda/second'];
const id = '0b0a1c1e-1111-4222-8333-444455556666';

const write = async (logGroupName: string, ...messages: string[]) => {
  const stream = { logGroupName, logStreamName: 's' };
  await test.logs.send(new CreateLogGroupCommand({ logGroupName }));
  await test.logs.send(new CreateLogStreamCommand(stream));
  const logEvents = messages.map((message, index): InputLogEvent => ({ timestamp: start + index * 1000, message }));
  await test.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
};

beforeAll(async () => {
  test = await TestService.start();
  await write(
    first,
    `START RequestId: ${id} Version: $LATEST\n`,
    JSON.stringify({ level: 'ERROR', user: { name: 'ada' }, tags: ['x', 'y'], ms: 120 }),
    JSON.stringify({ level: 'INFO', user: { name: 'bob' }, ms: 30 }),
    'user=ada, took 17 ms',
    `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 150.10 ms\t\n`,
  );
  await write(second, 'user=bob, took 5 ms');
});
afterAll(() => test.dispose());

const run = (queryString: string, input: Partial<StartQueryCommandInput> = {}) =>
  test.logs.send(new StartQueryCommand({ logGroupName: first, ...seconds, queryString, ...input }));

/** The results once there are some. */
async function finished(queryId: string | undefined): Promise<GetQueryResultsCommandOutput> {
  for (;;) {
    const results = await test.logs.send(new GetQueryResultsCommand({ queryId }));
    if (results.status !== 'Scheduled' && results.status !== 'Running') return results;
  }
}

const rows = async (queryString: string, input: Partial<StartQueryCommandInput> = {}) =>
  ((await finished((await run(queryString, input)).queryId)).results ?? []).map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );

describe('StartQuery and GetQueryResults', () => {
  it('answer with times, messages and pointers, newest first, and count what was read', async () => {
    const { status, results, statistics, queryLanguage } = await finished(
      (await run('fields @timestamp, @message')).queryId,
    );
    expect([status, queryLanguage, results?.length]).toEqual(['Complete', 'CWLI', 5]);
    expect(results?.[1]).toEqual([
      { field: '@timestamp', value: new Date(start + 3000).toISOString().replace('T', ' ').replace('Z', '') },
      { field: '@message', value: 'user=ada, took 17 ms' },
      { field: '@ptr', value: expect.any(String) },
    ]);
    expect(statistics).toMatchObject({ recordsMatched: 5, recordsScanned: 5, logGroupsScanned: 1 });
  });

  it('find the fields of JSON, of lists in it, and of the lines of Lambda', async () => {
    expect(await rows('filter level = "ERROR" | fields user.name, tags.1, ms')).toEqual([
      { 'user.name': 'ada', 'tags.1': 'y', ms: '120' },
    ]);
    expect(
      await rows(
        'filter @type = "REPORT" | display @requestId, @duration, @billedDuration, @initDuration, @memorySize',
      ),
    ).toEqual([
      {
        '@requestId': id,
        '@duration': '12.34',
        '@billedDuration': '13',
        '@initDuration': '150.1',
        '@memorySize': '128000000',
      },
    ]);
  });

  it('query several groups at once', async () => {
    const logGroupIdentifiers = [first, `arn:aws:logs:us-east-1:${testAccountId}:log-group:${second}`];
    const queryString =
      'filter @message like /^user/ | parse @message "user=*, took * ms" as user, took | display @log, user, took | sort user';
    expect(await rows(queryString, { logGroupName: undefined, logGroupIdentifiers })).toEqual([
      { '@log': `${testAccountId}:${first}`, user: 'ada', took: '17' },
      { '@log': `${testAccountId}:${second}`, user: 'bob', took: '5' },
    ]);
  });

  it('narrow by time, to the whole second', async () => {
    const at = (second: number) => start / 1000 + second;
    expect(await rows('fields level', { startTime: at(1), endTime: at(2) })).toEqual([
      { level: 'INFO' },
      { level: 'ERROR' },
    ]);
  });

  it('say where a query cannot be read', async () => {
    const error = await run('fields @message | filter ( ').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'MalformedQueryException',
      message: 'unexpected end of the query at line 1 and position 27',
      queryCompileError: {
        location: { startCharOffset: 27, endCharOffset: 28 },
        message: 'unexpected end of the query at line 1 and position 27',
      },
    });
    expect(await refusal(run('pattern @message'))).toMatchObject({
      name: 'MalformedQueryException',
      message: 'unexpected symbol found pattern at line 1 and position 0',
    });
  });

  it('want groups that exist, a time that passes, and a language that is spoken', async () => {
    expect(await refusal(run('fields @message', { logGroupName: 'nope' }))).toEqual({
      name: 'ResourceNotFoundException',
      status: 400,
      message: expect.stringMatching(
        /^Log group 'nope' does not exist for account ID '111122223333' \(Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
      ),
    });
    const invalid = { name: 'InvalidParameterException', status: 400 };
    expect(await refusal(run('fields @message', { logGroupNames: [second] }))).toMatchObject(invalid);
    expect(await refusal(run('fields @message', { logGroupName: undefined }))).toMatchObject(invalid);
    expect(await refusal(run('fields @message', { endTime: 1 }))).toMatchObject(invalid);
    expect(await refusal(run('SELECT 1', { queryLanguage: 'SQL' }))).toMatchObject({
      message: 'The local service answers queries of the language CWLI alone, not of SQL.',
    });
    expect(await refusal(test.logs.send(new GetQueryResultsCommand({ queryId: 'nope' })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('give results a page at a time', async () => {
    const { queryId } = await run('fields @message | limit 5');
    await finished(queryId);
    let nextToken: string | undefined;
    const sizes: number[] = [];
    do {
      const page = await test.logs.send(new GetQueryResultsCommand({ queryId, maxItems: 2, nextToken }));
      sizes.push(page.results?.length ?? 0);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(sizes).toEqual([2, 2, 1]);
  });
});

describe('StopQuery and DescribeQueries', () => {
  it('stop what runs, and no more than that', async () => {
    const { queryId } = await run('stats count(*)');
    await test.logs.send(new StopQueryCommand({ queryId })).catch(() => undefined);
    const { status } = await finished(queryId);
    expect(['Cancelled', 'Complete']).toContain(status);
    expect(await refusal(test.logs.send(new StopQueryCommand({ queryId })))).toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(await refusal(test.logs.send(new StopQueryCommand({ queryId: 'nope' })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('show queries with their groups and times', async () => {
    const { queryId } = await run('fields @logStream');
    await finished(queryId);
    const { queries } = await test.logs.send(new DescribeQueriesCommand({ logGroupName: first, status: 'Complete' }));
    expect(queries?.[0]).toEqual({
      queryLanguage: 'CWLI',
      queryId,
      queryString: `SOURCE "${first}" START=${seconds.startTime}000 END=${seconds.endTime}999 | fields @logStream`,
      status: 'Complete',
      createTime: expect.any(Number),
      logGroupName: first,
      queryDuration: expect.any(Number),
      bytesScanned: expect.any(Number),
    });
    const page = await test.logs.send(new DescribeQueriesCommand({ maxResults: 1 }));
    const next = await test.logs.send(new DescribeQueriesCommand({ maxResults: 1, nextToken: page.nextToken }));
    expect(next.queries?.[0]?.queryId).not.toBe(queryId);
    expect((await test.logs.send(new DescribeQueriesCommand({ status: 'Failed' }))).queries).toEqual([]);
  });
});

describe('GetLogRecord and GetLogGroupFields', () => {
  it('give every field of one event', async () => {
    const { results } = await finished((await run('filter level = "ERROR"')).queryId);
    const logRecordPointer = results?.[0]?.find(({ field }) => field === '@ptr')?.value;
    const { logRecord } = await test.logs.send(new GetLogRecordCommand({ logRecordPointer }));
    expect(logRecord).toMatchObject({
      '@timestamp': String(start + 1000),
      '@logStream': 's',
      'user.name': 'ada',
      'tags.0': 'x',
    });
    expect(await refusal(test.logs.send(new GetLogRecordCommand({ logRecordPointer: 'x' })))).toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('tell how many events have a field', async () => {
    const fields = new GetLogGroupFieldsCommand({ logGroupName: first, time: start / 1000 });
    const { logGroupFields } = await test.logs.send(fields);
    expect(logGroupFields).toContainEqual({ name: '@message', percent: 100 });
    expect(logGroupFields).toContainEqual({ name: 'level', percent: 40 });
    expect(logGroupFields).toContainEqual({ name: '@duration', percent: 20 });
  });
});

describe('query definitions', () => {
  it('are put, listed by name, replaced and deleted', async () => {
    const put = (name: string, queryDefinitionId?: string) =>
      test.logs.send(new PutQueryDefinitionCommand({ name, queryString: 'fields @message', queryDefinitionId }));
    const { queryDefinitionId } = await put('b');
    await put('a');
    await put('bb', queryDefinitionId);
    const list = async (queryDefinitionNamePrefix?: string) =>
      (await test.logs.send(new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix }))).queryDefinitions;
    expect((await list())?.map(({ name }) => name)).toEqual(['a', 'bb']);
    expect(await list('b')).toEqual([
      {
        queryDefinitionId,
        name: 'bb',
        queryString: 'fields @message',
        queryLanguage: 'CWLI',
        lastModified: expect.any(Number),
      },
    ]);
    const remove = () => test.logs.send(new DeleteQueryDefinitionCommand({ queryDefinitionId }));
    expect((await remove()).success).toBe(true);
    expect(await refusal(remove())).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(put('c', 'nope'))).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
