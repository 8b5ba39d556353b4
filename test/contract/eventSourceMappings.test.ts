/** Event source mappings: what is configured reads back exactly, with AWS's defaults, rules and states. Nothing polls. */

import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../fakes/fakeClock.ts';
import { arnOf, createTestFunction, refusal, TestService, testAccountId, testRegion } from '../support/localService.ts';

type Input = Partial<CreateEventSourceMappingCommandInput>;

let test: TestService;
let names = 0;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
});
afterAll(() => test.dispose());

const arn = (service: string, resource: string) => `arn:aws:${service}:${testRegion}:${testAccountId}:${resource}`;
function fresh(): string {
  names += 1;
  return `r${names}`;
}
const queue = () => arn('sqs', fresh());
const stream = () => arn('kinesis', `stream/${fresh()}`);
const table = () => arn('dynamodb', `table/${fresh()}/stream/2026-01-01T00:00:00.000`);
const cluster = () => arn('kafka', `cluster/${fresh()}/abc-1`);
const broker = () => arn('mq', `broker:${fresh()}:b-1`);
const documents = () => arn('rds', `cluster:${fresh()}`);
const access = [{ Type: 'BASIC_AUTH' as const, URI: arn('secretsmanager', 'secret:s') }];
const topics = { Topics: ['orders'], StartingPosition: 'LATEST' as const };

const create = (input: Input) => test.lambda.send(new CreateEventSourceMappingCommand({ FunctionName: 'f', ...input }));
const get = (UUID: string | undefined) => test.lambda.send(new GetEventSourceMappingCommand({ UUID }));
const update = (UUID: string | undefined, input: Partial<UpdateEventSourceMappingCommandInput>) =>
  test.lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...input }));
const remove = (UUID: string | undefined) => test.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
const invalid = (message: string) => ({ name: 'InvalidParameterValueException', status: 400, type: 'User', message });
const notFound = {
  name: 'ResourceNotFoundException',
  status: 404,
  type: 'User',
  message: 'The resource you requested does not exist.',
};
const unsupported = (member: string) =>
  invalid(`Unsupported '${member}' parameter for given event source mapping type.`);
const plain = <T extends { $metadata: unknown }>({ $metadata, ...rest }: T) => rest;

describe('CreateEventSourceMapping', () => {
  it('fills in what AWS fills in for a queue', async () => {
    const EventSourceArn = queue();
    const created = await create({ EventSourceArn });
    expect(created.$metadata.httpStatusCode).toBe(202);
    expect(plain(created)).toEqual({
      UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      EventSourceMappingArn: arn('lambda', `event-source-mapping:${created.UUID}`),
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      EventSourceArn,
      FunctionArn: arnOf('f'),
      FunctionResponseTypes: [],
      LastModified: expect.any(Date),
      State: 'Creating',
      StateTransitionReason: 'USER_INITIATED',
    });
    expect(plain(await get(created.UUID))).toEqual({ ...plain(created), State: 'Enabled' });
  });

  it.each([
    ['Kinesis', stream],
    ['DynamoDB', table],
  ])('fills in what AWS fills in for a stream of %s', async (_service, source) => {
    const EventSourceArn = source();
    const created = await create({ EventSourceArn, StartingPosition: 'TRIM_HORIZON' });
    expect(plain(created)).toEqual({
      UUID: created.UUID,
      EventSourceMappingArn: arn('lambda', `event-source-mapping:${created.UUID}`),
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      EventSourceArn,
      FunctionArn: arnOf('f'),
      FunctionResponseTypes: [],
      LastModified: expect.any(Date),
      LastProcessingResult: 'No records processed',
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      State: 'Creating',
      StateTransitionReason: 'User action',
      TumblingWindowInSeconds: 0,
    });
  });

  it.each<[string, () => Input]>([
    ['MSK', () => ({ EventSourceArn: cluster(), ...topics, LoggingConfig: { SystemLogLevel: 'DEBUG' } })],
    [
      'a Kafka of one’s own',
      () => ({
        SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [`${fresh()}:9092`] } },
        SourceAccessConfigurations: access,
        SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'group' },
        ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 5 },
        ...topics,
      }),
    ],
    ['Amazon MQ', () => ({ EventSourceArn: broker(), Queues: ['q'], SourceAccessConfigurations: access })],
    [
      'DocumentDB',
      () => ({
        EventSourceArn: documents(),
        StartingPosition: 'AT_TIMESTAMP',
        StartingPositionTimestamp: new Date(1_700_000_000_000),
        SourceAccessConfigurations: access,
        DocumentDBEventSourceConfig: { DatabaseName: 'db', FullDocument: 'UpdateLookup' },
      }),
    ],
    [
      'a consumer of a stream',
      () => ({
        EventSourceArn: `${stream()}/consumer/c:1`,
        StartingPosition: 'LATEST',
        ParallelizationFactor: 10,
        MaximumRecordAgeInSeconds: 60,
        MaximumRetryAttempts: 10_000,
        TumblingWindowInSeconds: 900,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: arn('sqs', 'dead') } },
        MetricsConfig: { Metrics: ['EventCount'] },
        Enabled: false,
      }),
    ],
    [
      'a queue with everything',
      () => ({
        EventSourceArn: queue(),
        BatchSize: 10_000,
        MaximumBatchingWindowInSeconds: 300,
        ScalingConfig: { MaximumConcurrency: 2 },
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"n":[{"numeric":[">",0,"<=",9]}],"s":["x",null,true]}}' }] },
        KMSKeyArn: arn('kms', 'key/1'),
      }),
    ],
  ])('keeps every setting of %s', async (_source, input) => {
    const given = input();
    const { UUID } = await create(given);
    const { Enabled = true, ...settings } = given;
    expect(await get(UUID)).toMatchObject({ ...settings, State: Enabled ? 'Enabled' : 'Disabled' });
  });

  it('names the consumer group after the mapping', async () => {
    const { UUID } = await create({ EventSourceArn: cluster(), ...topics });
    expect((await get(UUID)).AmazonManagedKafkaEventSourceConfig).toEqual({ ConsumerGroupId: UUID });
  });

  it.each<[string, () => Input, ReturnType<typeof invalid>]>([
    ['no source', () => ({}), invalid('Unrecognized event source.')],
    ['an unknown source', () => ({ EventSourceArn: arn('s3', 'b') }), invalid('Unrecognized event source.')],
    ['a table itself', () => ({ EventSourceArn: arn('dynamodb', 'table/t') }), invalid('Unrecognized event source.')],
    [
      'a stream without a position',
      () => ({ EventSourceArn: stream() }),
      invalid(
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
      ),
    ],
    [
      'a time without a timestamp',
      () => ({ EventSourceArn: stream(), StartingPosition: 'AT_TIMESTAMP' }),
      invalid('Need to specify a timestamp'),
    ],
    [
      'a position of a queue',
      () => ({ EventSourceArn: queue(), StartingPosition: 'LATEST' }),
      invalid('StartingPosition is not valid for SQS event sources.'),
    ],
    [
      'a large batch without a window',
      () => ({ EventSourceArn: queue(), BatchSize: 11 }),
      invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10'),
    ],
    [
      'a window of a FIFO queue',
      () => ({ EventSourceArn: `${queue()}.fifo`, MaximumBatchingWindowInSeconds: 1 }),
      invalid('Batching window is not supported for FIFO queues'),
    ],
    [
      'a large batch of a FIFO queue',
      () => ({ EventSourceArn: `${queue()}.fifo`, BatchSize: 11 }),
      invalid('The maximum batch size of a FIFO queue is 10.'),
    ],
    ['topics of a queue', () => ({ EventSourceArn: queue(), Topics: ['orders'] }), unsupported('topics')],
    [
      'shards of Kafka',
      () => ({ EventSourceArn: cluster(), ...topics, ParallelizationFactor: 2 }),
      unsupported('parallelizationFactor'),
    ],
    [
      'filters of DocumentDB',
      () => ({
        EventSourceArn: documents(),
        StartingPosition: 'LATEST',
        SourceAccessConfigurations: access,
        DocumentDBEventSourceConfig: { DatabaseName: 'db' },
        FilterCriteria: { Filters: [] },
      }),
      unsupported('filterCriteria'),
    ],
    [
      'a success destination',
      () => ({
        EventSourceArn: stream(),
        StartingPosition: 'LATEST',
        DestinationConfig: { OnSuccess: { Destination: arn('sqs', 'q') } },
      }),
      invalid('Unsupported DestinationConfig parameter for given event source mapping type.'),
    ],
    [
      'Kafka without topics',
      () => ({ EventSourceArn: cluster(), StartingPosition: 'LATEST' }),
      invalid("Required 'topics' parameter is missing."),
    ],
    [
      'Kafka without a way in',
      () => ({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['h:1'] } }, ...topics }),
      invalid("Required 'sourceAccessConfigurations' parameter is missing."),
    ],
    [
      'a record age that is too small',
      () => ({ EventSourceArn: stream(), StartingPosition: 'LATEST', MaximumRecordAgeInSeconds: 59 }),
      invalid('MaximumRecordAgeInSeconds must be -1 or at least 60.'),
    ],
    [
      'pollers upside down',
      () => ({ EventSourceArn: queue(), ProvisionedPollerConfig: { MinimumPollers: 9, MaximumPollers: 3 } }),
      invalid('MinimumPollers must not be greater than MaximumPollers.'),
    ],
    [
      'pollers beside a maximum concurrency',
      () => ({
        EventSourceArn: queue(),
        ProvisionedPollerConfig: { MinimumPollers: 2 },
        ScalingConfig: { MaximumConcurrency: 2 },
      }),
      invalid('ProvisionedPollerConfig and ScalingConfig exclude each other.'),
    ],
    [
      'six filters',
      () => ({
        EventSourceArn: queue(),
        FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: '{"body":["x"]}' })) },
      }),
      invalid('An event source mapping can have 5 filters at most.'),
    ],
    [
      'an unknown function',
      () => ({ EventSourceArn: queue(), FunctionName: 'nope' }),
      invalid('Function does not exist'),
    ],
    [
      'an unknown alias',
      () => ({ EventSourceArn: queue(), FunctionName: 'f:nope' }),
      invalid('Function does not exist'),
    ],
  ])('refuses %s', async (_what, input, expected) => {
    expect(await refusal(create(input()))).toEqual(expected);
  });

  it('DynamoDB has no AT_TIMESTAMP', async () => {
    const EventSourceArn = table();
    const call = create({ EventSourceArn, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date(0) });
    expect(await refusal(call)).toEqual(invalid(`Unsupported starting position for arn type: ${EventSourceArn}`));
  });

  it.each([
    '',
    'single string',
    '{',
    '[]',
    '{}',
    '{"body":"x"}',
    '{"body":[{"starts":"x"}]}',
    '{"body":{}}',
    '{"n":[{"numeric":[">"]}]}',
  ])('refuses the filter %j', async (Pattern) => {
    const call = create({ EventSourceArn: queue(), FilterCriteria: { Filters: [{ Pattern }] } });
    expect(await refusal(call)).toEqual(invalid('Invalid filter pattern definition.'));
  });

  it('knows a mapping that is there already', async () => {
    const EventSourceArn = queue();
    const { UUID } = await create({ EventSourceArn });
    expect(await refusal(create({ EventSourceArn }))).toEqual({
      name: 'ResourceConflictException',
      status: 409,
      type: 'User',
      message: `An event source mapping with SQS arn (" ${EventSourceArn} ") and function (" f ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    });
    await create({ EventSourceArn, FunctionName: 'f:1' });
    const kinesis = { EventSourceArn: stream(), StartingPosition: 'LATEST' as const };
    const first = await create(kinesis);
    expect((await refusal(create(kinesis))).message).toBe(
      `The event source arn (" ${kinesis.EventSourceArn} ") and function (" f ") provided mapping already exists. Please update or delete the existing mapping with UUID ${first.UUID}`,
    );
  });
});

describe('ListEventSourceMappings', () => {
  it('pages, of a function and of a source', async () => {
    await createTestFunction(test, 'paged');
    const EventSourceArn = queue();
    await create({ EventSourceArn });
    for (let index = 0; index < 4; index += 1) await create({ FunctionName: 'paged', EventSourceArn: queue() });
    await create({ FunctionName: 'paged', EventSourceArn });
    const pages = paginateListEventSourceMappings(
      { client: test.lambda, pageSize: 2 },
      { FunctionName: arnOf('paged') },
    );
    const found: (string | undefined)[][] = [];
    for await (const { EventSourceMappings = [] } of pages) found.push(EventSourceMappings.map(({ UUID }) => UUID));
    expect(found.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(new Set(found.flat()).size).toBe(5);
    const ofSource = await test.lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
    expect(ofSource.EventSourceMappings?.map(({ FunctionArn }) => FunctionArn).sort()).toEqual([
      arnOf('f'),
      arnOf('paged'),
    ]);
    const both = { EventSourceArn, FunctionName: 'paged' };
    expect((await test.lambda.send(new ListEventSourceMappingsCommand(both))).EventSourceMappings).toHaveLength(1);
    expect(await refusal(test.lambda.send(new ListEventSourceMappingsCommand({ Marker: 'nothing' })))).toEqual(
      invalid('Invalid Marker'),
    );
  });

  it('shows mappings whose function has gone', async () => {
    await createTestFunction(test, 'gone');
    const { UUID } = await create({ FunctionName: 'gone', EventSourceArn: queue() });
    await test.lambda.send(new DeleteFunctionCommand({ FunctionName: 'gone' }));
    expect(await get(UUID)).toMatchObject({ State: 'Enabled', FunctionArn: arnOf('gone') });
  });
});

describe('UpdateEventSourceMapping', () => {
  it('changes what is given, and takes away what is empty', async () => {
    const { UUID } = await create({
      EventSourceArn: queue(),
      ScalingConfig: { MaximumConcurrency: 5 },
      FilterCriteria: { Filters: [{ Pattern: '{"body":["x"]}' }] },
    });
    const updated = await update(UUID, { BatchSize: 7, FunctionName: 'f:1', Enabled: false });
    expect(updated).toMatchObject({ State: 'Disabling', BatchSize: 7, FunctionArn: `${arnOf('f')}:1` });
    expect(updated.$metadata.httpStatusCode).toBe(202);
    expect(await get(UUID)).toMatchObject({ State: 'Disabled', ScalingConfig: { MaximumConcurrency: 5 } });
    expect((await update(UUID, { Enabled: true })).State).toBe('Enabling');
    expect((await update(UUID, { BatchSize: 8 })).State).toBe('Updating');
    const emptied = await update(UUID, { ScalingConfig: {}, FilterCriteria: {} });
    expect(emptied).not.toHaveProperty('ScalingConfig');
    expect(emptied).not.toHaveProperty('FilterCriteria');
    expect(await get(UUID)).toMatchObject({ State: 'Enabled', BatchSize: 8 });
  });

  it('keeps to the rules of the source', async () => {
    const { UUID } = await create({ EventSourceArn: queue() });
    expect(await refusal(update(UUID, { ParallelizationFactor: 2 }))).toEqual(unsupported('parallelizationFactor'));
    expect((await refusal(update(UUID, { BatchSize: 11 }))).message).toMatch(/^Maximum batch window/);
    expect(await refusal(update(UUID, { FunctionName: 'nope' }))).toEqual(invalid('Function does not exist'));
    expect(await refusal(update('00000000-0000-4000-8000-000000000000', {}))).toEqual(notFound);
    expect(await refusal(update('short', {}))).toMatchObject({ name: 'ValidationException', status: 400 });
  });
});

describe('DeleteEventSourceMapping', () => {
  it('answers with the mapping, and it is gone', async () => {
    const { UUID } = await create({ EventSourceArn: queue() });
    const deleted = await remove(UUID?.toUpperCase());
    expect(deleted).toMatchObject({ UUID, State: 'Deleting', $metadata: { httpStatusCode: 202 } });
    expect(await refusal(get(UUID))).toEqual(notFound);
    expect(await refusal(remove(UUID))).toEqual(notFound);
  });
});

describe('the states of a mapping', () => {
  it('last as long as the service takes, and nothing changes meanwhile', async () => {
    const clock = new FakeClock(Date.now());
    const slow = await TestService.start({ clock, transitionMs: 5000 });
    try {
      await createTestFunction(slow, 'f');
      const client = slow.lambda;
      const { UUID } = await client.send(
        new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: queue() }),
      );
      const state = async () => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State;
      expect(await state()).toBe('Creating');
      expect(await refusal(client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 2 })))).toEqual({
        name: 'ResourceInUseException',
        status: 400,
        type: 'User',
        message: 'Cannot update the event source mapping because it is in use.',
      });
      expect((await refusal(client.send(new DeleteEventSourceMappingCommand({ UUID })))).message).toBe(
        'Cannot delete the event source mapping because it is in use.',
      );
      await clock.advance(5000);
      expect(await state()).toBe('Enabled');
      await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
      expect(await state()).toBe('Disabling');
      await clock.advance(5000);
      expect(await state()).toBe('Disabled');
      await client.send(new DeleteEventSourceMappingCommand({ UUID }));
      expect(await state()).toBe('Deleting');
      await clock.advance(5000);
      expect(await refusal(state())).toEqual(notFound);
      expect((await client.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual([]);
    } finally {
      await slow.dispose();
    }
  });

  it('and its settings survive the service', async () => {
    const first = await TestService.start();
    await createTestFunction(first, 'f');
    const EventSourceArn = stream();
    const { UUID } = await first.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'f',
        EventSourceArn,
        StartingPosition: 'AT_TIMESTAMP',
        StartingPositionTimestamp: new Date(1_700_000_000_000),
      }),
    );
    const before = plain(await first.lambda.send(new GetEventSourceMappingCommand({ UUID })));
    const second = await first.restart();
    expect(plain(await second.lambda.send(new GetEventSourceMappingCommand({ UUID })))).toEqual(before);
    await second.dispose();
  });
});
