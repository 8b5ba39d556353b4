/** Function URLs: what is configured, with its CORS headers, reads back and survives. */

import {
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
  type UpdateFunctionUrlConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { send } from '../support/rawRequest.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
  for (const Name of ['live', 'beta']) {
    await test.lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name, FunctionVersion: '1' }));
  }
});
afterAll(() => test.dispose());

const create = (FunctionName: string, changes: Partial<CreateFunctionUrlConfigCommandInput> = {}) =>
  test.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', ...changes }));
const get = (FunctionName: string, Qualifier?: string) =>
  test.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName, Qualifier }));
const update = (changes: Partial<UpdateFunctionUrlConfigCommandInput>) =>
  test.lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName: 'f', ...changes }));
const remove = (FunctionName: string, Qualifier?: string) =>
  test.lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier }));
const list = (changes: object = {}) =>
  test.lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: 'f', ...changes }));
const noUrl = {
  name: 'ResourceNotFoundException',
  status: 404,
  message: 'The resource you requested does not exist.',
};
const noFunction = { name: 'ResourceNotFoundException', status: 404, message: 'Function does not exist' };

describe('function URLs', () => {
  it('are created, read, changed and deleted', async () => {
    expect(await refusal(get('f'))).toMatchObject(noUrl);
    const created = await create('f');
    expect(created).toMatchObject({ $metadata: { httpStatusCode: 201 }, AuthType: 'NONE', FunctionArn: arnOf('f') });
    const { port } = new URL(test.service.endpoint);
    expect(created.FunctionUrl).toMatch(
      new RegExp(`^http://[a-z2-7]{32}\\.lambda-url\\.us-east-1\\.localhost:${port}/$`),
    );
    expect(created.CreationTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    for (const absent of ['InvokeMode', 'LastModifiedTime', 'Cors']) expect(created).not.toHaveProperty(absent);
    expect(await get('f')).toMatchObject({
      FunctionUrl: created.FunctionUrl,
      InvokeMode: 'BUFFERED',
      CreationTime: created.CreationTime,
      LastModifiedTime: created.CreationTime,
    });

    expect(await refusal(create('f'))).toEqual({
      name: 'ResourceConflictException',
      status: 409,
      type: 'User',
      message: `Failed to create function url config for [functionArn = ${arnOf('f')}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    });

    const cors = { AllowOrigins: ['https://example.com'], AllowMethods: ['GET', 'POST'], MaxAge: 86_400 };
    const updated = await update({ AuthType: 'AWS_IAM', Cors: cors });
    expect(updated).toMatchObject({ FunctionUrl: created.FunctionUrl, AuthType: 'AWS_IAM', Cors: cors });
    expect(updated).not.toHaveProperty('InvokeMode');
    expect((await update({ InvokeMode: 'RESPONSE_STREAM' })).InvokeMode).toBe('RESPONSE_STREAM');
    expect(await get('f')).toMatchObject({ AuthType: 'AWS_IAM', Cors: cors, InvokeMode: 'RESPONSE_STREAM' });
    expect(await update({ Cors: {} })).not.toHaveProperty('Cors');

    expect((await remove('f')).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(get('f'))).toMatchObject(noUrl);
    expect(await refusal(remove('f'))).toMatchObject(noUrl);
    expect(await refusal(update({ AuthType: 'NONE' }))).toMatchObject(noUrl);
    expect((await create('f')).FunctionUrl).not.toBe(created.FunctionUrl);
    await remove('f');
  });

  it('belong to the function and to aliases, listed page by page', async () => {
    expect((await list()).FunctionUrlConfigs).toEqual([]);
    await create('f');
    await create('f', { Qualifier: 'live' });
    expect((await create('f:beta')).FunctionArn).toBe(arnOf('f:beta'));
    expect(await refusal(create('f', { Qualifier: 'live' }))).toMatchObject({ status: 409 });
    const first = await list({ MaxItems: 1 });
    const second = await list({ MaxItems: 1, Marker: first.NextMarker });
    const third = await list({ MaxItems: 1, Marker: second.NextMarker });
    expect([first, second, third].map((page) => page.FunctionUrlConfigs?.[0]?.FunctionArn)).toEqual([
      arnOf('f'),
      arnOf('f:beta'),
      arnOf('f:live'),
    ]);
    expect(third.NextMarker).toBeUndefined();
    expect((await list()).FunctionUrlConfigs).toHaveLength(3);
    await test.lambda.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'beta' }));
    expect((await list()).FunctionUrlConfigs).toHaveLength(2);
    expect(await refusal(get('f', 'beta'))).toMatchObject(noUrl);
    await remove('f', 'live');
    await remove('f');
  });

  it('refuse what has none, and what the model does not allow', async () => {
    expect(await refusal(create('nope'))).toMatchObject(noFunction);
    expect(await refusal(create('f', { Qualifier: 'nope' }))).toMatchObject(noFunction);
    expect(await refusal(list({ FunctionName: 'nope' }))).toMatchObject(noFunction);
    expect(await refusal(update({ FunctionName: 'nope' }))).toMatchObject(noFunction);
    expect(await refusal(get('nope'))).toMatchObject(noUrl);
    for (const Qualifier of ['1', '$LATEST']) {
      expect(await refusal(create('f', { Qualifier }))).toMatchObject({
        name: 'ValidationException',
        message: `1 validation error detected: Value '${Qualifier}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)`,
      });
    }
    const refusals = [
      () => create('f', { AuthType: 'ANY' as 'NONE' }),
      () => create('f', { InvokeMode: 'LATER' as 'BUFFERED' }),
      () => create('f', { Cors: { MaxAge: 86_401 } }),
      () => create('f', { Cors: { AllowMethods: ['OPTIONS'] } }),
      () => create('f', { Cors: { AllowOrigins: [''] } }),
      () => create('f', { Cors: { AllowHeaders: Array.from({ length: 101 }, () => 'x') } }),
      () => list({ MaxItems: 51 }),
    ];
    for (const refused of refusals) expect(await refusal(refused())).toMatchObject({ name: 'ValidationException' });
    await createTestFunction(test, 'tenants', { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });
    expect(await refusal(create('tenants'))).toMatchObject({ name: 'InvalidParameterValueException', status: 400 });
    expect((await list()).FunctionUrlConfigs).toEqual([]);
  });

  it('survive a restart under the same name, and go with their function', async () => {
    let service = await TestService.start();
    const getKept = () => service.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: 'kept' }));
    try {
      await createTestFunction(service, 'kept');
      const { FunctionUrl } = await service.lambda.send(
        new CreateFunctionUrlConfigCommand({ FunctionName: 'kept', AuthType: 'AWS_IAM' }),
      );
      service = await service.restart();
      const again = await getKept();
      expect(new URL(again.FunctionUrl ?? '').hostname).toBe(new URL(FunctionUrl ?? '').hostname);
      await service.lambda.send(new DeleteFunctionCommand({ FunctionName: 'kept' }));
      await createTestFunction(service, 'kept');
      expect(await refusal(getKept())).toMatchObject(noUrl);
    } finally {
      await service.dispose();
    }
  });

  it('are not open to everybody by being there', async () => {
    const { FunctionUrl } = await create('f');
    const { host } = new URL(FunctionUrl ?? '');
    const answer = await send(test.service.endpoint, { path: '/', headers: { host } });
    expect(answer.status).toBe(403);
    await remove('f');
  });
});
