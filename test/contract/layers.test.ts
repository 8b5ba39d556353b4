/** Layers: publishing, numbering, filters, permissions, and what functions may have of them. */

import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
  AddLayerVersionPermissionCommand,
  type AddLayerVersionPermissionCommandInput,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  type PublishLayerVersionCommandInput,
  PublishVersionCommand,
  RemoveLayerVersionPermissionCommand,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFunction, functionInput, refusal, TestService, testAccountId } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

const ZipFile = zipOf({ 'nodejs/node_modules/shared/index.js': 'module.exports = 1' });
const arn = (name: string, version?: number, { region = 'us-east-1', account = testAccountId } = {}) =>
  `arn:aws:lambda:${region}:${account}:layer:${name}${version === undefined ? '' : `:${version}`}`;
const publish = (LayerName: string, changes: Partial<PublishLayerVersionCommandInput> = {}) =>
  test.lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile }, ...changes }));
const get = (LayerName: string, VersionNumber: number) =>
  test.lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber }));
const getByArn = (Arn: string) => test.lambda.send(new GetLayerVersionByArnCommand({ Arn }));
const remove = (LayerName: string, VersionNumber: number) =>
  test.lambda.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber }));
const versionsOf = async (LayerName: string) => {
  const { LayerVersions = [] } = await test.lambda.send(new ListLayerVersionsCommand({ LayerName }));
  return LayerVersions.map(({ Version }) => Version);
};
const doesNotExist = {
  name: 'ResourceNotFoundException',
  status: 404,
  message: 'The resource you requested does not exist.',
};

describe('PublishLayerVersion', () => {
  it('answers what was published, with a link to it', async () => {
    const published = await publish('full', {
      Description: 'shared things',
      CompatibleRuntimes: ['nodejs24.x', 'python3.14'],
      CompatibleArchitectures: ['arm64'],
      LicenseInfo: 'MIT',
    });
    expect(published).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      LayerArn: arn('full'),
      LayerVersionArn: arn('full', 1),
      Version: 1,
      Description: 'shared things',
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      CompatibleRuntimes: ['nodejs24.x', 'python3.14'],
      CompatibleArchitectures: ['arm64'],
      LicenseInfo: 'MIT',
      Content: { CodeSha256: createHash('sha256').update(ZipFile).digest('base64'), CodeSize: ZipFile.byteLength },
    });
    const downloaded = await fetch(published.Content?.Location ?? '');
    expect(Buffer.from(await downloaded.arrayBuffer())).toEqual(ZipFile);
    const { $metadata, Content, ...rest } = await get('full', 1);
    expect(published).toMatchObject(rest);
    expect(Content).toMatchObject({ CodeSize: ZipFile.byteLength });
    expect(await getByArn(arn('full', 1))).toMatchObject(rest);
  });

  it('leaves out what the publisher left out', async () => {
    const published = await publish('bare');
    expect(published.Description).toBe('');
    for (const key of ['CompatibleRuntimes', 'CompatibleArchitectures', 'LicenseInfo']) {
      expect(published).not.toHaveProperty(key);
    }
  });

  it('never uses a number twice, also after all versions are gone and after a restart', async () => {
    let service = await TestService.start();
    const send = () =>
      service.lambda.send(new PublishLayerVersionCommand({ LayerName: 'numbers', Content: { ZipFile } }));
    try {
      expect([(await send()).Version, (await send()).Version]).toEqual([1, 2]);
      for (const VersionNumber of [1, 2]) {
        await service.lambda.send(new DeleteLayerVersionCommand({ LayerName: 'numbers', VersionNumber }));
      }
      service = await service.restart();
      expect((await send()).Version).toBe(3);
    } finally {
      await service.dispose();
    }
  });

  it('takes the ARN of its own layer, retired runtimes, and refuses others', async () => {
    expect((await publish(arn('by-arn'), { CompatibleRuntimes: ['go1.x', 'nodejs12.x'] })).Version).toBe(1);
    expect(await refusal(publish('x', { CompatibleRuntimes: ['nodejs24.x', 'nope' as Runtime] }))).toMatchObject({
      name: 'ValidationException',
      status: 400,
      message: expect.stringContaining(
        "1 validation error detected: Value '[nodejs24.x, nope]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: [nodejs20.x, ",
      ),
    });
    expect(await refusal(publish('x', { CompatibleArchitectures: ['mips' as 'arm64'] }))).toMatchObject({
      message:
        "1 validation error detected: Value '[mips]' at 'compatibleArchitectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    });
    expect(await refusal(publish('x', { Content: {} }))).toMatchObject({ name: 'InvalidParameterValueException' });
    expect(await refusal(publish('x', { Content: { ZipFile: Buffer.from('no zip') } }))).toMatchObject({
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
    });
    expect(await versionsOf('x')).toEqual([]);
  });

  it('takes 50 MB at most', async () => {
    const tooLarge = Buffer.alloc(52_428_801);
    expect(await refusal(publish('x', { Content: { ZipFile: tooLarge } }))).toMatchObject({
      status: 413,
      message: 'Zipped size must be smaller than 52428800 bytes',
    });
  });
});

describe('reading layers', () => {
  it('says what is not there', async () => {
    await publish('one');
    expect(await refusal(get('one', 2))).toMatchObject(doesNotExist);
    expect(await refusal(get('none', 1))).toMatchObject(doesNotExist);
    expect(await refusal(getByArn(arn('one', 2)))).toMatchObject(doesNotExist);
    const belowOne = { name: 'InvalidParameterValueException', message: 'Layer Version Cannot be less than 1' };
    expect(await refusal(get('one', 0))).toMatchObject(belowOne);
    expect(await refusal(get('one', -1))).toMatchObject(belowOne);
    expect(await refusal(remove('one', 0))).toMatchObject(belowOne);
    expect(await refusal(getByArn(arn('one')))).toMatchObject({ name: 'ValidationException' });
    expect((await remove('none', 1)).$metadata.httpStatusCode).toBe(204);
    expect(await versionsOf('none')).toEqual([]);
  });

  it('lists newest first, by what fits, page by page', async () => {
    const service = await TestService.start();
    const send = (LayerName: string, changes: Partial<PublishLayerVersionCommandInput> = {}) =>
      service.lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile }, ...changes }));
    try {
      for (const name of ['b', 'a', 'c']) await send(name);
      await send('b', { CompatibleRuntimes: ['python3.14'], CompatibleArchitectures: ['arm64'] });
      await send('b');
      const list = async (input: object) => {
        const { Layers = [], NextMarker } = await service.lambda.send(new ListLayersCommand(input));
        return {
          layers: Layers.map(({ LayerName, LatestMatchingVersion }) => [LayerName, LatestMatchingVersion?.Version]),
          NextMarker,
        };
      };
      expect((await list({})).layers).toEqual([
        ['a', 1],
        ['b', 3],
        ['c', 1],
      ]);
      expect((await list({ CompatibleRuntime: 'python3.14' })).layers).toEqual([['b', 2]]);
      expect((await list({ CompatibleArchitecture: 'arm64' })).layers).toEqual([['b', 2]]);
      expect((await list({ CompatibleArchitecture: 'x86_64' })).layers).toEqual([]);
      const first = await list({ MaxItems: 2 });
      expect(first.layers.map(([name]) => name)).toEqual(['a', 'b']);
      const second = await list({ MaxItems: 2, Marker: first.NextMarker });
      expect(second).toEqual({ layers: [['c', 1]], NextMarker: undefined });

      const versions = async (input: object) => {
        const { LayerVersions = [], NextMarker } = await service.lambda.send(
          new ListLayerVersionsCommand({ LayerName: 'b', ...input }),
        );
        return { versions: LayerVersions.map(({ Version }) => Version), NextMarker };
      };
      const newest = await versions({ MaxItems: 2 });
      expect(newest.versions).toEqual([3, 2]);
      // Stable while the list changes: what was published meanwhile is not part of the next page.
      await send('b');
      expect(await versions({ MaxItems: 2, Marker: newest.NextMarker })).toEqual({
        versions: [1],
        NextMarker: undefined,
      });
      expect((await versions({ CompatibleRuntime: 'python3.14' })).versions).toEqual([2]);
      expect(await refusal(list({ MaxItems: 51 }))).toMatchObject({ name: 'ValidationException' });
      expect(await refusal(list({ Marker: 'zzz' }))).toMatchObject({ message: 'Invalid Marker' });
      expect(await refusal(list({ CompatibleRuntime: 'nope' }))).toMatchObject({ name: 'ValidationException' });
    } finally {
      await service.dispose();
    }
  });

  it('refuses layers of other accounts in the words of AWS', async () => {
    const foreign = arn('insights', 38, { account: '580247275435' });
    expect(await refusal(getByArn(foreign))).toEqual({
      name: 'AccessDeniedException',
      status: 403,
      message: `User: arn:aws:iam::${testAccountId}:root is not authorized to perform: lambda:GetLayerVersion on resource: ${foreign} because no resource-based policy allows the lambda:GetLayerVersion action`,
    });
    expect(await refusal(createTestFunction(test, 'with-foreign', { Layers: [foreign] }))).toMatchObject({
      status: 403,
    });
    const elsewhere = test.newLambda({ region: 'eu-west-1' });
    await publish('regional');
    expect((await elsewhere.send(new ListLayersCommand({}))).Layers).toEqual([]);
  });
});

describe('permissions of a version', () => {
  const add = (changes: Partial<AddLayerVersionPermissionCommandInput> = {}) =>
    test.lambda.send(
      new AddLayerVersionPermissionCommand({
        LayerName: 'shared',
        VersionNumber: 1,
        StatementId: 's1',
        Action: 'lambda:GetLayerVersion',
        Principal: '*',
        ...changes,
      }),
    );
  const policy = (VersionNumber = 1, LayerName = 'shared') =>
    test.lambda.send(new GetLayerVersionPolicyCommand({ LayerName, VersionNumber }));
  const removeStatement = (StatementId: string, RevisionId?: string) =>
    test.lambda.send(
      new RemoveLayerVersionPermissionCommand({ LayerName: 'shared', VersionNumber: 1, StatementId, RevisionId }),
    );

  it('are added, shown and taken away', async () => {
    await publish('shared');
    const none = { status: 404, message: 'No policy is associated with the given resource.' };
    expect(await refusal(policy())).toMatchObject(none);
    const added = await add();
    expect(added.$metadata.httpStatusCode).toBe(201);
    const statement = {
      Sid: 's1',
      Effect: 'Allow',
      Principal: '*',
      Action: 'lambda:GetLayerVersion',
      Resource: arn('shared', 1),
    };
    expect(JSON.parse(added.Statement ?? '')).toEqual(statement);
    const read = await policy();
    expect(read.RevisionId).toBe(added.RevisionId);
    expect(JSON.parse(read.Policy ?? '')).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });

    expect(await refusal(add())).toMatchObject({
      name: 'ResourceConflictException',
      status: 409,
      message:
        'The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing statement.',
    });
    const wrongRevision = {
      name: 'PreconditionFailedException',
      status: 412,
      message:
        'The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id',
    };
    expect(await refusal(add({ StatementId: 's2', RevisionId: 'wrong' }))).toMatchObject(wrongRevision);
    expect(await refusal(removeStatement('s1', 'wrong'))).toMatchObject(wrongRevision);
    expect(await refusal(removeStatement('s9'))).toMatchObject({
      status: 404,
      message: 'Statement s9 is not found in resource policy.',
    });
    const organisation = await add({ StatementId: 's2', OrganizationId: 'o-1234567890', Principal: '*' });
    expect(JSON.parse(organisation.Statement ?? '')).toMatchObject({
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
    });
    const account = await add({ StatementId: 's3', Principal: '222233334444', RevisionId: organisation.RevisionId });
    expect(JSON.parse(account.Statement ?? '')).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::222233334444:root' },
    });
    for (const id of ['s1', 's2', 's3']) {
      expect((await removeStatement(id)).$metadata.httpStatusCode).toBe(204);
    }
    expect(await refusal(policy())).toMatchObject(none);
    expect(await refusal(removeStatement('s1'))).toMatchObject(none);
  });

  it('need a version, the one action and a principal', async () => {
    const missing = (name: string, version: number) => ({
      name: 'ResourceNotFoundException',
      status: 404,
      message: `Layer version ${arn(name, version)} does not exist.`,
    });
    await publish('shared');
    expect(await refusal(add({ LayerName: 'no-such' }))).toMatchObject(missing('no-such', 1));
    expect(await refusal(add({ VersionNumber: 99 }))).toMatchObject(missing('shared', 99));
    expect(await refusal(policy(99))).toMatchObject(missing('shared', 99));
    expect(await refusal(add({ Action: '*' }))).toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '*' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: lambda:GetLayerVersion",
    });
    expect(await refusal(add({ Principal: 'somebody' }))).toMatchObject({ name: 'ValidationException' });
  });

  it('have 20 KB', async () => {
    await publish('crowded');
    const addTo = (StatementId: string) => add({ LayerName: 'crowded', StatementId });
    const refused = await (async () => {
      for (let index = 0; ; index += 1) {
        const error = await addTo(`${'s'.repeat(90)}${index}`).then(
          () => undefined,
          (reason: Error) => reason,
        );
        if (error !== undefined) return error;
      }
    })();
    expect(refused.name).toBe('PolicyLengthExceededException');
  });
});

describe('a function with layers', () => {
  const update = (FunctionName: string, Layers: string[]) =>
    test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers }));
  const layersOf = async (FunctionName: string) =>
    (await test.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Layers;

  it('shows them, keeps a deleted one, and is published with them', async () => {
    await publish('kept');
    const shown = [{ Arn: arn('kept', 1), CodeSize: ZipFile.byteLength }];
    expect((await createTestFunction(test, 'layered', { Layers: [arn('kept', 1)] })).Layers).toEqual(shown);
    await remove('kept', 1);
    expect(await layersOf('layered')).toEqual(shown);
    const { Version } = await test.lambda.send(new PublishVersionCommand({ FunctionName: 'layered' }));
    expect(await layersOf(`layered:${Version}`)).toEqual(shown);
    expect(await refusal(update('layered', [arn('kept', 1)]))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      message: `Layer version ${arn('kept', 1)} does not exist.`,
      type: 'User',
    });
    expect((await update('layered', [])).Layers).toBeUndefined();
  });

  it('refuses what cannot be together', async () => {
    for (const name of ['l1', 'l2', 'l3', 'l4', 'l5', 'l6', 'l1']) await publish(name);
    await createTestFunction(test, 'choosy');
    const all = ['l1', 'l2', 'l3', 'l4', 'l5', 'l6'].map((name) => arn(name, 1));
    expect((await update('choosy', all.slice(0, 5))).Layers).toHaveLength(5);
    expect(await refusal(update('choosy', all))).toMatchObject({ message: 'Cannot reference more than 5 layers.' });
    expect(await refusal(update('choosy', [arn('l1', 1), arn('l1', 2)]))).toMatchObject({
      message: `Two different versions of the same layer are not allowed to be referenced in the same function. ${arn('l1', 1)} and ${arn('l1', 2)} are versions of the same layer.`,
    });
    expect(await refusal(update('choosy', [arn('l1', 1, { region: 'eu-west-1' })]))).toMatchObject({
      message: 'Layers are not in the same region as the function. Layers are expected to be in region us-east-1.',
    });
    expect(await refusal(update('choosy', [arn('l1', 9)]))).toMatchObject({
      message: `Layer version ${arn('l1', 9)} does not exist.`,
    });
    expect(await refusal(update('choosy', [arn('l1')]))).toMatchObject({ name: 'ValidationException' });
    expect(await layersOf('choosy')).toHaveLength(5);
  });

  it('keeps the package of a deleted layer; without the function it is collected', async () => {
    let service = await TestService.start();
    const packages = () => readdirSync(path.join(service.dataFolder, 'packages')).length;
    // A service sweeps when it starts, and ends no earlier than its sweep.
    const sweep = async () => {
      service = await service.restart();
      service = await service.restart();
    };
    try {
      const used = await service.lambda.send(
        new PublishLayerVersionCommand({ LayerName: 'used', Content: { ZipFile } }),
      );
      await createTestFunction(service, 'user', { Layers: [used.LayerVersionArn ?? ''] });
      const { AccountUsage } = await service.lambda.send(new GetAccountSettingsCommand({}));
      const { CodeSize = 0 } = await service.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'user' }));
      expect(AccountUsage?.TotalCodeSize).toBe(CodeSize + ZipFile.byteLength);
      await sweep();
      expect(packages()).toBe(2);
      await service.lambda.send(new DeleteLayerVersionCommand({ LayerName: 'used', VersionNumber: 1 }));
      await sweep();
      expect(packages()).toBe(2);
      await service.lambda.send(new DeleteFunctionCommand({ FunctionName: 'user' }));
      await sweep();
      expect(packages()).toBe(0);
    } finally {
      await service.dispose();
    }
  });

  it('unpacks to 250 MB together with them', async () => {
    const half = zipOf({ blob: Buffer.alloc(131_072_000) });
    for (const name of ['half-a', 'half-b']) await publish(name, { Content: { ZipFile: half } });
    expect(
      await refusal(createTestFunction(test, 'heavy', { Layers: [arn('half-a', 1), arn('half-b', 1)] })),
    ).toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(
        /^Function code combined with layers exceeds the maximum allowed size of 262144000 bytes\. The actual size is 2621\d+ bytes\.$/,
      ),
    });
    await publish('more', { Content: { ZipFile: zipOf({ blob: randomBytes(10) }) } });
    const three = ['half-a', 'half-b', 'more'].map((name) => arn(name, 1));
    expect(await refusal(createTestFunction(test, 'heavy', { Layers: three }))).toMatchObject({
      message: 'Layers consume more than the available size of 262144000 bytes',
    });
    const created = await test.lambda.send(
      new CreateFunctionCommand(functionInput('heavy', { Layers: [arn('half-a', 1)] })),
    );
    expect(created.Layers).toHaveLength(1);
  });
});
