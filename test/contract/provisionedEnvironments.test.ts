/** Provisioned concurrency with real processes: what is started ahead, what it is like, and when it ends. */

import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { createTestFunction, TestService } from '../support/localService.ts';
import { allGone } from '../support/processes.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const source = `
import { appendFileSync, existsSync } from 'node:fs';
if (process.env.FAIL_INIT) throw new Error('cannot start');
export const handler = async ({ end, journal, go }) => {
  if (end) process.exit(1);
  if (journal) appendFileSync(journal, '.');
  while (go && !existsSync(go)) await new Promise((resolve) => setTimeout(resolve, 5));
  const { AWS_LAMBDA_INITIALIZATION_TYPE: type, AWS_LAMBDA_FUNCTION_VERSION: version } = process.env;
  return { type, version, pid: process.pid };
};`;

/** Absent members: the invocation failed. */
interface Answer {
  readonly type?: string;
  readonly version?: string;
  readonly pid?: number;
}

const folders = new TemporaryFolders();
let test: TestService;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
});
afterAll(async () => {
  await test.dispose();
  folders.remove();
});

/** A function with the version 1, which the alias `live` stands for. */
async function create(FunctionName: string, changes: object = {}): Promise<void> {
  const Code = { ZipFile: zipOf({ 'index.mjs': source }) };
  await createTestFunction(test, FunctionName, { Code, Publish: true, Timeout: 60, ...changes });
  await test.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
}

function put(FunctionName: string, ProvisionedConcurrentExecutions: number, Qualifier = 'live') {
  return test.lambda.send(
    new PutProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier, ProvisionedConcurrentExecutions }),
  );
}

/** The answer of GetProvisionedConcurrencyConfig once `isMeant` holds for it. */
async function stateWhen(FunctionName: string, isMeant: (state: ProvisionedAnswer) => boolean, Qualifier = 'live') {
  for (;;) {
    const state = await test.lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
    const shown = {
      status: state.Status,
      reason: state.StatusReason,
      allocated: state.AllocatedProvisionedConcurrentExecutions,
      available: state.AvailableProvisionedConcurrentExecutions,
    };
    if (isMeant(shown)) return shown;
  }
}

interface ProvisionedAnswer {
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly allocated: number | undefined;
  readonly available: number | undefined;
}

const isReady = ({ status }: ProvisionedAnswer) => status === 'READY';
const isSettled = ({ status }: ProvisionedAnswer) => status !== 'IN_PROGRESS';

async function invoke(FunctionName: string, event: object = {}, Qualifier = 'live') {
  const answer = await test.lambda.send(
    new InvokeCommand({ FunctionName, Qualifier, LogType: 'Tail', Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
  return { ...(JSON.parse(answer.Payload?.transformToString() ?? '') as Answer), log };
}

/** So many invocations, all of which run before the first one ends. */
async function atOnce(count: number, name: string) {
  const folder = folders.create();
  const [journal, go] = [path.join(folder, 'journal'), path.join(folder, 'go')];
  const running = Array.from({ length: count }, () => invoke(name, { journal, go }));
  await vi.waitUntil(() => existsSync(journal) && statSync(journal).size === count, { timeout: 30_000 });
  writeFileSync(go, '');
  return Promise.all(running);
}

describe('provisioned concurrency', { timeout: 60_000 }, () => {
  it('is started ahead: the first invocations are warm, further ones spill over', async () => {
    await create('ahead');
    expect((await put('ahead', 2)).Status).toBe('IN_PROGRESS');
    expect(await stateWhen('ahead', isReady)).toEqual({
      status: 'READY',
      reason: undefined,
      allocated: 2,
      available: 2,
    });
    const logGroupName = '/aws/lambda/ahead';
    const { events = [] } = await test.logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events.map(({ message }) => message?.split(/[ \t]/)[0]).toSorted()).toEqual([
      'INIT_REPORT',
      'INIT_REPORT',
      'INIT_START',
      'INIT_START',
    ]);
    const answers = await atOnce(3, 'ahead');
    const types = answers.map(({ type, log }) => `${type}${log.includes('Init Duration') ? ' cold' : ''}`);
    expect(types.toSorted()).toEqual(['on-demand cold', 'provisioned-concurrency', 'provisioned-concurrency']);
    expect((await invoke('ahead')).type).toBe('provisioned-concurrency');
    expect((await invoke('ahead', {}, '1')).type).toBe('provisioned-concurrency');
    expect((await invoke('ahead', {}, '$LATEST')).type).toBe('on-demand');
  });

  it('has failed when the function cannot start', async () => {
    await create('broken', { Environment: { Variables: { FAIL_INIT: '1' } } });
    await put('broken', 2);
    expect(await stateWhen('broken', isSettled)).toEqual({
      status: 'FAILED',
      reason: 'FUNCTION_ERROR_INIT_FAILURE',
      allocated: 0,
      available: 0,
    });
  });

  it('replaces what crashes in an invocation, and what is killed while it waits', async () => {
    await create('lossy');
    await put('lossy', 1);
    await stateWhen('lossy', isReady);
    const before = await invoke('lossy');
    await invoke('lossy', { end: true });
    await stateWhen('lossy', ({ available }) => available === 1);
    const after = await invoke('lossy');
    expect(after).toMatchObject({ type: 'provisioned-concurrency' });
    expect(after.pid).not.toBe(before.pid);
    const pid = after.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    await allGone([pid]);
    // Its end is known to the system before the service hears of it: until then an invocation fails or spills over.
    let last = after;
    while (last.type !== 'provisioned-concurrency' || last.pid === after.pid) {
      await stateWhen('lossy', ({ available }) => available === 1);
      last = await invoke('lossy');
    }
    expect(last.log).not.toContain('Init Duration');
  });

  it('follows its alias to another version', async () => {
    const FunctionName = 'moved';
    await create(FunctionName);
    await put(FunctionName, 1);
    await stateWhen(FunctionName, isReady);
    const { pid } = await invoke(FunctionName);
    await test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: 'two' }));
    await test.lambda.send(new PublishVersionCommand({ FunctionName }));
    await test.lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }));
    await stateWhen(FunctionName, isReady);
    expect(await invoke(FunctionName)).toMatchObject({ type: 'provisioned-concurrency', version: '2' });
    expect(await invoke(FunctionName, {}, '1')).toMatchObject({ type: 'on-demand' });
    await allGone([pid ?? 0]);
  });

  it('ends its processes when it is deleted, and when its function is', async () => {
    for (const FunctionName of ['deleted', 'gone']) {
      await create(FunctionName);
      await put(FunctionName, 1);
      await stateWhen(FunctionName, isReady);
      const { pid } = await invoke(FunctionName);
      if (FunctionName === 'gone') await test.lambda.send(new DeleteFunctionCommand({ FunctionName }));
      else {
        await test.lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: 'live' }));
        expect((await invoke(FunctionName)).type).toBe('on-demand');
      }
      await allGone([pid ?? 0]);
    }
  });

  it('is started again with the service', async () => {
    let service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
    const outer = test;
    try {
      test = service;
      await create('kept');
      await put('kept', 2);
      await stateWhen('kept', isReady);
      service = await service.restart();
      test = service;
      expect(await stateWhen('kept', isReady)).toMatchObject({ allocated: 2, available: 2 });
      const answers = await atOnce(2, 'kept');
      expect(answers.map(({ type }) => type)).toEqual(['provisioned-concurrency', 'provisioned-concurrency']);
    } finally {
      await service.dispose();
      test = outer;
    }
  });
});
