/** Capacity providers: kept with their states; nothing runs on them. */

import {
  CreateCapacityProviderCommand,
  type CreateCapacityProviderCommandInput,
  DeleteCapacityProviderCommand,
  DeleteFunctionCommand,
  type FunctionScalingConfig,
  GetCapacityProviderCommand,
  GetFunctionScalingConfigCommand,
  ListFunctionVersionsByCapacityProviderCommand,
  PutFunctionScalingConfigCommand,
  paginateListCapacityProviders,
  paginateListFunctionVersionsByCapacityProvider,
  UpdateCapacityProviderCommand,
  type UpdateCapacityProviderCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../fakes/fakeClock.ts';
import { arnOf, createTestFunction, refusal, TestService, testRole } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

const arnOfProvider = (name: string) => `arn:aws:lambda:us-east-1:111122223333:capacity-provider:${name}`;
const needed = (CapacityProviderName: string) => ({
  CapacityProviderName,
  VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  PermissionsConfig: { CapacityProviderOperatorRoleArn: testRole },
});
const create = (name: string, input: Partial<CreateCapacityProviderCommandInput> = {}, service = test) =>
  service.lambda.send(new CreateCapacityProviderCommand({ ...needed(name), ...input }));
const get = async (CapacityProviderName: string, service = test) =>
  (await service.lambda.send(new GetCapacityProviderCommand({ CapacityProviderName }))).CapacityProvider;
const update = (
  CapacityProviderName: string,
  input: Omit<UpdateCapacityProviderCommandInput, 'CapacityProviderName'>,
) => test.lambda.send(new UpdateCapacityProviderCommand({ CapacityProviderName, ...input }));
const remove = (CapacityProviderName: string, service = test) =>
  service.lambda.send(new DeleteCapacityProviderCommand({ CapacityProviderName }));
const versions = (CapacityProviderName: string) =>
  test.lambda.send(new ListFunctionVersionsByCapacityProviderCommand({ CapacityProviderName }));
const notFound = (name: string) => ({
  name: 'ResourceNotFoundException',
  status: 404,
  type: 'User',
  message: `Capacity provider not found: ${arnOfProvider(name)}`,
});
const conflict = { name: 'ResourceConflictException', status: 409, type: 'User' };
const on = (name: string) => ({
  CapacityProviderConfig: {
    LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: arnOfProvider(name) },
  },
});

describe('a capacity provider', () => {
  it('reads back as it was created, by name and by ARN', async () => {
    const settings = {
      InstanceRequirements: { Architectures: ['arm64' as const], AllowedInstanceTypes: ['c7g.*'] },
      CapacityProviderScalingConfig: {
        MaxVCpuCount: 2,
        ScalingMode: 'Manual' as const,
        ScalingPolicies: [
          { PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization' as const, TargetValue: 55.5 },
        ],
      },
      KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1',
      PropagateTags: { Mode: 'Explicit' as const, ExplicitTags: { team: 'a' } },
    };
    const created = await create('whole', settings);
    expect(created.$metadata.httpStatusCode).toBe(202);
    expect(created.CapacityProvider?.State).toBe('Pending');
    const { CapacityProviderName, ...own } = needed('whole');
    const expected = {
      CapacityProviderArn: arnOfProvider('whole'),
      State: 'Active',
      ...own,
      ...settings,
      LastModified: expect.stringMatching(/\+0000$/),
    };
    expect(await get(CapacityProviderName)).toEqual(expected);
    expect(await get(arnOfProvider('whole'))).toEqual(expected);
  });

  it('scales by itself unless told otherwise', async () => {
    await create('plain');
    expect((await get('plain'))?.CapacityProviderScalingConfig).toEqual({ MaxVCpuCount: 400, ScalingMode: 'Auto' });
    const updated = await update('plain', { CapacityProviderScalingConfig: { MaxVCpuCount: 10 } });
    expect(updated.$metadata.httpStatusCode).toBe(202);
    expect((await get('plain'))?.CapacityProviderScalingConfig).toEqual({ MaxVCpuCount: 10, ScalingMode: 'Auto' });
  });

  it('is refused with settings that exclude each other', async () => {
    const types = { AllowedInstanceTypes: ['a'], ExcludedInstanceTypes: ['b'] };
    expect((await refusal(create('bad', { InstanceRequirements: types }))).message).toBe(
      'Specify either AllowedInstanceTypes or ExcludedInstanceTypes, not both.',
    );
    const ScalingPolicies = [
      { PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization' as const, TargetValue: 1 },
    ];
    expect((await refusal(create('bad', { CapacityProviderScalingConfig: { ScalingPolicies } }))).message).toBe(
      'ScalingPolicies go with the scaling mode Manual only.',
    );
    for (const MaxVCpuCount of [1, 15_001]) {
      expect(await refusal(create('bad', { CapacityProviderScalingConfig: { MaxVCpuCount } }))).toMatchObject({
        name: 'ValidationException',
      });
    }
  });

  it('exists once, and is missed in AWS’s words', async () => {
    await create('once');
    expect(await refusal(create('once'))).toMatchObject(conflict);
    const calls = [get, (name: string) => update(name, {}), remove, versions];
    for (const call of calls) {
      expect(await refusal(call('nope'))).toEqual(notFound('nope'));
    }
    expect((await remove('once')).CapacityProvider?.State).toBe('Deleting');
    expect(await refusal(get('once'))).toEqual(notFound('once'));
  });

  it('is listed by name, page by page, in any state or in one', async () => {
    const other = await TestService.start();
    try {
      for (const name of ['c', 'a', 'b']) await create(name, {}, other);
      const pages: (string | undefined)[][] = [];
      for await (const page of paginateListCapacityProviders({ client: other.lambda, pageSize: 2 }, {})) {
        pages.push((page.CapacityProviders ?? []).map(({ CapacityProviderArn }) => CapacityProviderArn));
      }
      expect(pages).toEqual([[arnOfProvider('a'), arnOfProvider('b')], [arnOfProvider('c')]]);
      for await (const page of paginateListCapacityProviders({ client: other.lambda }, { State: 'Failed' })) {
        expect(page.CapacityProviders).toEqual([]);
      }
    } finally {
      await other.dispose();
    }
  });

  it('knows the versions of functions that are to run on it, and stays as long as there are any', async () => {
    await create('used');
    await createTestFunction(test, 'managed', { Publish: true, ...on('used') });
    await createTestFunction(test, 'managed2', on('used'));
    const pages: (string | undefined)[][] = [];
    const paginated = paginateListFunctionVersionsByCapacityProvider(
      { client: test.lambda, pageSize: 2 },
      { CapacityProviderName: 'used' },
    );
    for await (const { FunctionVersions = [] } of paginated)
      pages.push(FunctionVersions.map((item) => item.FunctionArn));
    expect(pages).toEqual([[`${arnOf('managed')}:$LATEST`, `${arnOf('managed')}:1`], [`${arnOf('managed2')}:$LATEST`]]);
    expect(await refusal(remove('used'))).toMatchObject(conflict);
    for (const FunctionName of ['managed', 'managed2']) {
      await test.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    }
    await remove('used');
  });

  it('has versions that scale between bounds, which are kept', async () => {
    await createTestFunction(test, 'scaled', { Publish: true, ...on('any') });
    await createTestFunction(test, 'unscaled', { Publish: true });
    const put = (FunctionName: string, FunctionScalingConfig?: FunctionScalingConfig, Qualifier = '1') =>
      test.lambda.send(new PutFunctionScalingConfigCommand({ FunctionName, Qualifier, FunctionScalingConfig }));
    const read = (FunctionName: string) =>
      test.lambda.send(new GetFunctionScalingConfigCommand({ FunctionName, Qualifier: '1' }));
    const bounds = { MinExecutionEnvironments: 0, MaxExecutionEnvironments: 15_000 };
    expect(await put('scaled', bounds)).toMatchObject({ FunctionState: 'Active', $metadata: { httpStatusCode: 202 } });
    expect(await read(arnOf('scaled'))).toMatchObject({
      FunctionArn: `${arnOf('scaled')}:1`,
      AppliedFunctionScalingConfig: bounds,
      RequestedFunctionScalingConfig: bounds,
    });
    await put('scaled');
    expect(await read('scaled')).not.toHaveProperty('AppliedFunctionScalingConfig');
    const inverted = { MinExecutionEnvironments: 2, MaxExecutionEnvironments: 1 };
    expect((await refusal(put('scaled', inverted))).message).toBe(
      'MinExecutionEnvironments must not be greater than MaxExecutionEnvironments.',
    );
    expect(await refusal(put('scaled', { MinExecutionEnvironments: 15_001 }))).toMatchObject({
      name: 'ValidationException',
    });
    expect((await refusal(put('unscaled', bounds))).message).toBe(
      'Scaling configurations are for functions with a capacity provider only.',
    );
    expect((await refusal(put('scaled', bounds, '7'))).message).toBe(`Function not found: ${arnOf('scaled')}:7`);
    expect((await refusal(read('nope'))).message).toBe(`Function not found: ${arnOf('nope')}:1`);
  });

  it('is Pending and Deleting for as long as the service takes', async () => {
    const clock = new FakeClock(Date.now());
    const slow = await TestService.start({ clock, transitionMs: 5000 });
    try {
      await create('p', {}, slow);
      expect((await get('p', slow))?.State).toBe('Pending');
      expect(await refusal(remove('p', slow))).toMatchObject(conflict);
      await clock.advance(5000);
      expect((await get('p', slow))?.State).toBe('Active');
      await remove('p', slow);
      expect((await get('p', slow))?.State).toBe('Deleting');
      await clock.advance(5000);
      expect(await refusal(get('p', slow))).toEqual(notFound('p'));
      await create('p', {}, slow);
    } finally {
      await slow.dispose();
    }
  });
});
