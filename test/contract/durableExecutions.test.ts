/** Durable executions: there are none here yet, and each operation says so as AWS would. */

import {
  CheckpointDurableExecutionCommand,
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  GetDurableExecutionStateCommand,
  ListDurableExecutionsByFunctionCommand,
  SendDurableExecutionCallbackFailureCommand,
  SendDurableExecutionCallbackHeartbeatCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { sendSigned } from '../support/rawRequest.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
});
afterAll(() => test.dispose());

const DurableExecutionArn = `${arnOf('f')}:1/durable-execution/name/id`;
const CallbackId = 'YWJj+/==';
const notFound = (message: string) => ({ name: 'ResourceNotFoundException', status: 404, type: 'User', message });
const noExecution = notFound(`Durable execution not found: ${DurableExecutionArn}`);

describe('an execution', () => {
  it('is not found', async () => {
    const { lambda } = test;
    expect(await refusal(lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn })))).toEqual(noExecution);
    expect(await refusal(lambda.send(new GetDurableExecutionHistoryCommand({ DurableExecutionArn })))).toEqual(
      noExecution,
    );
    const failure = { ErrorType: 'x', ErrorMessage: 'y', StackTrace: ['z'] };
    for (const body of [{}, { Error: failure }]) {
      const stop = new StopDurableExecutionCommand({ DurableExecutionArn, ...body });
      expect(await refusal(lambda.send(stop))).toEqual(noExecution);
    }
    const elsewhere = DurableExecutionArn.replace('us-east-1', 'eu-west-1');
    expect(
      (await refusal(lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn: elsewhere })))).message,
    ).toBe("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
  });

  it('is invalid for what only it may call', async () => {
    const invalid = {
      name: 'InvalidParameterValueException',
      status: 400,
      type: 'User',
      message: `Invalid durable execution: ${DurableExecutionArn}`,
    };
    const token = { DurableExecutionArn, CheckpointToken: 'YWJj' };
    const { lambda } = test;
    const Updates = [{ Id: 'a', Type: 'STEP' as const, Action: 'START' as const, Payload: '"é"' }];
    expect(await refusal(lambda.send(new CheckpointDurableExecutionCommand({ ...token, Updates })))).toEqual(invalid);
    expect(await refusal(lambda.send(new GetDurableExecutionStateCommand(token)))).toEqual(invalid);
  });

  it('must be named as the model says', async () => {
    const broken = new GetDurableExecutionCommand({ DurableExecutionArn: arnOf('f') });
    expect(await refusal(test.lambda.send(broken))).toMatchObject({ name: 'ValidationException', status: 400 });
  });
});

describe('a time that is none', () => {
  it('is refused in the query as in the body', async () => {
    const raw = { path: '/2025-12-01/functions/f/durable-executions?StartedAfter=never' };
    const answer = await sendSigned(test.service.endpoint, raw, { credentials: test.service.credentials });
    expect(answer).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'SerializationException' } });
    const body = '{"FunctionName":"f","EventSourceArn":"a","StartingPositionTimestamp":1e300}';
    const mapping = { method: 'POST', path: '/2015-03-31/event-source-mappings', body };
    const refused = await sendSigned(test.service.endpoint, mapping, { credentials: test.service.credentials });
    expect(refused).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'SerializationException' } });
  });
});

describe('a callback', () => {
  it('is awaited by nobody', async () => {
    const { lambda } = test;
    const none = notFound(`Callback not found: ${CallbackId}`);
    const Result = Buffer.from('{"any":1}');
    expect(await refusal(lambda.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result })))).toEqual(
      none,
    );
    expect(await refusal(lambda.send(new SendDurableExecutionCallbackFailureCommand({ CallbackId })))).toEqual(none);
    expect(await refusal(lambda.send(new SendDurableExecutionCallbackHeartbeatCommand({ CallbackId })))).toEqual(none);
    const large = new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.alloc(262_145) });
    expect(await refusal(lambda.send(large))).toMatchObject({ name: 'ValidationException', status: 400 });
  });
});

describe('ListDurableExecutionsByFunction', () => {
  it('is empty for every function that is there', async () => {
    const list = (FunctionName: string, Qualifier?: string) =>
      test.lambda.send(
        new ListDurableExecutionsByFunctionCommand({
          FunctionName,
          Qualifier,
          Statuses: ['RUNNING', 'FAILED'],
          StartedAfter: new Date(0),
          ReverseOrder: true,
          MaxItems: 0,
        }),
      );
    expect((await list('f')).DurableExecutions).toEqual([]);
    expect((await list('f', '1')).DurableExecutions).toEqual([]);
    expect(await refusal(list('nope'))).toEqual(notFound(`Function not found: ${arnOf('nope')}`));
    expect(await refusal(list('f', '7'))).toEqual(notFound(`Function not found: ${arnOf('f')}:7`));
  });
});
