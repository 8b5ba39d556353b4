import { gunzipSync } from 'node:zlib';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteSubscriptionFilterCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, TestService, testAccountId } from '../support/localService.ts';

let test: TestService;
const logGroupName = '/app';

beforeEach(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'sink');
  await group(logGroupName);
});
afterEach(() => test.dispose());

const group = async (name: string) => {
  await test.logs.send(new CreateLogGroupCommand({ logGroupName: name }));
  await test.logs.send(new CreateLogStreamCommand({ logGroupName: name, logStreamName: 's' }));
};
const subscribe = (name = logGroupName, filterPattern = 'ERROR', filterName = 'errors') =>
  test.logs.send(
    new PutSubscriptionFilterCommand({ logGroupName: name, filterName, filterPattern, destinationArn: arnOf('sink') }),
  );
const write = (name: string, ...messages: string[]) =>
  test.logs.send(
    new PutLogEventsCommand({
      logGroupName: name,
      logStreamName: 's',
      logEvents: messages.map((message) => ({ timestamp: Date.now(), message })),
    }),
  );
/** What the function was sent. */
const sent = () =>
  test.invoker.queued.map(({ payload }) => {
    const { awslogs } = JSON.parse(Buffer.from(payload).toString()) as { awslogs: { data: string } };
    return JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()) as {
      logEvents: { message: string }[];
    };
  });

describe('a function that is subscribed to a log group', () => {
  it('gets what the pattern selects, compressed, as CloudWatch Logs sends it', async () => {
    await subscribe();
    await write(logGroupName, 'fine', 'ERROR one', 'ERROR two');
    expect(sent()).toEqual([
      {
        messageType: 'DATA_MESSAGE',
        owner: testAccountId,
        logGroup: logGroupName,
        logStream: 's',
        subscriptionFilters: ['errors'],
        logEvents: ['ERROR one', 'ERROR two'].map((message) => ({
          id: expect.stringMatching(/^\d{56}$/),
          timestamp: expect.any(Number),
          message,
        })),
      },
    ]);
    expect(test.invoker.queued[0]?.invokedFunctionArn).toBe(arnOf('sink'));
  });

  it('gets nothing before it subscribes, and nothing after', async () => {
    await write(logGroupName, 'ERROR early');
    await subscribe();
    await write(logGroupName, 'all is well');
    await test.logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'errors' }));
    await write(logGroupName, 'ERROR late');
    expect(sent()).toEqual([]);
  });

  it('is still subscribed after a restart', async () => {
    await subscribe();
    test = await test.restart();
    await write(logGroupName, 'ERROR after');
    expect(sent()).toHaveLength(1);
  });

  it('gets much in several batches', async () => {
    await subscribe(logGroupName, '');
    const large = 'x'.repeat(250_000);
    await write(logGroupName, large, large, large, large);
    expect(sent().map(({ logEvents }) => logEvents.length)).toEqual([2, 2]);
  });

  it('is not sent its own log, which would never end', async () => {
    await group('/aws/lambda/sink');
    await subscribe('/aws/lambda/sink', '');
    await write('/aws/lambda/sink', 'START');
    expect(sent()).toEqual([]);
  });

  it('may be gone: the events are stored all the same', async () => {
    await subscribe();
    await test.lambda.send(new DeleteFunctionCommand({ FunctionName: 'sink' }));
    await write(logGroupName, 'ERROR');
    expect(sent()).toEqual([]);
  });
});
