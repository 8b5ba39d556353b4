import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListTagsCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { SqliteAsyncQueue } from '../../src/service/store/asyncQueue.ts';
import { openDatabase } from '../../src/service/store/database.ts';
import { DeliveryOutbox } from '../../src/service/store/deliveryOutbox.ts';
import { createTestFunction } from '../support/localService.ts';
import { clientsOf, ServiceProcess } from '../support/serviceProcess.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const folders = new TemporaryFolders();
const started: ServiceProcess[] = [];

async function start(data: string) {
  const service = new ServiceProcess(['--data', data, '--account-id', '111122223333']);
  started.push(service);
  const ready = await service.ready();
  return { service, ready, ...clientsOf(ready) };
}

afterEach(async () => {
  for (const service of started.splice(0)) await service.end('SIGKILL');
  folders.remove();
});

describe('kill -9', () => {
  it('loses nothing that was acknowledged', async () => {
    const data = folders.create();
    const first = await start(data);
    const { lambda, logs } = first;
    await createTestFunction(first, 'kept', { Description: 'before', Tags: { a: '1' } });
    await createTestFunction(first, 'gone');
    await createTestFunction({ lambda: clientsOf({ ...first.ready, region: 'eu-west-1' }).lambda }, 'elsewhere');
    const zip = zipOf({ 'index.mjs': 'export const handler = async () => "second";' });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'kept', ZipFile: zip }));
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'kept', Description: 'after' }));
    const Resource = 'arn:aws:lambda:us-east-1:111122223333:function:kept';
    await lambda.send(new TagResourceCommand({ Resource, Tags: { b: '2' } }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'gone' }));
    const place = { logGroupName: '/aws/lambda/kept', logStreamName: 's' };
    await logs.send(new CreateLogGroupCommand(place));
    await logs.send(new CreateLogStreamCommand(place));
    const logEvents = [{ timestamp: Date.now(), message: 'the last words' }];
    await logs.send(new PutLogEventsCommand({ ...place, logEvents }));
    const written = await lambda.send(new GetFunctionCommand({ FunctionName: 'kept' }));

    expect(await first.service.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    const second = await start(data);

    const read = await second.lambda.send(new GetFunctionCommand({ FunctionName: 'kept' }));
    expect(read.Configuration).toEqual(written.Configuration);
    expect(read.Configuration).toMatchObject({ Description: 'after', State: 'Active' });
    const code = await fetch(read.Code?.Location ?? '');
    expect(Buffer.from(await code.arrayBuffer())).toEqual(zip);
    expect((await second.lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ a: '1', b: '2' });
    await expect(second.lambda.send(new GetFunctionCommand({ FunctionName: 'gone' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { events } = await second.logs.send(new FilterLogEventsCommand({ logGroupName: place.logGroupName }));
    expect(events?.map(({ message }) => message)).toEqual(['the last words']);
    expect(second.ready.accessKeyId).toBe(first.ready.accessKeyId);
    const there = clientsOf({ ...second.ready, region: 'eu-west-1' }).lambda;
    await expect(there.send(new GetFunctionCommand({ FunctionName: 'elsewhere' }))).resolves.toBeDefined();
  });

  it('in the middle of uploads leaves a service that starts, with whole packages only', async () => {
    const data = folders.create();
    const first = await start(data);
    await createTestFunction(first, 'before');
    const uploads = Array.from({ length: 20 }, (_, index) =>
      createTestFunction(first, `f${index}`, {
        Code: { ZipFile: zipOf({ 'index.mjs': `${index}${'x'.repeat(200_000)}` }) },
      }).then(
        ({ FunctionName }) => FunctionName,
        () => undefined,
      ),
    );
    await uploads[0];
    await first.service.end('SIGKILL');
    const acknowledged = (await Promise.all(uploads)).filter((name) => name !== undefined);
    const second = await start(data);
    for (const FunctionName of ['before', ...acknowledged]) {
      const { Code, Configuration } = await second.lambda.send(new GetFunctionCommand({ FunctionName }));
      const zip = await (await fetch(Code?.Location ?? '')).arrayBuffer();
      expect([FunctionName, zip.byteLength]).toEqual([FunctionName, Configuration?.CodeSize]);
    }
  });

  it('leaves accepted asynchronous invocations in the store', async () => {
    const data = folders.create();
    const first = await start(data);
    await createTestFunction(first, 'later', {
      Code: {
        ZipFile: zipOf({ 'index.mjs': 'export const handler = () => new Promise(() => setTimeout(() => {}, 60000));' }),
      },
      Timeout: 60,
    });
    const { $metadata } = await first.lambda.send(
      new InvokeCommand({ FunctionName: 'later', InvocationType: 'Event', Payload: Buffer.from('{"n":1}') }),
    );
    await first.service.end('SIGKILL');
    const database = openDatabase(data);
    const queue = new SqliteAsyncQueue(database, new DeliveryOutbox(database));
    const [id = { region: '', name: '' }] = queue.functions();
    const { requestId = '' } = queue.next(id, new Map()) ?? {};
    const entry = queue.get(requestId);
    const other = queue.next(id, new Map([[requestId, true]]));
    database.close();
    expect([requestId, other]).toEqual([$metadata.requestId, undefined]);
    expect(Buffer.from(entry?.payload ?? []).toString()).toBe('{"n":1}');
  });
});

describe('an orderly end', () => {
  it('removes packages that nobody uses at the next start', async () => {
    const data = folders.create();
    const first = await start(data);
    await createTestFunction(first, 'f');
    await first.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: zipOf({ 'index.mjs': 'other' }) }),
    );
    const packages = () => readdirSync(path.join(data, 'packages'));
    expect(packages()).toHaveLength(2);
    await first.service.end('SIGTERM');
    const second = await start(data);
    await second.lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));
    await second.service.end('SIGTERM');
    expect(packages()).toHaveLength(1);
  });
});
