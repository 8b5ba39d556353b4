import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

/** Real time for signatures, with a lead that the test chooses: a transition ends when the test says so. */
function shiftedClock() {
  let leadMs = 0;
  return { clock: { ...systemClock, now: () => Date.now() + leadMs }, pass: (byMs: number) => (leadMs += byMs) };
}

const transitionMs = 60_000;
const running: TestService[] = [];

async function start() {
  const { clock, pass } = shiftedClock();
  const test = await TestService.start({ clock, transitionMs });
  running.push(test);
  const config = async () => {
    const { $metadata, ...configuration } = await test.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'f' }),
    );
    return configuration;
  };
  return { test, pass, config };
}

afterEach(async () => {
  for (const test of running.splice(0)) await test.dispose();
});

const busy = {
  name: 'ResourceConflictException',
  status: 409,
  type: 'User',
  message: `The operation cannot be performed at this time. An update is in progress for resource: ${arnOf('f')}`,
};

describe('states of a function', () => {
  it('go from Pending to Active, with a new revision', async () => {
    const { test, pass, config } = await start();
    const created = await createTestFunction(test, 'f');
    expect(await config()).toMatchObject({
      State: 'Pending',
      StateReasonCode: 'Creating',
      RevisionId: created.RevisionId,
    });
    pass(transitionMs);
    const active = await config();
    expect(active).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect(active).not.toHaveProperty('StateReason');
    expect(active.RevisionId).not.toBe(created.RevisionId);
    expect((await config()).RevisionId).toBe(active.RevisionId);
  });

  it('refuse invocations and updates while the function is Pending', async () => {
    const { test } = await start();
    await createTestFunction(test, 'f');
    const pending = {
      name: 'ResourceConflictException',
      status: 409,
      type: 'User',
      message:
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    };
    expect(await refusal(test.lambda.send(new InvokeCommand({ FunctionName: 'f' })))).toEqual(pending);
    expect(await refusal(test.lambda.send(new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event' })))).toEqual(
      pending,
    );
    const ZipFile = zipOf({ 'index.mjs': '' });
    expect(await refusal(test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile })))).toEqual(
      busy,
    );
    expect(
      await refusal(test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 5 }))),
    ).toEqual(busy);
  });

  it('keep the old code serving while an update is InProgress, and refuse a second update', async () => {
    const { test, pass, config } = await start();
    await createTestFunction(test, 'f');
    pass(transitionMs);
    const before = await config();
    const update = { FunctionName: 'f', ZipFile: zipOf({ 'index.mjs': 'new' }) };
    const updating = await test.lambda.send(new UpdateFunctionCodeCommand(update));
    expect(updating).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReason: 'The function is being created.',
      LastUpdateStatusReasonCode: 'Creating',
    });
    expect(await refusal(test.lambda.send(new UpdateFunctionCodeCommand(update)))).toEqual(busy);
    await test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(test.invoker.invoked.at(-1)?.version.configuration.CodeSha256).toBe(before.CodeSha256);
    pass(transitionMs);
    await test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(test.invoker.invoked.at(-1)?.version.configuration.CodeSha256).toBe(updating.CodeSha256);
    const after = await config();
    expect(after).toMatchObject({ LastUpdateStatus: 'Successful', CodeSha256: updating.CodeSha256 });
    expect(new Set([before.RevisionId, updating.RevisionId, after.RevisionId]).size).toBe(3);
  });

  it('end over a restart', async () => {
    const { test, pass } = await start();
    const created = await createTestFunction(test, 'f');
    const again = await test.restart();
    running.splice(0, 1, again);
    const read = () => again.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }));
    expect(await read()).toMatchObject({ State: 'Pending', RevisionId: created.RevisionId });
    pass(transitionMs);
    expect(await read()).toMatchObject({ State: 'Active' });
  });

  it('have passed by the next request unless a service is told to take its time', async () => {
    const test = await TestService.start();
    running.push(test);
    await createTestFunction(test, 'f');
    const limits = { client: test.lambda, maxWaitTime: 10 };
    await expect(waitUntilFunctionActiveV2(limits, { FunctionName: 'f' })).resolves.toMatchObject({ state: 'SUCCESS' });
    await test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 5 }));
    await expect(waitUntilFunctionUpdatedV2(limits, { FunctionName: 'f' })).resolves.toMatchObject({
      state: 'SUCCESS',
    });
    await expect(test.lambda.send(new InvokeCommand({ FunctionName: 'f' }))).resolves.toMatchObject({
      StatusCode: 200,
    });
  });
});
