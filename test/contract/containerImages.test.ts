/** Functions made of a container image: what is described reads back, and nothing of it runs here. */

import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionCommand,
  GetRuntimeManagementConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  type UpdateFunctionCodeCommandInput,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFunction, refusal, TestService, testRole } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true });
});
afterAll(() => test.dispose());

const repository = '111122223333.dkr.ecr.us-east-1.amazonaws.com/app';
const ImageUri = `${repository}:latest`;
const create = (FunctionName: string, changes: Partial<CreateFunctionCommandInput> = {}) =>
  test.lambda.send(
    new CreateFunctionCommand({ FunctionName, Role: testRole, PackageType: 'Image', Code: { ImageUri }, ...changes }),
  );
const get = (FunctionName: string) => test.lambda.send(new GetFunctionCommand({ FunctionName }));
const updateCode = (changes: Partial<UpdateFunctionCodeCommandInput>) =>
  test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'image', ...changes }));
const updateConfiguration = (changes: Partial<UpdateFunctionConfigurationCommandInput>) =>
  test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'image', ...changes }));
const invalid = (message: string) => ({
  name: 'InvalidParameterValueException',
  status: 400,
  type: 'User',
  message,
});

describe('a container image', () => {
  it('is kept with its configuration, until that is taken away', async () => {
    const ImageConfig = { EntryPoint: ['sh'], Command: ['-c', 'echo test'], WorkingDirectory: '/app1' };
    const created = await create('image', { ImageConfig });
    expect(created).toMatchObject({
      PackageType: 'Image',
      CodeSize: 0,
      CodeSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      ImageConfigResponse: { ImageConfig },
      State: 'Pending',
    });
    for (const absent of ['Runtime', 'Handler', 'RuntimeVersionConfig', 'Layers']) {
      expect(created).not.toHaveProperty(absent);
    }
    expect((await get('image')).Code).toEqual({
      RepositoryType: 'ECR',
      ImageUri,
      ResolvedImageUri: `${repository}@sha256:${created.CodeSha256}`,
    });
    const changed = { Command: ['-c', 'echo test1'], WorkingDirectory: '/app1' };
    expect(await updateConfiguration({ ImageConfig: changed })).toMatchObject({
      ImageConfigResponse: { ImageConfig: changed },
    });
    await updateConfiguration({ ImageConfig: {} });
    expect((await get('image')).Configuration).not.toHaveProperty('ImageConfigResponse');
  });

  it('is replaced, rehearsed and published', async () => {
    await create('published');
    const FunctionName = 'published';
    const publish = async () => (await test.lambda.send(new PublishVersionCommand({ FunctionName }))).Version;
    expect(await publish()).toBe('1');
    expect(await publish()).toBe('1');
    const digest = 'ab'.repeat(32);
    const next = `${repository}@sha256:${digest}`;
    const rehearsed = await updateCode({ FunctionName, ImageUri: next, DryRun: true });
    expect(rehearsed.CodeSha256).toBe(digest);
    expect((await get(FunctionName)).Code?.ImageUri).toBe(ImageUri);
    const updated = await updateCode({ FunctionName, ImageUri: next, Publish: true });
    expect(updated).toMatchObject({ Version: '2', CodeSha256: digest });
    expect((await get(`${FunctionName}:1`)).Code?.ImageUri).toBe(ImageUri);
    expect((await get(`${FunctionName}:2`)).Code?.ResolvedImageUri).toBe(next);
  });

  it('excludes what belongs to packages, and the other way round', async () => {
    const ZipFile = zipOf({ 'index.js': '' });
    const refusedCreations: readonly [Partial<CreateFunctionCommandInput>, string][] = [
      [{ Code: {} }, 'Please provide ImageUri when updating a function with packageType Image.'],
      [
        { Code: { ImageUri, ZipFile } },
        "Please don't provide ZipFile, S3Bucket or S3Key for a function with packageType Image.",
      ],
      [
        { Runtime: 'nodejs24.x' },
        "Please don't provide Runtime, Handler or Layers for a function with packageType Image.",
      ],
      [
        { PackageType: 'Zip', Runtime: 'nodejs24.x', Handler: 'index.handler' },
        "Please don't provide ImageUri when creating a function with packageType Zip.",
      ],
    ];
    for (const [changes, message] of refusedCreations) {
      expect(await refusal(create('refused', changes))).toEqual(invalid(message));
    }
    await create('mixed');
    expect(await refusal(updateCode({ FunctionName: 'mixed', ZipFile }))).toMatchObject({
      message: 'Please provide ImageUri when updating a function with packageType Image.',
    });
    expect(await refusal(updateConfiguration({ FunctionName: 'mixed', Handler: 'index.handler' }))).toMatchObject({
      name: 'InvalidParameterValueException',
    });
    expect(await updateConfiguration({ FunctionName: 'mixed', Layers: [] })).not.toHaveProperty('Layers');
    await createTestFunction(test, 'zip');
    expect(await updateConfiguration({ FunctionName: 'zip', ImageConfig: {} })).not.toHaveProperty(
      'ImageConfigResponse',
    );
    expect(await refusal(updateCode({ FunctionName: 'zip', ImageUri }))).toEqual(
      invalid("Please don't provide ImageUri when updating a function with packageType Zip."),
    );
    expect(await refusal(updateConfiguration({ FunctionName: 'zip', ImageConfig: { Command: ['x'] } }))).toMatchObject({
      name: 'InvalidParameterValueException',
    });
    expect(
      await refusal(test.lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName: 'mixed' }))),
    ).toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('cannot be invoked here, and the error says why', async () => {
    await create('invoked');
    expect(await refusal(test.lambda.send(new InvokeCommand({ FunctionName: 'invoked' })))).toMatchObject({
      name: 'InvalidRuntimeException',
      status: 502,
      message: expect.stringMatching(/container image.*cannot be run locally/),
    });
  });

  it('is there after a restart', async () => {
    let service = await TestService.start();
    try {
      await service.lambda.send(
        new CreateFunctionCommand({
          FunctionName: 'kept',
          Role: testRole,
          PackageType: 'Image',
          Code: { ImageUri: 'registry.example:5000/app' },
        }),
      );
      service = await service.restart();
      const { Code } = await service.lambda.send(new GetFunctionCommand({ FunctionName: 'kept' }));
      expect(Code?.ImageUri).toBe('registry.example:5000/app');
      expect(Code?.ResolvedImageUri).toMatch(/^registry\.example:5000\/app@sha256:[0-9a-f]{64}$/);
    } finally {
      await service.dispose();
    }
  });
});
