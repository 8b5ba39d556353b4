/** The sample projects, each as its framework defines it: found, built with the language's own tools, and run on a local service. */

import { cp } from 'node:fs/promises';
import path from 'node:path';
import { InvokeCommand, type Runtime } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deploymentPackage } from '../../src/app/build/deploymentPackage.ts';
import { definedGuess } from '../../src/app/project/definedGuess.ts';
import type { ProjectFunction } from '../../src/app/project/projectFunction.ts';
import { scanProject } from '../../src/app/project/projectScan.ts';
import { findEsbuild } from '../../tools/build/esbuildBinary.ts';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { createTestFunction, TestService } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { BuiltProject } from './builtProject.ts';
import { Unavailable } from './preparedPackage.ts';

const buildMs = 300_000;
const samplesFolder = path.resolve(import.meta.dirname, '../../samples');
const folders = new TemporaryFolders();
let service: TestService;
let defined: readonly ProjectFunction[];

beforeAll(async () => {
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  const folder = folders.create();
  // Tools write into their projects.
  await cp(samplesFolder, folder, { recursive: true });
  defined = (await scanProject(folder, AbortSignal.timeout(30_000))).functions;
});

afterAll(async () => {
  await service.dispose();
  folders.remove();
});

test.for([
  ['shop-orders-dev', { items: [{ price: 3, count: 2 }] }, { total: 6, stage: 'dev' }],
  ['shop-stock-dev', { item: 'paper' }, { item: 'paper', level: 50, stage: 'dev' }],
  ['shop-mailer-dev', { to: 'Ada' }, { sent: 'Ada', stage: 'dev' }],
  ['shop-labels-dev', { n: 1 }, { label: { n: 1 }, stage: 'dev' }],
  ['shop-invoices-dev', { order: 7 }, { invoice: 'I-7', stage: 'dev' }],
  ['shop-audit-dev', { what: 'door' }, { audited: 'door', stage: 'dev' }],
  ['notes-dev-create', { body: '{"text":"x"}' }, { statusCode: 201, body: '{"text":"x","table":"notes-dev"}' }],
  ['thumbnails-dev-resize', { picture: 'a.jpg' }, { thumbnails: ['64/a.jpg', '128/a.jpg'], stage: 'dev' }],
  ['thumbnails-dev-cleanup', { thumbnails: ['a', 'b.old'] }, { removed: ['b.old'], stage: 'dev' }],
  ['cdk-greet', { name: 'Ada' }, { message: 'Hello, Ada' }],
  ['hello-python', {}, expect.anything()],
] as const)('%s', { timeout: buildMs }, async ([name, event, answer], { skip }) => {
  const one = defined.find(({ functionName }) => functionName === name);
  if (one === undefined) throw new Error(`No definition of ${name}`);
  await deploy(one).catch((error: unknown) => {
    if (error instanceof Unavailable) skip(error.message);
    throw error;
  });
  const { Payload, FunctionError } = await service.lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const text = Payload?.transformToString() ?? '';
  expect(FunctionError, text).toBeUndefined();
  expect(JSON.parse(text)).toEqual(answer);
});

/** As the Project Functions view deploys it. Rejects with `Unavailable` where the language's tools are missing. */
async function deploy(one: ProjectFunction): Promise<void> {
  const guess = await definedGuess(one);
  if (guess === undefined) throw new Error(`Nothing tells how ${one.functionName} is built`);
  const { runtime, handler, build } = guess;
  const project = BuiltProject.at(one.folder, folders);
  const { files } = await project.build(build, runtime, handler, { bundlesSdk: true, shippedEsbuild: findEsbuild() });
  const { zip } = await deploymentPackage(files, AbortSignal.timeout(60_000));
  const { memorySizeMB = 128, timeoutS = 3, environment = {} } = one.settings;
  await createTestFunction(service, one.functionName, {
    Runtime: runtime as Runtime,
    Handler: handler,
    Code: { ZipFile: zip },
    Timeout: Math.max(timeoutS, 30),
    MemorySize: Math.max(memorySizeMB, 512),
    Environment: { Variables: { ...environment } },
  });
}
