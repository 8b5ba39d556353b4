/** Runtime management and recursion: what is configured reads back. */

import {
  CreateAliasCommand,
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
  GetRuntimeManagementConfigCommand,
  PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfigCommand,
  type PutRuntimeManagementConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
  await test.lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
});
afterAll(() => test.dispose());

describe('runtime management', () => {
  const get = (Qualifier?: string, FunctionName = 'f') =>
    test.lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName, Qualifier }));
  const put = (changes: Partial<PutRuntimeManagementConfigCommandInput>) =>
    test.lambda.send(
      new PutRuntimeManagementConfigCommand({ FunctionName: 'f', UpdateRuntimeOn: 'FunctionUpdate', ...changes }),
    );

  it('is automatic until it is set, for each version by itself', async () => {
    expect(await get()).toMatchObject({ UpdateRuntimeOn: 'Auto', FunctionArn: arnOf('f:$LATEST') });
    expect(await put({ Qualifier: '1' })).toMatchObject({
      UpdateRuntimeOn: 'FunctionUpdate',
      FunctionArn: arnOf('f:1'),
    });
    expect((await get('1')).UpdateRuntimeOn).toBe('FunctionUpdate');
    expect((await get()).UpdateRuntimeOn).toBe('Auto');
  });

  it('stays at a build with Manual, which is the one that there is', async () => {
    const { RuntimeVersionConfig } = await test.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }));
    const RuntimeVersionArn = RuntimeVersionConfig?.RuntimeVersionArn ?? '';
    expect(await put({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn })).toMatchObject({ RuntimeVersionArn });
    expect(await get()).toMatchObject({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn });
    const invalid = { name: 'InvalidParameterValueException', status: 400 };
    expect(await refusal(put({ UpdateRuntimeOn: 'Manual' }))).toMatchObject(invalid);
    expect(await refusal(put({ UpdateRuntimeOn: 'Auto', RuntimeVersionArn }))).toMatchObject(invalid);
    const other = `${RuntimeVersionArn.slice(0, -1)}${RuntimeVersionArn.endsWith('0') ? '1' : '0'}`;
    expect(await refusal(put({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn: other }))).toMatchObject(invalid);
    expect(await put({ UpdateRuntimeOn: 'Auto' })).not.toHaveProperty('RuntimeVersionArn');
  });

  it('refuses aliases, functions that are not there, and other modes', async () => {
    expect(await refusal(get('live'))).toMatchObject({ name: 'InvalidParameterValueException' });
    expect(await refusal(get('9'))).toMatchObject({ status: 404, message: `Function not found: ${arnOf('f:9')}` });
    expect(await refusal(get(undefined, 'nope'))).toMatchObject({ status: 404 });
    expect(await refusal(put({ FunctionName: 'nope' }))).toMatchObject({ status: 404 });
    expect(await refusal(put({ UpdateRuntimeOn: 'Never' as 'Auto' }))).toMatchObject({
      message:
        "1 validation error detected: Value 'Never' at 'updateRuntimeOn' failed to satisfy constraint: Member must satisfy enum value set: [Auto, Manual, FunctionUpdate]",
    });
  });
});

describe('recursion', () => {
  const get = async (FunctionName = 'f') =>
    (await test.lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }))).RecursiveLoop;
  const put = (RecursiveLoop: 'Allow' | 'Terminate', FunctionName = 'f') =>
    test.lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop }));

  it('is ended until it is allowed', async () => {
    expect(await get()).toBe('Terminate');
    expect(await put('Allow')).toMatchObject({ RecursiveLoop: 'Allow', $metadata: { httpStatusCode: 200 } });
    expect(await get()).toBe('Allow');
    await put('Terminate');
    expect(await get()).toBe('Terminate');
  });

  it('belongs to a function as a whole', async () => {
    expect(await refusal(get('nope'))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
    expect(await refusal(put('Allow', 'nope'))).toMatchObject({ status: 404 });
    expect(await refusal(put('Allow', 'f:1'))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(put('Always' as 'Allow'))).toMatchObject({ name: 'ValidationException' });
  });
});
