/** Tenant isolation: an environment serves one tenant, and the function is told which. */

import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunctionCommand, InvokeCommand, InvokeWithResponseStreamCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { createTestFunction, functionInput, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

const source = `let calls = 0;
  export const handler = async (event, { tenantId }) => {
    console.log('heard');
    return { tenantId, calls: ++calls, stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME };
  };`;
const python = `def handler(event, context):
    return {"tenantId": context.tenant_id}
`;

let test: TestService;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  const TenancyConfig = { TenantIsolationMode: 'PER_TENANT' } as const;
  const LoggingConfig = { LogFormat: 'JSON' } as const;
  const Code = { ZipFile: zipOf({ 'index.mjs': source }) };
  await createTestFunction(test, 'isolated', { Code, TenancyConfig, LoggingConfig });
  await createTestFunction(test, 'shared', { Code });
  const input = functionInput('python', { Code: { ZipFile: zipOf({ 'index.py': python }) }, TenancyConfig });
  await test.lambda.send(new CreateFunctionCommand({ ...input, Runtime: 'python3.13' }));
});
afterAll(() => test.dispose());

const call = (FunctionName: string, TenantId?: string) =>
  test.lambda.send(new InvokeCommand({ FunctionName, TenantId }));
async function invoke(name: string, tenant?: string) {
  const { Payload } = await call(name, tenant);
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as { tenantId?: string; calls: number; stream: string };
}

describe('a function with tenant isolation', () => {
  it('has environments for each tenant, which know theirs', async () => {
    const blue = await invoke('isolated', 'blue');
    expect(blue).toMatchObject({ tenantId: 'blue', calls: 1 });
    const green = await invoke('isolated', 'green');
    expect(green).toMatchObject({ tenantId: 'green', calls: 1 });
    expect(green.stream).not.toBe(blue.stream);
    expect(await invoke('isolated', 'blue')).toEqual({ ...blue, calls: 2 });
    expect(await invoke('python', 'blue')).toMatchObject({ tenantId: 'blue' });
  });

  it('names the tenant in its JSON log', async () => {
    const { stream } = await invoke('isolated', 'logged');
    await test.lambda.send(new InvokeCommand({ FunctionName: 'isolated', TenantId: 'logged', LogType: 'Tail' }));
    const { events = [] } = await test.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/aws/lambda/isolated', logStreamNames: [stream] }),
    );
    const lines = events.map(({ message }) => JSON.parse(message ?? '') as Record<string, unknown>);
    expect(lines.filter(({ message }) => message === 'heard')).toMatchObject([
      { tenantId: 'logged' },
      { tenantId: 'logged' },
    ]);
    for (const type of ['platform.start', 'platform.report']) {
      expect(lines.find((line) => line['type'] === type)).toMatchObject({ record: { tenantId: 'logged' } });
    }
  });

  it('is not invoked without a tenant, in either way', async () => {
    const refused = {
      name: 'InvalidParameterValueException',
      status: 400,
      type: 'User',
      message:
        'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
    };
    expect(await refusal(call('isolated'))).toEqual(refused);
    const streamed = test.lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'isolated' }));
    expect(await refusal(streamed)).toEqual(refused);
  });

  it('runs asynchronous invocations for their tenant', async () => {
    const input = { FunctionName: 'isolated', TenantId: 'later', InvocationType: 'Event' } as const;
    await test.lambda.send(new InvokeCommand(input));
    const filter = { logGroupName: '/aws/lambda/isolated', filterPattern: '"platform.report" later' };
    // Nobody waits for the answer: the log tells that it ran.
    let events: readonly unknown[] | undefined;
    do ({ events } = await test.logs.send(new FilterLogEventsCommand(filter)));
    while (events?.length === 0);
    expect(events).toHaveLength(1);
  });
});

describe('a function without tenant isolation', () => {
  it('takes no tenant', async () => {
    expect(await refusal(call('shared', 'blue'))).toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(/^The invoked function is not enabled with tenancy configuration\./),
    });
    expect(await invoke('shared')).not.toHaveProperty('tenantId');
  });
});
