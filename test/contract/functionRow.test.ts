/** What is done on a function's row, against the local service: configuration, versions, aliases. */

import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { editableConfiguration } from '../../src/app/configurationDocument.ts';
import { ConfigurationConflict, readConfiguration, updateConfiguration } from '../../src/app/configurationUpdate.ts';
import { codeDifferences, downloadCode } from '../../src/app/deployedCode.ts';
import { FunctionCatalog } from '../../src/app/functionCatalog.ts';
import { localTarget } from '../../src/app/localTarget.ts';
import type { Target } from '../../src/app/target.ts';
import { TargetRegistry } from '../../src/app/targetRegistry.ts';
import { deleteQualifier, pointAlias, publishVersion, routeOf } from '../../src/app/versions.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import type { LambdaApi } from '../../src/lambda/api.ts';
import { MemoryConnectionSettings } from '../fakes/memoryConnectionSettings.ts';
import { functionInput, TestService } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';

const { signal } = new AbortController();
const folders = new TemporaryFolders();
let service: TestService;
let target: Target;
let lambda: LambdaApi;
let count = 0;
let name: string;

beforeAll(async () => {
  service = await TestService.start();
  const ready = {
    event: 'ready',
    endpoint: service.service.endpoint,
    region: 'us-east-1',
    accountId: service.service.accountId,
    ...service.service.credentials,
    pid: process.pid,
  } as const;
  const host = { isStoppedOnRequest: false, ensureRunning: async () => ready, reportUnreachable() {} };
  target = localTarget(host, connectLocal);
  ({ lambda } = await target.connect());
});

afterAll(async () => {
  target.dispose?.();
  await service.dispose();
  folders.remove();
});

beforeEach(async () => {
  count += 1;
  name = `row-${count}`;
  await lambda.createFunction(functionInput(name));
});

test('a configuration is changed member by member, and what is not in the change stays', async () => {
  const base = editableConfiguration(await readConfiguration(target, name));
  const edited = {
    MemorySize: 512,
    Timeout: 30,
    Environment: { Variables: { TABLE: 'orders' } },
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG' },
    EphemeralStorage: { Size: 1024 },
  } as const;
  const updated = await updateConfiguration(target, { functionName: name, base, edited }, systemClock, signal);
  expect(updated).toMatchObject({ ...edited, Handler: 'index.handler', LastUpdateStatus: 'Successful' });
});

test('someone else’s change of the configuration is not overwritten', async () => {
  const base = editableConfiguration(await readConfiguration(target, name));
  await lambda.updateFunctionConfiguration({ FunctionName: name, Timeout: 60 });
  const update = updateConfiguration(target, { functionName: name, base, edited: { Timeout: 9 } }, systemClock, signal);
  await expect(update).rejects.toBeInstanceOf(ConfigurationConflict);
  expect(await readConfiguration(target, name)).toMatchObject({ Timeout: 60 });
});

test('versions are published, an alias shares the traffic of two, moves to one, and both are deleted', async () => {
  const first = await publishVersion(target, name, 'first', systemClock, signal);
  expect(first).toEqual({ version: '1', isNew: true });
  expect(await publishVersion(target, name, 'again', systemClock, signal)).toEqual({ version: '1', isNew: false });
  await lambda.updateFunctionConfiguration({ FunctionName: name, Timeout: 7 });
  expect(await publishVersion(target, name, '', systemClock, signal)).toEqual({ version: '2', isNew: true });

  const shared = { version: '1', second: { version: '2', share: 0.1 } };
  await pointAlias(target, name, 'live', undefined, shared, signal);
  const alias = async () => (await lambda.listAliases({ FunctionName: name })).Aliases?.[0];
  const present = await alias();
  expect(present && routeOf(present)).toEqual(shared);

  await pointAlias(target, name, 'live', present, { version: '2' }, signal);
  const moved = await alias();
  expect(moved && routeOf(moved)).toEqual({ version: '2' });
  await expect(pointAlias(target, name, 'live', present, { version: '1' }, signal)).rejects.toThrow(
    'changed by someone else',
  );

  await expect(deleteQualifier(target, name, 'version', '2', signal)).rejects.toThrow(`Delete ${name}:2 on Local`);
  await deleteQualifier(target, name, 'alias', 'live', signal);
  await deleteQualifier(target, name, 'version', '2', signal);
  expect((await lambda.listVersionsByFunction({ FunctionName: name })).Versions).toHaveLength(2);
});

test('the code that runs is downloaded and held against files', async () => {
  const folder = folders.create();
  const deployed = await downloadCode(target, name, undefined, folder, signal);
  expect(deployed.paths).toEqual(['index.mjs']);
  const source = `${folder}/index.mjs`;
  expect(await codeDifferences(deployed, [{ path: 'index.mjs', source, bytes: 0 }], signal)).toEqual([]);
  expect(await codeDifferences(deployed, [], signal)).toEqual([
    { path: 'index.mjs', deployed: source, here: undefined },
  ]);
  await expect(downloadCode(target, name, '99', folder, signal)).rejects.toThrow(
    `Download the code of ${name} on Local`,
  );
});

test('triggers are read where the target knows them', async () => {
  await service.lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: 'uploads',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::uploads',
    }),
  );
  const targets = new TargetRegistry(target, new MemoryConnectionSettings([]), () => target);
  const catalog = new FunctionCatalog(targets, systemClock, silentLog);
  expect(await catalog.triggers('local', name)).toEqual([
    { key: 'uploads', name: 's3 uploads', description: 'may invoke · uploads', arn: 'arn:aws:s3:::uploads' },
  ]);
  catalog.dispose();
  targets.dispose();
});
