/** A cold start on request, through the product's own clients. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientConnection } from '../../src/client/connection.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { createTestFunction, TestService, testAccountId, testRegion } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
let connection: ClientConnection;

beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  const { endpoint, credentials } = test.service;
  connection = connectLocal({ endpoint, region: testRegion, accountId: testAccountId, ...credentials });
  const ZipFile = zipOf({
    'index.mjs':
      "let calls = 0; export const handler = async () => process.env.AWS_LAMBDA_LOG_STREAM_NAME + ' ' + ++calls;",
  });
  await createTestFunction(test, 'f', { Code: { ZipFile } });
});
afterAll(async () => {
  connection.dispose();
  await test.dispose();
});

async function invoke(freshEnvironment?: boolean) {
  const options = freshEnvironment === undefined ? {} : { freshEnvironment };
  const output = await connection.lambda.invoke({ FunctionName: 'f', LogType: 'Tail' }, options);
  const [environment, calls] = (JSON.parse(Buffer.from(output.Payload ?? []).toString()) as string).split(' ');
  const isCold = Buffer.from(output.LogResult ?? '', 'base64')
    .toString()
    .includes('Init Duration: ');
  return { environment, calls, isCold };
}

describe('an invocation that asks for a fresh environment', () => {
  it('starts cold, and stays as the warm one', async () => {
    const first = await invoke();
    expect(await invoke()).toEqual({ environment: first.environment, calls: '2', isCold: false });
    const fresh = await invoke(true);
    expect(fresh).toMatchObject({ calls: '1', isCold: true });
    expect(fresh.environment).not.toBe(first.environment);
    expect(await invoke(false)).toEqual({ environment: fresh.environment, calls: '2', isCold: false });
  });

  it('streams as well', async () => {
    const { environment } = await invoke();
    const input = { FunctionName: 'f' };
    const { EventStream } = await connection.lambda.invokeWithResponseStream(input, { freshEnvironment: true });
    let payload = '';
    for await (const { PayloadChunk } of EventStream ?? []) payload += Buffer.from(PayloadChunk?.Payload ?? []);
    expect(payload).not.toContain(environment);
    expect(payload).toMatch(/ 1"$/);
  });

  it('cannot be asynchronous', async () => {
    const call = connection.lambda.invoke({ FunctionName: 'f', InvocationType: 'Event' }, { freshEnvironment: true });
    await expect(call).rejects.toMatchObject({ code: 'InvalidParameterValueException', httpStatus: 400 });
  });
});
