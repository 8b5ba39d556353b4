/** Retries as a function sees them: real processes, and minutes that pass when the test says so. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FakeClock } from '../fakes/fakeClock.ts';
import { createTestFunction, TestService, testAccountId } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const deadline = { timeout: 60_000, interval: 20 };
vi.setConfig({ testTimeout: 120_000 });
const source = `
import { appendFileSync } from 'node:fs';
export const handler = async (event, { awsRequestId }) => {
  appendFileSync(process.env.RAN, awsRequestId + '\\n');
  throw new Error('again');
};`;

const folders = new TemporaryFolders();
const clock = new FakeClock(Date.now());
let peer: FauxqsServer;
let test: TestService;
beforeAll(async () => {
  peer = await startFauxqs({ port: 0, logger: false });
  peer.createQueue('failed');
  const sqs = `http://127.0.0.1:${peer.port}`;
  test = await TestService.start({ realFunctions: true, clock, deliveryEndpoints: { sqs } });
});
afterAll(async () => {
  let isClosed = false;
  const closing = test.dispose().finally(() => {
    isClosed = true;
  });
  // Processes that are ended are looked after for a while: time has to go on.
  await vi.waitFor(async () => {
    await clock.advance(100);
    expect(isClosed).toBe(true);
  }, deadline);
  await closing;
  await peer.stop();
  folders.remove();
});

it('tries again after one minute and two, with the same request id, and tells of it once', async () => {
  const ran = path.join(folders.create({ ran: '' }), 'ran');
  const ids = () => readFileSync(ran, 'utf8').split('\n').filter(Boolean);
  await createTestFunction(test, 'f', {
    Code: { ZipFile: zipOf({ 'index.mjs': source }) },
    Environment: { Variables: { RAN: ran } },
    Timeout: 900,
  });
  const OnFailure = { Destination: `arn:aws:sqs:us-east-1:${testAccountId}:failed` };
  await test.lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', DestinationConfig: { OnFailure } }),
  );
  const { $metadata } = await test.lambda.send(new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event' }));
  for (const [runs, stepMs] of [
    [1, 0],
    [2, 1000],
    [3, 1000],
  ] as const) {
    await vi.waitFor(async () => {
      await clock.advance(stepMs);
      expect(ids()).toHaveLength(runs);
    }, deadline);
  }
  expect(ids()).toEqual(Array.from({ length: 3 }, () => $metadata.requestId));
  const starts = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/f', filterPattern: '"START RequestId"' });
  const { events = [] } = await test.logs.send(starts);
  const [first = 0, second = 0, third = 0] = events.map(({ timestamp }) => timestamp);
  expect(second - first).toBeGreaterThanOrEqual(60_000);
  expect(third - second).toBeGreaterThanOrEqual(120_000);
  const record = await vi.waitFor(async () => {
    await clock.advance(0);
    const [message, ...others] = peer.inspectQueue('failed')?.messages.ready ?? [];
    expect([message !== undefined, others]).toEqual([true, []]);
    return JSON.parse(message?.body ?? '') as object;
  }, deadline);
  expect(record).toMatchObject({
    requestContext: { requestId: $metadata.requestId, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  });
});
