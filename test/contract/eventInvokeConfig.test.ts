/** How asynchronous invocations are treated: what is set reads back exactly. (That it bites: `asyncInvocations.test.ts`, `asyncDelivery.test.ts`.) */

import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
type Settings = Omit<PutFunctionEventInvokeConfigCommandInput, 'FunctionName'> & { readonly FunctionName?: string };

beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
  await createTestFunction(test, 'other');
  await test.lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
});
afterAll(() => test.dispose());

const put = (input: Settings = {}) =>
  test.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', ...input }));
const update = (input: Settings = {}) =>
  test.lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName: 'f', ...input }));
const get = (Qualifier?: string, FunctionName = 'f') =>
  test.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier }));
const remove = (Qualifier?: string, FunctionName = 'f') =>
  test.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier }));
const list = (input: { MaxItems?: number; Marker?: string | undefined; FunctionName?: string } = {}) =>
  test.lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: 'f', ...input }));

const invalid = (message: string) => ({ name: 'InvalidParameterValueException', status: 400, type: 'User', message });
const notFound = (message: string) => ({ name: 'ResourceNotFoundException', status: 404, type: 'User', message });
const gone = (arn: string) => notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
const none = { OnSuccess: {}, OnFailure: {} };

describe('the configuration of asynchronous invocations', () => {
  it('reads back what was put, which replaces what was there', async () => {
    const { $metadata, ...answered } = await put({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 });
    expect($metadata.httpStatusCode).toBe(200);
    expect(answered).toEqual({
      FunctionArn: `${arnOf('f')}:$LATEST`,
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: none,
      LastModified: expect.any(Date),
    });
    expect(await get()).toMatchObject(answered);
    expect(await get('$LATEST')).toMatchObject(answered);
    const replaced = await put({ MaximumRetryAttempts: 0 });
    expect(replaced).toMatchObject({ MaximumRetryAttempts: 0 });
    expect(replaced).not.toHaveProperty('MaximumEventAgeInSeconds');
  });

  it('changes in parts with an update', async () => {
    await put({ MaximumEventAgeInSeconds: 60 });
    const updated = await update({ MaximumRetryAttempts: 1 });
    expect(updated).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60, DestinationConfig: none });
  });

  it('belongs to a function, a version or an alias, in every form of a name', async () => {
    expect(await put({ Qualifier: '1', MaximumRetryAttempts: 1 })).toMatchObject({ FunctionArn: `${arnOf('f')}:1` });
    for (const input of [{ FunctionName: 'f:live' }, { FunctionName: `${arnOf('f')}:live` }, { Qualifier: 'live' }]) {
      const answered = await put({ ...input, MaximumRetryAttempts: 1 });
      expect(answered).toMatchObject({ FunctionArn: `${arnOf('f')}:live` });
    }
    expect(await refusal(put({ FunctionName: 'f:live', Qualifier: '1', MaximumRetryAttempts: 1 }))).toEqual(
      invalid('The derived qualifier from the function name does not match the specified qualifier.'),
    );
  });

  it('is listed by qualifier, page by page', async () => {
    await put({ MaximumRetryAttempts: 1 });
    await put({ Qualifier: '1', MaximumRetryAttempts: 1 });
    await put({ Qualifier: 'live', MaximumRetryAttempts: 1 });
    const first = await list({ MaxItems: 2 });
    const rest = await list({ Marker: first.NextMarker });
    const arns = [first, rest].map(({ FunctionEventInvokeConfigs = [] }) =>
      FunctionEventInvokeConfigs.map(({ FunctionArn }) => FunctionArn),
    );
    expect(arns).toEqual([[`${arnOf('f')}:$LATEST`, `${arnOf('f')}:1`], [`${arnOf('f')}:live`]]);
    expect(rest.NextMarker).toBeUndefined();
    expect(await refusal(list({ FunctionName: 'nope' }))).toEqual(notFound("The function doesn't exist."));
  });

  it('goes when it is deleted, and with its alias', async () => {
    await put({ MaximumRetryAttempts: 1 });
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(get())).toEqual(gone(`${arnOf('f')}:$LATEST`));
    expect(await refusal(remove())).toEqual(gone(`${arnOf('f')}:$LATEST`));
    await test.lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'short', FunctionVersion: '1' }));
    await put({ Qualifier: 'short', MaximumRetryAttempts: 1 });
    await test.lambda.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'short' }));
    expect(await refusal(get('short'))).toEqual(gone(`${arnOf('f')}:short`));
  });

  it('is not there for what is not there', async () => {
    for (const call of [get, remove]) {
      expect(await refusal(call(undefined, 'nope'))).toEqual(gone(`${arnOf('nope')}:$LATEST`));
      expect(await refusal(call('1221'))).toEqual(gone(`${arnOf('f')}:1221`));
    }
    for (const input of [{ FunctionName: 'nope' }, { Qualifier: 'nothing' }, { Qualifier: '7' }]) {
      for (const call of [put, update]) {
        expect(await refusal(call({ ...input, MaximumRetryAttempts: 1 }))).toEqual(
          notFound("The function doesn't exist."),
        );
      }
    }
    expect(await refusal(update({ FunctionName: 'other', MaximumRetryAttempts: 1 }))).toEqual(
      gone(`${arnOf('other')}:$LATEST`),
    );
  });

  it('refuses values out of range, and a request that sets nothing', async () => {
    expect(await refusal(put())).toEqual(
      invalid('You must specify at least one of error handling or destination setting.'),
    );
    for (const settings of [
      { MaximumRetryAttempts: 3 },
      { MaximumRetryAttempts: -1 },
      { MaximumEventAgeInSeconds: 59 },
      { MaximumEventAgeInSeconds: 21_601 },
    ]) {
      expect(await refusal(put(settings))).toMatchObject({ name: 'ValidationException', status: 400 });
    }
  });
});

describe('destinations', () => {
  const queue = 'arn:aws:sqs:us-east-1:111122223333:failed';
  const success = (Destination: string) => put({ DestinationConfig: { OnSuccess: { Destination } } });

  it('are kept, and nothing is sent to them by that', async () => {
    const DestinationConfig = { OnSuccess: { Destination: arnOf('other') }, OnFailure: { Destination: queue } };
    expect(await put({ DestinationConfig })).toMatchObject({ DestinationConfig });
    expect(await get()).toMatchObject({ DestinationConfig });
    expect(await update({ DestinationConfig: { OnFailure: { Destination: '' } } })).toMatchObject({
      DestinationConfig: none,
    });
    expect(test.invoker.invoked).toEqual([]);
  });

  it('must be there where that can be known, and be another function', async () => {
    expect(await refusal(success(arnOf('doesnotexist')))).toEqual(
      invalid(`The destination ARN ${arnOf('doesnotexist')} is invalid.`),
    );
    expect(await refusal(success(`${arnOf('other')}:nothing`))).toEqual(
      invalid(`The destination ARN ${arnOf('other')}:nothing is invalid.`),
    );
    expect(await refusal(success(arnOf('f')))).toEqual(
      invalid("You can't specify the function as a destination for itself."),
    );
  });

  it('belong to services that can be destinations', async () => {
    const arn = 'arn:aws:iam:us-east-1:111122223333:function:f';
    expect(await refusal(success(arn))).toEqual(
      invalid(
        `The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=${arn}), onFailure=null) is invalid.`,
      ),
    );
    for (const unknown of ['arn:aws:s3:::bucket', 'arn:aws:events:us-east-1:111122223333:rule/r', 'kafka://topic']) {
      expect(await refusal(success(unknown))).toMatchObject({ message: expect.stringContaining(unknown), status: 400 });
    }
    for (const Destination of ['arn:aws:s3:::bucket', 'arn:aws:events:us-east-1:111122223333:event-bus/default']) {
      const DestinationConfig = { OnFailure: { Destination } };
      expect(await put({ DestinationConfig })).toMatchObject({ DestinationConfig });
    }
  });
});
