import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServiceReady } from '../../src/protocol/serviceReady.ts';
import { AwsCli } from '../support/awsCli.ts';
import { buildService } from '../support/builtService.ts';
import { testAccountId, testRole } from '../support/localService.ts';
import { ServiceProcess } from '../support/serviceProcess.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const folders = new TemporaryFolders();
let cli: AwsCli | string;
let service: ServiceProcess | undefined;
let ready: ServiceReady;
beforeAll(async () => {
  const [installed, program] = await Promise.all([AwsCli.install(), buildService(folders.create())]);
  cli = installed;
  service = new ServiceProcess(['--data', folders.create(), '--account-id', testAccountId], {}, program);
  ready = await service.ready();
}, 90_000);
afterAll(async () => {
  await service?.end('SIGTERM');
  folders.remove();
});

/** Runs a command with nothing but what the ready line says, and reads what it prints. */
async function aws(cli: AwsCli, home: string, ...args: readonly string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await cli.run(args, {
    HOME: home,
    AWS_ENDPOINT_URL: ready.endpoint,
    AWS_DEFAULT_REGION: ready.region,
    AWS_ACCESS_KEY_ID: ready.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ready.secretAccessKey,
  });
  if (exitCode !== 0) throw new Error(`aws ${args.join(' ')}: ${stderr}`);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

it('the stock AWS CLI creates, waits, invokes, publishes, points an alias, adds a layer and reads the log', {
  timeout: 180_000,
}, async ({ skip }) => {
  if (typeof cli === 'string') return skip(cli);
  const home = folders.create();
  const file = (name: string) => path.join(home, name);
  const source =
    'export const handler = async ({ name }, context) => {\n' +
    '  console.log("greeting", name);\n  return "Hello " + name + " from " + context.functionVersion;\n};\n';
  writeFileSync(file('hello.zip'), zipOf({ 'index.mjs': source }));
  writeFileSync(file('layer.zip'), zipOf({ 'nodejs/shared.js': 'exports.shared = 1;' }));
  const tool = cli;
  const lambda = (...args: readonly string[]) => aws(tool, home, 'lambda', ...args);
  const named = ['--function-name', 'hello'];
  const create = ['--runtime', 'nodejs24.x', '--handler', 'index.handler', '--role', testRole, '--timeout', '30'];

  expect(
    await lambda('create-function', ...named, ...create, '--zip-file', `fileb://${file('hello.zip')}`),
  ).toMatchObject({
    FunctionName: 'hello',
    FunctionArn: `arn:aws:lambda:us-east-1:${testAccountId}:function:hello`,
  });
  await lambda('wait', 'function-active-v2', ...named);
  expect(await lambda('invoke', ...named, '--payload', '{"name":"Ada"}', file('out.json'))).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
  });
  expect(readFileSync(file('out.json'), 'utf8')).toBe('"Hello Ada from $LATEST"');

  expect(await lambda('publish-version', ...named)).toMatchObject({ Version: '1' });
  expect(await lambda('create-alias', ...named, '--name', 'live', '--function-version', '1')).toMatchObject({
    AliasArn: `arn:aws:lambda:us-east-1:${testAccountId}:function:hello:live`,
  });
  await lambda('invoke', ...named, '--qualifier', 'live', '--payload', '{"name":"Bob"}', file('out.json'));
  expect(readFileSync(file('out.json'), 'utf8')).toBe('"Hello Bob from 1"');

  const layer = await lambda(
    'publish-layer-version',
    '--layer-name',
    'shared',
    '--zip-file',
    `fileb://${file('layer.zip')}`,
  );
  expect(layer).toMatchObject({ Version: 1, LayerArn: `arn:aws:lambda:us-east-1:${testAccountId}:layer:shared` });

  // `logs tail` is the second version's; its first half is this.
  const group = ['--log-group-name', '/aws/lambda/hello', '--query', 'events[].message'];
  const messages = (await aws(
    tool,
    home,
    'logs',
    'filter-log-events',
    ...group,
    '--filter-pattern',
    'greeting',
  )) as string[];
  expect(messages.map((message) => message.trim().split('\t').at(-1)).sort()).toEqual(['greeting Ada', 'greeting Bob']);

  await expect(lambda('get-function', '--function-name', 'nobody')).rejects.toThrow(
    `An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found: arn:aws:lambda:us-east-1:${testAccountId}:function:nobody`,
  );
});
