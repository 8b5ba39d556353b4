/** Code signing: configurations, the functions that have them, and the refusal of unsigned code. */

import {
  CreateCodeSigningConfigCommand,
  type CreateCodeSigningConfigCommandInput,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  DeleteFunctionCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  ListFunctionsByCodeSigningConfigCommand,
  PutFunctionCodeSigningConfigCommand,
  paginateListCodeSigningConfigs,
  paginateListFunctionsByCodeSigningConfig,
  UpdateCodeSigningConfigCommand,
  type UpdateCodeSigningConfigCommandInput,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, functionInput, refusal, TestService } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
});
afterAll(() => test.dispose());

const publisher = 'arn:aws:signer:us-east-1:111122223333:/signing-profiles/test/abc';
const AllowedPublishers = { SigningProfileVersionArns: [publisher] };
const enforce = { CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' as const } };
const missing = 'arn:aws:lambda:us-east-1:111122223333:code-signing-config:csc-00000000000000000';

async function create(input: Partial<CreateCodeSigningConfigCommandInput> = {}): Promise<string> {
  const command = new CreateCodeSigningConfigCommand({ AllowedPublishers, ...input });
  const { CodeSigningConfig } = await test.lambda.send(command);
  return CodeSigningConfig?.CodeSigningConfigArn ?? '';
}
const get = async (CodeSigningConfigArn: string) =>
  (await test.lambda.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }))).CodeSigningConfig;
const update = async (
  CodeSigningConfigArn: string,
  input: Omit<UpdateCodeSigningConfigCommandInput, 'CodeSigningConfigArn'>,
) => (await test.lambda.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn, ...input }))).CodeSigningConfig;
const remove = (CodeSigningConfigArn: string) =>
  test.lambda.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }));
const put = (FunctionName: string, CodeSigningConfigArn: string) =>
  test.lambda.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn }));
const getOf = (FunctionName: string) => test.lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
const removeOf = (FunctionName: string) =>
  test.lambda.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
const functionsOf = async (CodeSigningConfigArn: string) =>
  (await test.lambda.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn }))).FunctionArns;

const notFound = {
  name: 'ResourceNotFoundException',
  status: 404,
  message: `The Lambda code signing configuration ${missing} can not be found.`,
};
const noFunction = {
  name: 'ResourceNotFoundException',
  status: 404,
  type: 'User',
  message: `Function not found: ${arnOf('nope')}`,
};
const functionsOnly = { name: 'InvalidParameterValueException', status: 400 };
const unsigned = (name: string) => ({
  name: 'CodeVerificationFailedException',
  status: 400,
  type: 'User',
  message: `Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for ${name}.`,
});

describe('a code signing configuration', () => {
  it('reads back as it was created, and warns by default', async () => {
    const arn = await create({ Description: 'mine' });
    expect(await get(arn)).toEqual({
      CodeSigningConfigId: expect.stringMatching(/^csc-[a-z0-9]{17}$/),
      CodeSigningConfigArn: expect.stringMatching(
        /^arn:aws:lambda:us-east-1:111122223333:code-signing-config:csc-[a-z0-9]{17}$/,
      ),
      Description: 'mine',
      AllowedPublishers,
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
      LastModified: expect.stringMatching(/^\d{4}-.*\+0000$/),
    });
    expect(await update(arn, {})).toMatchObject({ Description: 'mine', AllowedPublishers });
    expect(await update(arn, { Description: '', ...enforce })).toMatchObject({ Description: '', ...enforce });
    expect(await get(arn)).toMatchObject({ Description: '', AllowedPublishers, ...enforce });
    expect((await remove(arn)).$metadata.httpStatusCode).toBe(204);
    expect((await refusal(get(arn))).status).toBe(404);
  });

  it('is missed in AWS’s words', async () => {
    const calls = [get, (arn: string) => update(arn, {}), remove, functionsOf];
    for (const call of calls) {
      expect(await refusal(call(missing))).toEqual(notFound);
    }
  });

  it('needs one to twenty publishers', async () => {
    const arns = (count: number) => ({ SigningProfileVersionArns: Array.from({ length: count }, () => publisher) });
    await create({ AllowedPublishers: arns(20) });
    for (const count of [0, 21]) {
      expect(await refusal(create({ AllowedPublishers: arns(count) }))).toMatchObject({ name: 'ValidationException' });
    }
  });

  it('is listed, page by page', async () => {
    const other = await TestService.start();
    try {
      for (let index = 0; index < 5; index += 1) {
        await other.lambda.send(new CreateCodeSigningConfigCommand({ AllowedPublishers }));
      }
      const sizes: (number | undefined)[] = [];
      for await (const page of paginateListCodeSigningConfigs({ client: other.lambda, pageSize: 2 }, {})) {
        sizes.push(page.CodeSigningConfigs?.length);
      }
      expect(sizes).toEqual([2, 2, 1]);
    } finally {
      await other.dispose();
    }
  });
});

describe('the code signing configuration of a function', () => {
  it('is put, got, listed and deleted', async () => {
    const arn = await create();
    expect(await getOf('f')).not.toHaveProperty('CodeSigningConfigArn');
    expect(await functionsOf(arn)).toEqual([]);
    expect(await put(arnOf('f'), arn)).toMatchObject({ CodeSigningConfigArn: arn, FunctionName: 'f' });
    expect(await getOf('f')).toMatchObject({ CodeSigningConfigArn: arn, FunctionName: 'f' });
    expect(await functionsOf(arn)).toEqual([arnOf('f')]);
    expect(await refusal(remove(arn))).toMatchObject({ name: 'ResourceConflictException', status: 409 });
    expect((await removeOf('f')).$metadata.httpStatusCode).toBe(204);
    expect((await removeOf('f')).$metadata.httpStatusCode).toBe(204);
    expect(await functionsOf(arn)).toEqual([]);
    await remove(arn);
  });

  it('is refused for what is not there', async () => {
    const arn = await create();
    const noConfig = {
      name: 'CodeSigningConfigNotFoundException',
      status: 404,
      type: 'User',
      message: `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${missing}.`,
    };
    expect(await refusal(put('f', missing))).toEqual(noConfig);
    expect(await refusal(put('nope', missing))).toEqual(noConfig);
    expect(await refusal(put('nope', arn))).toEqual(noFunction);
    expect(await refusal(getOf('nope'))).toEqual(noFunction);
    expect(await refusal(removeOf('nope'))).toEqual(noFunction);
    expect(await refusal(put('f:1', arn))).toMatchObject(functionsOnly);
  });

  it('lists its functions page by page', async () => {
    const arn = await create();
    for (const name of ['s1', 's2', 's3']) {
      await createTestFunction(test, name, { CodeSigningConfigArn: arn });
    }
    const pages: (string[] | undefined)[] = [];
    const paginated = paginateListFunctionsByCodeSigningConfig(
      { client: test.lambda, pageSize: 2 },
      { CodeSigningConfigArn: arn },
    );
    for await (const { FunctionArns } of paginated) pages.push(FunctionArns);
    expect(pages).toEqual([[arnOf('s1'), arnOf('s2')], [arnOf('s3')]]);
    await test.lambda.send(new DeleteFunctionCommand({ FunctionName: 's1' }));
    expect(await functionsOf(arn)).toEqual([arnOf('s2'), arnOf('s3')]);
  });

  it('refuses unsigned code where it enforces, and takes it where it warns', async () => {
    const arn = await create(enforce);
    expect(await refusal(createTestFunction(test, 'signed', { CodeSigningConfigArn: arn }))).toEqual(
      unsigned('signed'),
    );
    const name = 'unsigned';
    await createTestFunction(test, name);
    await put(name, arn);
    const { ZipFile } = functionInput('other').Code ?? {};
    const deploy = () => test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
    expect(await refusal(deploy())).toEqual(unsigned(name));
    await update(arn, { CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' } });
    expect((await deploy()).LastUpdateStatus).toBe('InProgress');
    expect((await refusal(createTestFunction(test, 'x', { CodeSigningConfigArn: missing }))).name).toBe(
      'CodeSigningConfigNotFoundException',
    );
  });
});
