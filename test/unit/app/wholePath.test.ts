import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { awsTarget } from '../../../src/app/awsTarget.ts';
import { findEsbuild } from '../../../src/app/build/esbuildTool.ts';
import { Redeploy, type RedeployOutcome } from '../../../src/app/deploy/redeploy.ts';
import type { RedeployLink } from '../../../src/app/deploy/redeployLink.ts';
import { emptyIntent } from '../../../src/app/drafts.ts';
import { FunctionCatalog } from '../../../src/app/functionCatalog.ts';
import { InvokeSession } from '../../../src/app/invokeSession.ts';
import { localTarget } from '../../../src/app/localTarget.ts';
import type { Target } from '../../../src/app/target.ts';
import { TargetRegistry } from '../../../src/app/targetRegistry.ts';
import { ProcessToolRunner } from '../../../src/app/toolRunner.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { nextEvent } from '../../../src/base/event.ts';
import { silentLog } from '../../../src/base/log.ts';
import { connectProfile } from '../../../src/client/awsClients.ts';
import { connectLocal } from '../../../src/client/localClients.ts';
import { listPrices } from '../../../src/lambda/cost.ts';
import type { RunAnswer } from '../../../src/protocol/invokePanel.ts';
import { LocalService } from '../../../src/service/localService.ts';
import { MemoryConnectionSettings } from '../../fakes/memoryConnectionSettings.ts';
import { bootstrapFolder } from '../../support/bootstraps.ts';
import { RunHistories } from '../../support/runHistories.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const histories = new RunHistories();
let service: LocalService;
let esbuild: string | undefined;
const opened: { dispose?(): void }[] = [];

beforeAll(async () => {
  esbuild = await findEsbuild(import.meta.dirname, undefined);
  service = await LocalService.start({
    dataFolder: folders.create(),
    bootstrapFolder: await bootstrapFolder(),
    environment: process.env,
    log: silentLog,
  });
});
afterEach(() => {
  for (const one of opened.splice(0).reverse()) one.dispose?.();
});
afterAll(async () => {
  await service.close();
  await histories.dispose();
  folders.remove();
});

function local(): Target {
  const ready = {
    event: 'ready',
    endpoint: service.endpoint,
    region: 'us-east-1',
    accountId: service.accountId,
    ...service.credentials,
    pid: process.pid,
  } as const;
  const host = { isStoppedOnRequest: false, ensureRunning: async () => ready, reportUnreachable() {} };
  return localTarget(host, connectLocal);
}

/** The same service as a second target: a profile that names it as its endpoint. */
function byProfile(): Target {
  const { accessKeyId, secretAccessKey } = service.credentials;
  const config = `[profile dev]\nendpoint_url = ${service.endpoint}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  const folder = folders.create({ config });
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  return awsTarget(
    { profile: 'dev', region: 'eu-central-1' },
    (setting) => connectProfile(setting, silentLog, { environment: {} }),
    () => false,
  );
}

const handler = (greeting: string) =>
  `export const handler = async (event: { name: string }) => {\n  console.log('greeting', event.name);\n  return '${greeting} ' + event.name;\n};\n`;

describe.each([
  ['Local', local, { kind: 'local' }],
  ['a profile with an endpoint of its own', byProfile, { kind: 'aws', profile: 'dev', region: 'eu-central-1' }],
] as const)('on %s', (_, open, linkTarget) => {
  test('a function is deployed, listed, invoked cold, edited, redeployed and invoked again', async () => {
    const target = open();
    const registry = new TargetRegistry(target, new MemoryConnectionSettings(), () => target);
    const catalog = new FunctionCatalog(registry, systemClock, silentLog);
    opened.push(registry, catalog);
    const workspace = folders.create({ 'hello/src/index.ts': handler('Hello') });
    const link: RedeployLink = {
      functionName: 'hello',
      target: linkTarget,
      folder: 'hello',
      build: { kind: 'esbuild', entry: 'src/index.ts' },
    };
    const redeploy = new Redeploy({
      toolRunner: new ProcessToolRunner(process.env, systemClock),
      shippedEsbuild: esbuild,
      clock: systemClock,
      log: silentLog,
    });
    const create = { runtime: 'nodejs22.x', handler: 'index.handler', role: 'arn:aws:iam::000000000000:role/local' };
    const deploy = (): Promise<RedeployOutcome> =>
      redeploy.run({ target, workspaceFolder: workspace, link, create }, new AbortController().signal);

    expect(await deploy()).toMatchObject({ kind: 'created', configuration: { State: 'Active' } });
    const listed = nextEvent(
      catalog.onDidChange,
      () => !catalog.functions(target.id).loading,
      AbortSignal.timeout(20_000),
    );
    catalog.functions(target.id);
    await listed;
    expect(catalog.functions(target.id)).toMatchObject({ complete: true, functions: [{ FunctionName: 'hello' }] });

    const session = new InvokeSession(target, 'hello', {
      clock: systemClock,
      log: silentLog,
      prices: listPrices,
      history: histories.open({ targetId: target.id, functionName: 'hello' }),
      configuration: () => catalog.find(target.id, 'hello'),
    });
    opened.push(session);
    const invoke = async () => (await session.invoke({ ...emptyIntent, eventText: '{"name":"Ada"}' })) as RunAnswer;
    const cold = await invoke();
    expect(cold).toMatchObject({
      kind: 'answer',
      statusCode: 200,
      payloadText: '"Hello Ada"',
      functionError: undefined,
    });
    expect(cold.report?.initDurationMs).toBeGreaterThan(0);
    expect(cold.log?.lines.some((line) => line.text.includes('greeting Ada'))).toBe(true);
    expect(cold.costUSD).toBeGreaterThan(0);
    expect((await invoke()).report?.initDurationMs).toBeUndefined();

    expect((await deploy()).kind).toBe('unchanged');
    writeFileSync(join(workspace, 'hello/src/index.ts'), handler('Good morning'));
    expect((await deploy()).kind).toBe('updated');
    expect(await invoke()).toMatchObject({ payloadText: '"Good morning Ada"' });

    writeFileSync(
      join(workspace, 'hello/src/index.ts'),
      "export const handler = async () => { throw new TypeError('boom'); };\n",
    );
    await deploy();
    const failed = await invoke();
    expect(failed.functionError).toMatchObject({ errorType: 'TypeError', errorMessage: 'boom' });
    expect(failed.functionError?.frames[0]?.location?.file).toMatch(/index\.mjs$/);

    await catalog.deleteFunction(target.id, 'hello');
    expect(catalog.functions(target.id).functions).toEqual([]);
  });
});
