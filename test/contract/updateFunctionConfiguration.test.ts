import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Environment: { Variables: { A1: 'x' } }, Description: 'first' });
});
afterAll(() => test.dispose());

const update = (input: Partial<UpdateFunctionConfigurationCommandInput>) =>
  test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', ...input }));
const read = async () => {
  const { $metadata, ...configuration } = await test.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'f' }),
  );
  return configuration;
};

describe('UpdateFunctionConfiguration', () => {
  it('changes what is given and leaves the rest', async () => {
    const before = await read();
    const updating = await update({ Timeout: 10, MemorySize: 512 });
    expect(updating).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress', Timeout: 10, MemorySize: 512 });
    const { RevisionId, LastModified, ...after } = await read();
    expect(after).toEqual({
      ...after,
      FunctionArn: before.FunctionArn,
      CodeSha256: before.CodeSha256,
      Environment: before.Environment,
      Description: 'first',
      Timeout: 10,
      MemorySize: 512,
      LastUpdateStatus: 'Successful',
    });
  });

  it.each<Partial<UpdateFunctionConfigurationCommandInput>>([
    { Handler: 'app.main' },
    { Description: '' },
    { Role: 'arn:aws:iam::111122223333:role/other' },
    { Environment: { Variables: { B2: 'y' } } },
    { TracingConfig: { Mode: 'Active' } },
    { EphemeralStorage: { Size: 1024 } },
    { DeadLetterConfig: { TargetArn: 'arn:aws:sns:us-east-1:111122223333:t' } },
    { KMSKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/k' },
    { DurableConfig: { ExecutionTimeout: 5 } },
    {
      CapacityProviderConfig: {
        LambdaManagedInstancesCapacityProviderConfig: {
          CapacityProviderArn: 'arn:aws:lambda:us-east-1:111122223333:capacity-provider:c',
        },
      },
    },
    { FileSystemConfigs: [] },
  ])('reads back %j', async (change) => {
    await update(change);
    expect(await read()).toMatchObject(change);
  });

  it('takes settings away again', async () => {
    const Content = { ZipFile: zipOf({ 'nodejs/a.js': '' }) };
    await test.lambda.send(new PublishLayerVersionCommand({ LayerName: 'l', Content }));
    await update({ Layers: ['arn:aws:lambda:us-east-1:111122223333:layer:l:1'] });
    expect((await read()).Layers).toHaveLength(1);
    await update({ Layers: [], DeadLetterConfig: { TargetArn: '' }, KMSKeyArn: '', Environment: {} });
    const after = await read();
    expect(after).not.toHaveProperty('Layers');
    expect(after).not.toHaveProperty('DeadLetterConfig');
    expect(after).not.toHaveProperty('KMSKeyArn');
    expect(after.Environment).toEqual({ Variables: {} });
  });

  it('empties a network configuration without removing it', async () => {
    await update({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } });
    await update({ VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } });
    expect((await read()).VpcConfig).toEqual({
      SubnetIds: [],
      SecurityGroupIds: [],
      VpcId: '',
      Ipv6AllowedForDualStack: false,
    });
  });

  it('merges log settings: a new group keeps the format and its levels', async () => {
    await update({ LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' } });
    expect((await read()).LoggingConfig).toEqual({
      LogFormat: 'JSON',
      LogGroup: '/aws/lambda/f',
      ApplicationLogLevel: 'WARN',
      SystemLogLevel: 'INFO',
    });
    await update({ LoggingConfig: { LogGroup: 'cool_lambda' } });
    expect((await read()).LoggingConfig).toMatchObject({
      LogFormat: 'JSON',
      LogGroup: 'cool_lambda',
      ApplicationLogLevel: 'WARN',
    });
    await update({ LoggingConfig: { LogFormat: 'Text' } });
    expect((await read()).LoggingConfig).toEqual({ LogFormat: 'Text', LogGroup: 'cool_lambda' });
  });

  it('gives the runtime its version', async () => {
    const before = (await read()).RuntimeVersionConfig;
    await update({ Runtime: 'python3.14' });
    const after = await read();
    expect(after.Runtime).toBe('python3.14');
    expect(after.RuntimeVersionConfig).not.toEqual(before);
  });

  it('retires what runs with the old settings, and serves the new', async () => {
    const retired = test.invoker.retired.length;
    await update({ Timeout: 77 });
    expect(test.invoker.retired.slice(retired)).toEqual(['us-east-1/f']);
    await test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(test.invoker.invoked.at(-1)?.version.configuration.Timeout).toBe(77);
  });

  it('guards by revision, before it looks at the settings', async () => {
    const { RevisionId } = await read();
    expect(await refusal(update({ RevisionId: 'wrong', Runtime: 'cobol' as 'nodejs24.x' }))).toMatchObject({
      name: 'PreconditionFailedException',
      status: 412,
    });
    await expect(update({ RevisionId, Timeout: 9 })).resolves.toMatchObject({ Timeout: 9 });
  });

  it('refuses what CreateFunction refuses, and changes nothing', async () => {
    const before = await read();
    const variables = { Variables: { AWS_REGION: 'x' } };
    expect((await refusal(update({ Environment: variables }))).message).toMatch(/reserved keys/);
    expect((await refusal(update({ Runtime: 'cobol' as 'nodejs24.x' }))).message).toMatch(/^Value cobol at 'runtime'/);
    expect((await refusal(update({ Timeout: 901 }))).name).toBe('ValidationException');
    expect((await refusal(update({ FunctionName: 'nope', Timeout: 1 }))).message).toBe(
      `Function not found: ${arnOf('nope')}`,
    );
    expect(await read()).toEqual(before);
  });
});
