/**
 * Whatever goes wrong at whatever stage: what is deployed is known and said, and running it again finishes the job.
 * Each stage fails in each way once: the network is lost before or after the request arrived, the credentials expire, the target
 * throttles. What a killed process leaves is in `deploymentKilled.test.ts`.
 */

import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { RedeployOutcome } from '../../../../src/app/deploy/redeploy.ts';
import type { RedeployStage } from '../../../../src/app/deploy/redeployStage.ts';
import type { S3Api } from '../../../../src/lambda/s3Api.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { InMemoryLambda, type LambdaOperation } from '../../../fakes/inMemoryLambda.ts';
import { type InMemoryTarget, inMemoryTarget } from '../../../fakes/inMemoryTarget.ts';
import { RedeployBench } from '../../../support/redeployBench.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let lambda: InMemoryLambda;
let target: InMemoryTarget;
let bench: RedeployBench;
/** What the bucket does with the next package instead of taking it. */
let bucketFailure: unknown;

const s3: S3Api = {
  headObject: async () => {
    throw new LambdaServiceError('NotFound', 404, 'UnknownError');
  },
  putObject: async () => {
    const failure = bucketFailure;
    bucketFailure = undefined;
    if (failure !== undefined) throw failure;
    return { $metadata: {} };
  },
  listBuckets: async () => ({ $metadata: {} }),
};

afterAll(() => folders.remove());
beforeEach(async () => {
  lambda = new InMemoryLambda('us-east-1', '000000000000');
  target = inMemoryTarget({ lambda, s3 });
  bucketFailure = undefined;
  bench = RedeployBench.create(target, folders, {
    settings: { publish: true, alias: { name: 'live', shift: 'all' }, smokeEvent: { name: 'Ada' } },
  });
  lambda.put({ FunctionName: 'hello' });
  bench.save('one');
  await bench.run();
  bench.save('two');
});

/** Which call a stage makes. */
const calls = {
  compare: 'getFunctionConfiguration',
  upload: 'updateFunctionCode',
  wait: 'getFunctionConfiguration',
  publish: 'publishVersion',
  smoke: 'invoke',
  shift: 'updateAlias',
} as const satisfies Partial<Record<RedeployStage, LambdaOperation>>;
type FailingStage = keyof typeof calls;
const stages = Object.keys(calls) as readonly FailingStage[];

const faults = {
  'network lost': () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  'credentials expired': () => new LambdaServiceError('ExpiredTokenException', 403, 'The security token is expired'),
  throttled: () => new LambdaServiceError('TooManyRequestsException', 429, 'Rate exceeded'),
} as const;
type Fault = keyof typeof faults;

/** What the developer reads about the state of things, by the stage that failed. */
const said: Readonly<Record<FailingStage, RegExp | undefined>> = {
  compare: undefined,
  upload: /hello on Local runs what it ran before\./,
  wait: /The new code of hello has arrived on Local; that it is at work is not confirmed yet\. Redeploy again to finish\./,
  publish: /The new code of hello is at work on Local\. Whether a version was published is not known\. Redeploy again/,
  smoke: /The new code of hello is at work on Local, as version 2\..*Redeploy again to finish\./,
  shift: /The new code of hello is at work on Local, as version 2\. Whether its alias was moved is not known\./,
};

/** The failure meets the call of the stage, not one of the same name before it. */
async function failAt(stage: FailingStage, error: unknown): Promise<RedeployOutcome> {
  if (stage === 'wait') lambda.unsettledFor = 1;
  // What was read at the beginning is compared with, when it is fresh.
  if (stage === 'compare') lambda.failNext(calls[stage], error);
  return await bench.run({
    onStage: (reached) => {
      if (reached === stage && stage !== 'compare') lambda.failNext(calls[stage], error);
    },
  });
}

const aliasVersion = () => lambda.aliases.get('hello')?.find(({ Name }) => Name === 'live')?.FunctionVersion;
const versions = () => lambda.versions.get('hello')?.map(({ Version }) => Version);

describe.each(stages)('at the stage %s', (stage) => {
  test.each(Object.keys(faults) as Fault[])('%s: it is said, and running again finishes', async (fault) => {
    const before = lambda.get('hello')?.CodeSha256;
    const failing = failAt(stage, faults[fault]());
    await expect(failing).rejects.toMatchObject({ name: 'HumanError' });
    if (said[stage] !== undefined) await expect(failing).rejects.toThrow(said[stage]);
    const hasArrived = lambda.get('hello')?.CodeSha256 !== before;
    expect(hasArrived).toBe(!['compare', 'upload'].includes(stage));
    expect(aliasVersion()).toBe('1');
    const again = await bench.run();
    expect(again).toMatchObject({ kind: hasArrived ? 'finished' : 'updated', version: '2', smoke: { isOk: true } });
    expect([aliasVersion(), versions()]).toEqual(['2', ['1', '2']]);
    expect(lambda.callsOf('updateFunctionCode').length).toBeLessThanOrEqual(hasArrived ? 2 : 3);
    expect(await bench.leftBehind()).toBeUndefined();
    bench.save('three');
    expect(await bench.run()).toMatchObject({ kind: 'updated', version: '3' });
  });
});

describe('an upload whose answer is lost', () => {
  const lost = () => faults['network lost']();

  test('though it arrived, is found to have arrived, and the redeploy goes on', async () => {
    lambda.loseNextAnswer('updateFunctionCode', lost());
    expect(await bench.run()).toMatchObject({ kind: 'updated', version: '2' });
    expect(lambda.callsOf('updateFunctionCode')).toHaveLength(2);
    expect(aliasVersion()).toBe('2');
  });

  test('with the network gone altogether is not known, and said to be; the next run finds it arrived', async () => {
    lambda.loseNextAnswer('updateFunctionCode', lost());
    const failing = bench.run({
      onStage: (stage) => stage === 'upload' && lambda.failNext('getFunctionConfiguration', lost()),
    });
    await expect(failing).rejects.toThrow(
      'Whether the new code of hello arrived on Local is not known. Redeploy again: that finds out, and finishes.',
    );
    expect(await bench.leftBehind()).toContain('is not known');
    expect(await bench.run()).toMatchObject({ kind: 'finished', version: '2' });
    expect(lambda.callsOf('updateFunctionCode')).toHaveLength(2);
  });

  test('and that did not arrive is sent by the next run, without a question', async () => {
    lambda.failNext('updateFunctionCode', lost());
    const failing = bench.run({
      onStage: (stage) => stage === 'upload' && lambda.failNext('getFunctionConfiguration', lost()),
    });
    await expect(failing).rejects.toThrow('is not known');
    expect(await bench.run()).toMatchObject({ kind: 'updated', version: '2' });
  });

  test('and is followed by other code of the developer is no code of someone else', async () => {
    lambda.loseNextAnswer('updateFunctionCode', lost());
    const failing = bench.run({
      onStage: (stage) => stage === 'upload' && lambda.failNext('getFunctionConfiguration', lost()),
    });
    await expect(failing).rejects.toThrow('is not known');
    bench.save('three');
    expect(await bench.run()).toMatchObject({ kind: 'updated' });
  });
});

test('a version that was published although its answer was lost is not published twice', async () => {
  lambda.loseNextAnswer('publishVersion', faults['network lost']());
  await expect(bench.run()).rejects.toThrow('Whether a version was published is not known.');
  expect(await bench.run()).toMatchObject({ kind: 'finished', version: '2' });
  expect(versions()).toEqual(['1', '2']);
});

describe('on the way through S3', () => {
  test.each(Object.keys(faults) as Fault[])('%s: nothing was changed, and running again finishes', async (fault) => {
    bench.link = { ...bench.link, bucket: 'packages' };
    bucketFailure = faults[fault]();
    await expect(bench.run()).rejects.toThrow('hello on Local runs what it ran before.');
    const again = await bench.run();
    expect(again.steps.map(({ stage }) => stage)).toContain('bucket');
    expect(again).toMatchObject({ kind: 'updated', version: '2' });
  });
});

describe('an undo', () => {
  test.each(Object.keys(faults) as Fault[])('%s: running it again finishes', async (fault) => {
    await bench.run();
    const [first] = await bench.deployments();
    lambda.failNext('updateFunctionCode', faults[fault]());
    await expect(bench.undo()).rejects.toMatchObject({ name: 'HumanError' });
    await bench.undo();
    expect([lambda.get('hello')?.CodeSha256, aliasVersion()]).toEqual([first?.codeSha256, '1']);
  });
});

test('a journal that cannot be written is no reason not to deploy', async () => {
  rmSync(bench.storage, { recursive: true });
  writeFileSync(bench.storage, 'a file where a folder is wanted');
  expect(await bench.run()).toMatchObject({ kind: 'updated', version: '2' });
});
