/** Provisioned concurrency: what is set, for whom, and what the account and reservations leave. */

import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../fakes/fakeClock.ts';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
  const FunctionName = 'f';
  for (const Description of ['two', 'three']) {
    await test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }));
    await test.lambda.send(new PublishVersionCommand({ FunctionName }));
  }
  for (const [Name, FunctionVersion] of [
    ['live', '2'],
    ['head', '$LATEST'],
  ] as const) {
    await test.lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion }));
  }
});
afterAll(() => test.dispose());

const put = (Qualifier: string, ProvisionedConcurrentExecutions = 1, FunctionName = 'f') =>
  test.lambda.send(
    new PutProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier, ProvisionedConcurrentExecutions }),
  );
const get = (Qualifier: string, FunctionName = 'f') =>
  test.lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
const remove = (Qualifier: string, FunctionName = 'f') =>
  test.lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
const list = (changes: object = {}) =>
  test.lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'f', ...changes }));
const noConfig = {
  name: 'ProvisionedConcurrencyConfigNotFoundException',
  status: 404,
  message: 'No Provisioned Concurrency Config found for this function',
};

describe('provisioned concurrency', () => {
  it('is in progress, then ready', async () => {
    const clock = new FakeClock(Date.now());
    const service = await TestService.start({ clock, transitionMs: 1000 });
    try {
      await createTestFunction(service, 'slow');
      await clock.advance(1000);
      await service.lambda.send(new PublishVersionCommand({ FunctionName: 'slow' }));
      const config = { FunctionName: 'slow', Qualifier: '1' };
      const begun = await service.lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...config, ProvisionedConcurrentExecutions: 5 }),
      );
      const inProgress = {
        RequestedProvisionedConcurrentExecutions: 5,
        AllocatedProvisionedConcurrentExecutions: 0,
        AvailableProvisionedConcurrentExecutions: 0,
        Status: 'IN_PROGRESS',
        LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      };
      expect(begun).toMatchObject({ ...inProgress, $metadata: { httpStatusCode: 202 } });
      const now = () => service.lambda.send(new GetProvisionedConcurrencyConfigCommand(config));
      expect(await now()).toMatchObject(inProgress);
      await clock.advance(1000);
      expect(await now()).toMatchObject({
        RequestedProvisionedConcurrentExecutions: 5,
        AllocatedProvisionedConcurrentExecutions: 5,
        AvailableProvisionedConcurrentExecutions: 5,
        Status: 'READY',
      });
    } finally {
      await service.dispose();
    }
  });

  it('is changed, listed page by page, and taken away', async () => {
    expect((await list()).ProvisionedConcurrencyConfigs).toEqual([]);
    for (const qualifier of ['1', '3', 'live']) await put(qualifier);
    await put('1', 2);
    expect((await get('1')).RequestedProvisionedConcurrentExecutions).toBe(2);
    const first = await list({ MaxItems: 2 });
    const second = await list({ MaxItems: 2, Marker: first.NextMarker });
    const arns = [...(first.ProvisionedConcurrencyConfigs ?? []), ...(second.ProvisionedConcurrencyConfigs ?? [])];
    expect(arns.map(({ FunctionArn }) => FunctionArn)).toEqual([arnOf('f:1'), arnOf('f:3'), arnOf('f:live')]);
    expect(second.NextMarker).toBeUndefined();
    for (const qualifier of ['1', '3', 'live']) {
      expect((await remove(qualifier)).$metadata.httpStatusCode).toBe(204);
      expect(await refusal(get(qualifier))).toMatchObject(noConfig);
    }
    expect((await remove('1')).$metadata.httpStatusCode).toBe(204);
  });

  it('belongs to a version once, by itself or through an alias', async () => {
    await put('live');
    expect(await refusal(put('2'))).toEqual({
      name: 'ResourceConflictException',
      status: 409,
      type: 'User',
      message: 'Version is pointed by a Provisioned Concurrency alias',
    });
    await remove('live');
    await put('2');
    expect(await refusal(put('live'))).toMatchObject({
      status: 409,
      message: "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    });
    await remove('2');
  });

  it('needs a published version or an alias of one', async () => {
    const unpublished = {
      name: 'InvalidParameterValueException',
      message: 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    };
    expect(await refusal(put('$LATEST'))).toMatchObject(unpublished);
    expect(await refusal(put('head'))).toMatchObject(unpublished);
    expect(await refusal(put('nope'))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Cannot find alias arn: ${arnOf('f:nope')}`,
    });
    expect(await refusal(put('9'))).toMatchObject({ status: 404, message: `Function not found: ${arnOf('f:9')}` });
    expect(await refusal(put('1', 1, 'nope'))).toMatchObject({ status: 404 });
    expect(await refusal(list({ FunctionName: 'nope' }))).toMatchObject({ status: 404 });
    expect(await refusal(put('1', 0))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(list({ MaxItems: 51 }))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(get('1'))).toMatchObject(noConfig);
    await createTestFunction(test, 'tenants', {
      Publish: true,
      TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
    });
    expect(await refusal(put('1', 1, 'tenants'))).toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('leaves 100 to the account, and stays within a reservation', async () => {
    expect(await refusal(put('1', 1001))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      message: "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].",
    });
    expect(await refusal(put('1', 901))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      message:
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    await put('1', 900);
    expect(await refusal(put('3', 1))).toMatchObject({ name: 'InvalidParameterValueException' });
    await put('1', 5);
    const reserve = (ReservedConcurrentExecutions: number) =>
      test.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions }));
    expect(await refusal(reserve(4))).toMatchObject({
      message:
        " ReservedConcurrentExecutions  4 should not be lower than function's total provisioned concurrency [5].",
    });
    await reserve(6);
    expect(await refusal(put('3', 2))).toMatchObject({
      message:
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    });
    await put('3', 1);
    await remove('1');
    await remove('3');
  });

  it('goes with its alias, its version and its function, and survives a restart', async () => {
    await put('live');
    await test.lambda.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'live' }));
    expect(await refusal(get('live'))).toMatchObject({ message: `Cannot find alias arn: ${arnOf('f:live')}` });
    await put('3');
    await test.lambda.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '3' }));
    expect((await list()).ProvisionedConcurrencyConfigs).toEqual([]);
    let service = await TestService.start();
    try {
      await createTestFunction(service, 'kept', { Publish: true });
      const config = { FunctionName: 'kept', Qualifier: '1' };
      await service.lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...config, ProvisionedConcurrentExecutions: 3 }),
      );
      service = await service.restart();
      const again = await service.lambda.send(new GetProvisionedConcurrencyConfigCommand(config));
      expect(again).toMatchObject({ RequestedProvisionedConcurrentExecutions: 3, Status: 'READY' });
    } finally {
      await service.dispose();
    }
  });
});
