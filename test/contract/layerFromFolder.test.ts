/** A layer published from a folder, used by a function that runs: on the local service, through the product's own clients. */

import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { functionFiles } from '../../src/app/build/functionFiles.ts';
import { guessLayer } from '../../src/app/build/layerFolder.ts';
import { publishLayer } from '../../src/app/layerPublication.ts';
import { localTarget } from '../../src/app/localTarget.ts';
import type { Target } from '../../src/app/target.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { functionInput, TestService } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const folders = new TemporaryFolders();
const never = new AbortController().signal;
let service: TestService;
let target: Target;

beforeAll(async () => {
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  const { endpoint, accountId, credentials } = service.service;
  const ready = { event: 'ready', endpoint, region: 'us-east-1', accountId, ...credentials, pid: process.pid } as const;
  const host = { isStoppedOnRequest: false, ensureRunning: async () => ready, reportUnreachable() {} };
  target = localTarget(host, async (running) => connectLocal(running));
});
afterAll(async () => {
  target.dispose?.();
  await service.dispose();
  folders.remove();
});

test('a function finds what the folder holds, and each publication is a version of its own', async () => {
  const folder = folders.create({
    'nodejs/node_modules/words/package.json': '{ "name": "words", "main": "index.js" }',
    'nodejs/node_modules/words/index.js': "exports.words = 'of the layer';\n",
    '.env': 'SECRET=1',
  });
  const files = await functionFiles(folder, never);
  const { runtimes } = guessLayer(folder, files);
  const layer = { name: 'words', description: 'first', runtimes, architectures: [], files };
  const first = await publishLayer(target, layer, never);
  expect(first.arn).toMatch(/:layer:words:1$/);
  const code = "const { words } = require('words');\nexports.handler = async () => words;\n";
  const input = functionInput('speaks', { Layers: [first.arn], Code: { ZipFile: zipOf({ 'index.js': code }) } });
  await service.lambda.send(new CreateFunctionCommand(input));
  const answer = await service.lambda.send(new InvokeCommand({ FunctionName: 'speaks' }));
  expect(Buffer.from(answer.Payload ?? []).toString()).toBe('"of the layer"');
  expect((await publishLayer(target, layer, never)).version).toBe(2);
});

test('what the service refuses is explained', async () => {
  const files = await functionFiles(folders.create({ 'python/a.py': '' }), never);
  const layer = { name: 'words', description: '', runtimes: ['cobol1.x'], architectures: [], files };
  await expect(publishLayer(target, layer, never)).rejects.toThrow(/^Publish layer words on Local: .*cobol1\.x/);
});
