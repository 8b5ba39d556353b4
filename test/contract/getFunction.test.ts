import { createHash } from 'node:crypto';
import { GetFunctionCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { send } from '../support/rawRequest.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
const zip = zipOf({ 'index.mjs': 'export const handler = async () => 1;' });

beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Code: { ZipFile: zip } });
  await createTestFunction(test, 'tagged', { Tags: { a: '1' } });
});
afterAll(() => test.dispose());

const get = (FunctionName: string, Qualifier?: string) =>
  test.lambda.send(new GetFunctionCommand({ FunctionName, Qualifier }));
const notFound = (arn: string) => ({
  name: 'ResourceNotFoundException',
  status: 404,
  type: 'User',
  message: `Function not found: ${arn}`,
});

describe('GetFunction', () => {
  it('tells configuration, code and tags', async () => {
    const { Configuration, Code, Tags, Concurrency } = await get('f');
    expect(Configuration).toMatchObject({
      FunctionName: 'f',
      FunctionArn: arnOf('f'),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      CodeSize: zip.byteLength,
      CodeSha256: createHash('sha256').update(zip).digest('base64'),
    });
    expect(Code?.RepositoryType).toBe('S3');
    expect([Tags, Concurrency]).toEqual([undefined, undefined]);
    expect((await get('tagged')).Tags).toEqual({ a: '1' });
  });

  it('links to the very package that was uploaded, without a signature', async () => {
    const { Code } = await get('f');
    const response = await fetch(Code?.Location ?? '');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(zip);
  });

  it('gives links that open nothing else', async () => {
    const { Code } = await get('f');
    const link = new URL(Code?.Location ?? '');
    const refused = { status: 403, text: expect.stringContaining('The link is not valid, or no longer.') };
    const other = link.pathname.replace(/[0-9a-f]{64}/, 'a'.repeat(64));
    expect(await send(test.service.endpoint, { path: other + link.search })).toMatchObject(refused);
    expect(await send(test.service.endpoint, { path: link.pathname })).toMatchObject(refused);
    expect(await send(test.service.endpoint, { path: '/code/..%2f..%2fcredentials.json' })).toMatchObject(refused);
  });

  it('takes all forms of a name, and shows the qualifier in the ARN', async () => {
    for (const name of ['f', '111122223333:function:f', arnOf('f')]) {
      expect((await get(name)).Configuration?.FunctionArn, name).toBe(arnOf('f'));
      expect((await get(`${name}:$LATEST`)).Configuration?.FunctionArn).toBe(`${arnOf('f')}:$LATEST`);
    }
    expect((await get('f', '$LATEST')).Configuration?.FunctionArn).toBe(`${arnOf('f')}:$LATEST`);
    expect((await get('f:$LATEST', '$LATEST')).Configuration?.FunctionArn).toBe(`${arnOf('f')}:$LATEST`);
  });

  it('knows what it does not have', async () => {
    expect(await refusal(get('nope'))).toEqual(notFound(arnOf('nope')));
    expect(await refusal(get('f', '1221'))).toEqual(notFound(`${arnOf('f')}:1221`));
    expect(await refusal(get('f:live'))).toEqual(notFound(`${arnOf('f')}:live`));
  });

  it('refuses another Region, another account and a contradiction', async () => {
    expect(await refusal(get(arnOf('f', 'eu-west-1')))).toEqual({
      name: 'ResourceNotFoundException',
      status: 404,
      type: 'User',
      message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    });
    expect(await refusal(get('999999999999:function:f'))).toMatchObject({ name: 'AccessDeniedException', status: 403 });
    expect(await refusal(get('f:one', 'two'))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      type: 'User',
      message: 'The derived qualifier from the function name does not match the specified qualifier.',
    });
  });

  it('refuses a name that is none', async () => {
    expect(await refusal(get('a/b'))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value 'a/b' at 'functionName' failed to satisfy constraint"),
    });
  });
});

describe('GetFunctionConfiguration', () => {
  const read = (FunctionName: string, Qualifier?: string) =>
    test.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));

  it('is what GetFunction says of the configuration', async () => {
    const { $metadata, ...alone } = await read('f');
    expect(alone).toEqual((await get('f')).Configuration);
    expect((await read('f', '$LATEST')).FunctionArn).toBe(`${arnOf('f')}:$LATEST`);
  });

  it('knows what it does not have', async () => {
    expect(await refusal(read('nope'))).toEqual(notFound(arnOf('nope')));
    expect(await refusal(read('f', '1221'))).toEqual(notFound(`${arnOf('f')}:1221`));
  });
});
