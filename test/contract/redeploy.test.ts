/** Redeploy against the local service: nobody else's code is lost, what was replaced comes back, versions and aliases follow. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ForeignCode } from '../../src/app/deploy/foreignCode.ts';
import type { RedeployStage } from '../../src/app/deploy/redeployStage.ts';
import { localTarget } from '../../src/app/localTarget.ts';
import type { Target } from '../../src/app/target.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import type { ServiceReady } from '../../src/protocol/serviceReady.ts';
import { TestService } from '../support/localService.ts';
import { RedeployBench } from '../support/redeployBench.ts';
import type { Victim } from '../support/redeployVictim.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';
import { zipEntries } from '../support/zipEntries.ts';

const folders = new TemporaryFolders();
let s3: FauxqsServer;
let s3Endpoint: string;
let test: TestService;
let target: Target;
let ready: ServiceReady;
let bench: RedeployBench;

beforeAll(async () => {
  s3 = await startFauxqs({ port: 0, logger: false });
  s3.createBucket('packages');
  s3Endpoint = `http://127.0.0.1:${s3.port}`;
});
afterAll(async () => {
  await s3.stop();
  folders.remove();
});
beforeEach(async () => {
  test = await TestService.start({ s3Endpoint });
  const { endpoint, accountId, credentials } = test.service;
  ready = { event: 'ready', endpoint, region: 'us-east-1', accountId, ...credentials, pid: process.pid };
  const host = { isStoppedOnRequest: false, ensureRunning: async () => ready, reportUnreachable() {} };
  target = localTarget(host, (service) => connectLocal(service, s3Endpoint));
  bench = RedeployBench.create(target, folders);
});
afterEach(async () => {
  target.dispose?.();
  await test.dispose();
});

const victimPath = path.join(import.meta.dirname, '../support/redeployVictim.ts');
const FunctionName = 'hello';
const answering = (answer: string) => `export const handler = async () => ${JSON.stringify(answer)};\n`;

/** What another developer does. */
const deployElsewhere = (answer: string) =>
  test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf({ 'index.mjs': answering(answer) }) }));

async function deployed(): Promise<string | undefined> {
  const { Code } = await test.lambda.send(new GetFunctionCommand({ FunctionName }));
  const zip = await (await fetch(Code?.Location ?? '')).arrayBuffer();
  return (await zipEntries(new Uint8Array(zip))).find(({ path }) => path === 'index.mjs')?.text;
}

async function deploy(...answers: readonly string[]): Promise<void> {
  for (const answer of answers) {
    bench.save(answer);
    await bench.run();
  }
}

describe('code of someone else', () => {
  it('is not overwritten unasked', async () => {
    await deploy('mine');
    await deployElsewhere('theirs');
    bench.save('mine, newer');
    await expect(bench.run()).rejects.toThrow(
      'hello on Local was deployed by someone else since it was last deployed from here. Nothing was overwritten.',
    );
    expect(await deployed()).toBe(answering('theirs'));
  });

  it('is overwritten when the answer is yes, and comes back with an undo', async () => {
    await deploy('mine');
    const { CodeSha256 } = await deployElsewhere('theirs');
    bench.save('mine, newer');
    const asked: ForeignCode[] = [];
    const outcome = await bench.run({
      onForeignCode: async (found) => {
        asked.push(found);
        return true;
      },
    });
    expect(asked.map((found) => [found.deployed.CodeSha256, found.files?.map(({ path }) => path)])).toEqual([
      [CodeSha256, ['index.mjs']],
    ]);
    expect(outcome).toMatchObject({ kind: 'updated', canUndo: true });
    await bench.undo();
    expect(await deployed()).toBe(answering('theirs'));
  });

  it('that is the same code is nothing to ask about', async () => {
    await deploy('mine');
    bench.save('same');
    const sent = await bench.redeploy.files(bench.request(), folders.create(), new AbortController().signal);
    expect(sent.map(({ path }) => path)).toEqual(['index.mjs']);
    const first = RedeployBench.create(target, folders);
    first.save('same');
    await first.run();
    expect(await bench.run()).toMatchObject({ kind: 'unchanged' });
  });

  it('of before the first deployment from here is replaced without a question', async () => {
    await deploy('mine');
    const anotherMachine = RedeployBench.create(target, folders);
    anotherMachine.save('first from there');
    expect(await anotherMachine.run()).toMatchObject({ kind: 'updated', canUndo: true });
  });
});

describe('undo', () => {
  it('sends back what was replaced, again and again, and after a restart', async () => {
    await deploy('one', 'two', 'three');
    await bench.undo();
    expect(await deployed()).toBe(answering('two'));
    bench = RedeployBench.on(target, bench);
    await bench.undo();
    expect(await deployed()).toBe(answering('one'));
    await expect(bench.undo()).rejects.toThrow('There is nothing to undo');
  });

  it('is followed by redeploys as if it had been one', async () => {
    await deploy('one', 'two');
    await bench.undo();
    await deploy('three');
    await bench.undo();
    expect(await deployed()).toBe(answering('one'));
  });

  it('asks before it replaces what someone else deployed since', async () => {
    await deploy('one', 'two');
    await deployElsewhere('theirs');
    await expect(bench.undo()).rejects.toThrow('was deployed by someone else');
    expect(await deployed()).toBe(answering('theirs'));
    await bench.undo({ onForeignCode: async () => true });
    expect(await deployed()).toBe(answering('one'));
  });

  it('keeps a package that this machine never deployed', async () => {
    await deploy('one');
    const anotherMachine = RedeployBench.create(target, folders);
    anotherMachine.save('two');
    await anotherMachine.run();
    await anotherMachine.undo();
    expect(await deployed()).toBe(answering('one'));
  });

  it('leads the alias back as well', async () => {
    bench.link = { ...bench.link, alias: { name: 'live', shift: 'all' } };
    await deploy('one', 'two');
    expect((await alias()).FunctionVersion).toBe('2');
    await bench.undo();
    expect((await alias()).FunctionVersion).toBe('1');
    expect(await deployed()).toBe(answering('one'));
  });
});

const alias = () => test.lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }));

describe('versions and aliases', () => {
  it('a version is published where the link says so, and the alias made or led there', async () => {
    bench.link = { ...bench.link, publish: true };
    bench.save('one');
    const first = await bench.run();
    expect(first).toMatchObject({ kind: 'created', version: '1' });
    expect(first.steps.map(({ stage }) => stage)).toEqual(['build', 'package', 'compare', 'upload', 'wait', 'publish']);
    bench.link = { ...bench.link, alias: { name: 'live', shift: 'all' } };
    bench.save('two');
    expect(await bench.run()).toMatchObject({
      version: '2',
      shift: { kind: 'shifted', alias: { name: 'live', from: undefined, to: '2' } },
    });
    bench.save('three');
    expect(await bench.run()).toMatchObject({ shift: { alias: { from: { version: '2' }, to: '3' } } });
    expect((await alias()).FunctionVersion).toBe('3');
  });

  it('an alias that the link has come to ask for is made for code that is there already', async () => {
    await deploy('one');
    bench.link = { ...bench.link, alias: { name: 'live', shift: 'all' } };
    expect(await bench.run()).toMatchObject({ kind: 'finished', version: '1', shift: { alias: { to: '1' } } });
    expect((await alias()).FunctionVersion).toBe('1');
    expect(await bench.run()).toMatchObject({ kind: 'unchanged' });
  });

  it('a canary that nothing is heard of in its time gets all the traffic', async () => {
    bench.link = { ...bench.link, alias: { name: 'live', shift: { percent: 10, minutes: 0.005 } } };
    await deploy('one', 'two');
    const { FunctionVersion, RoutingConfig } = await alias();
    expect([FunctionVersion, RoutingConfig?.AdditionalVersionWeights ?? {}]).toEqual(['2', {}]);
  });

  it('cancelling a canary returns it', async () => {
    bench.link = { ...bench.link, alias: { name: 'live', shift: { percent: 10, minutes: 60 } } };
    await deploy('one');
    bench.save('two');
    const cancelled = new Error('cancelled');
    const controller = new AbortController();
    const seen: unknown[] = [];
    const running = bench.run(
      {
        onStage: (stage) => {
          if (stage !== 'shift') return;
          void (async () => {
            while (Object.keys((await alias()).RoutingConfig?.AdditionalVersionWeights ?? {}).length === 0);
            seen.push((await alias()).RoutingConfig?.AdditionalVersionWeights);
            controller.abort(cancelled);
          })();
        },
      },
      controller.signal,
    );
    await expect(running).rejects.toBe(cancelled);
    expect(seen).toEqual([{ '2': 0.1 }]);
    const { FunctionVersion, RoutingConfig } = await alias();
    expect([FunctionVersion, RoutingConfig?.AdditionalVersionWeights ?? {}]).toEqual(['1', {}]);
    expect(await bench.leftBehind()).toContain('is at work on Local, as version 2');
  });

  it('an alias that is there already is led on', async () => {
    await deploy('one');
    await test.lambda.send(new PublishVersionCommand({ FunctionName }));
    await test.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
    bench.link = { ...bench.link, alias: { name: 'live', shift: 'all' } };
    await deploy('two');
    expect((await alias()).FunctionVersion).toBe('2');
  });

  it('a smoke event that fails leaves the alias where it is', async () => {
    const payload = Buffer.from(JSON.stringify({ errorType: 'TypeError', errorMessage: 'no name' }));
    test.invoker.answer = () => ({ payload, functionError: 'Unhandled', logTail: undefined });
    bench.link = { ...bench.link, alias: { name: 'live', shift: 'all' }, smokeEvent: { name: 'Ada' } };
    bench.save('one');
    const outcome = await bench.run();
    expect(outcome).toMatchObject({ version: '1', smoke: { isOk: false, error: 'TypeError: no name' } });
    expect(outcome).not.toHaveProperty('shift');
    expect(test.invoker.invoked[0]).toMatchObject({ payload: Buffer.from('{"name":"Ada"}') });
    await expect(alias()).rejects.toThrow('Cannot find alias arn');
  });
});

describe('a link with a bucket', () => {
  it('sends the package through S3, once', async () => {
    bench.link = { ...bench.link, bucket: 'packages' };
    bench.save('through S3');
    const outcome = await bench.run();
    expect(outcome.steps.map(({ stage }) => stage)).toContain('bucket');
    expect(await deployed()).toBe(answering('through S3'));
    const [{ codeSha256 } = { codeSha256: '' }] = await bench.deployments();
    const Key = `lambda-workbench/hello/${Buffer.from(codeSha256, 'base64').toString('hex')}.zip`;
    const client = new S3Client({
      endpoint: s3Endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: test.service.credentials,
    });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'packages', Key }));
    const [entry] = await zipEntries((await Body?.transformToByteArray()) ?? new Uint8Array());
    client.destroy();
    expect(entry?.text).toBe(answering('through S3'));
  });

  it('that is not there is named, and nothing was changed', async () => {
    await deploy('one');
    bench.link = { ...bench.link, bucket: 'nowhere' };
    bench.save('two');
    await expect(bench.run()).rejects.toThrow(
      /Redeploy hello on Local: .*bucket.* hello on Local runs what it ran before\./s,
    );
    expect(await deployed()).toBe(answering('one'));
  });
});

describe('a process that is killed', () => {
  const settings = { publish: true, alias: { name: 'live', shift: 'all' }, smokeEvent: { name: 'Ada' } } as const;

  const kill = async (diesAt: RedeployStage) => {
    const { storage, workspace, link } = bench;
    const victim: Victim = { ready, storage, workspace, link, diesAt };
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', victimPath, JSON.stringify(victim)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    // The next window.
    bench = RedeployBench.on(target, bench);
  };

  it.each([
    ['upload', 'runs what it ran before', 'updated'],
    ['wait', 'has arrived on Local', 'finished'],
    ['publish', 'is at work on Local', 'finished'],
    ['smoke', 'is at work on Local, as version 2', 'finished'],
    ['shift', 'is at work on Local, as version 2', 'finished'],
  ] as const)('at the beginning of %s leaves what is known, and the next run finishes', async (stage, left, kind) => {
    bench.link = { ...bench.link, ...settings };
    await deploy('one');
    bench.save('two');
    await kill(stage);
    expect(await bench.leftBehind()).toContain(left);
    expect(await bench.run()).toMatchObject({ kind, version: '2', shift: { kind: 'shifted' } });
    expect((await alias()).FunctionVersion).toBe('2');
    expect(await deployed()).toBe(answering('two'));
    expect(await bench.leftBehind()).toBeUndefined();
    await bench.undo();
    expect([await deployed(), (await alias()).FunctionVersion]).toEqual([answering('one'), '1']);
  });

  it('in the middle of a canary leaves an alias that the next run takes from there', async () => {
    bench.link = { ...bench.link, ...settings };
    await deploy('one');
    const { RevisionId } = await test.lambda.send(new PublishVersionCommand({ FunctionName }));
    expect(RevisionId).toBeDefined();
    bench.link = { ...bench.link, alias: { name: 'live', shift: { percent: 10, minutes: 0.005 } } };
    bench.save('two');
    await kill('shift');
    await test.lambda.send(
      new UpdateAliasCommand({
        FunctionName,
        Name: 'live',
        FunctionVersion: '1',
        RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } },
      }),
    );
    expect(await bench.run()).toMatchObject({ shift: { alias: { from: { version: '1' }, to: '2' } } });
    expect((await alias()).FunctionVersion).toBe('2');
  });
});
