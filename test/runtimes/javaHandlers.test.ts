/** Handlers in every form that Java has, on our bootstrap and on AWS's runtime client: both must answer the same. */

import {
  CreateFunctionCommand,
  InvokeCommand,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { functionInput, TestService } from '../support/localService.ts';
import { preparePackage, Unavailable, zipFolder } from './preparedPackage.ts';
import { javaRecipe } from './runtimeFunctions.ts';

/** The same Java that the client's own bootstrap finds on the PATH. */
const sides: Readonly<Record<'ours' | 'client', Runtime>> = { ours: 'java17', client: 'provided.al2023' };

let service: TestService;
let unavailable: string | undefined;
beforeAll(async () => {
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  try {
    const ZipFile = zipFolder(await preparePackage(javaRecipe));
    for (const [name, runtime] of Object.entries(sides)) {
      const changes = { Runtime: runtime, Code: { ZipFile }, MemorySize: 512, Timeout: 60 };
      await service.lambda.send(new CreateFunctionCommand(functionInput(name, changes)));
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    unavailable = error.message;
  }
}, 300_000);
afterAll(() => service.dispose());
beforeEach(({ skip }) => {
  if (unavailable !== undefined) skip(unavailable);
});

async function invoke(name: string, handler: string, event: unknown) {
  await service.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Handler: handler }));
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await service.lambda.send(new InvokeCommand({ FunctionName: name, Payload }));
  const payload = JSON.parse(answer.Payload?.transformToString() ?? '');
  return { payload: withOwnFrames(payload), error: answer.FunctionError };
}

/** Frames of the JDK differ by how a method is called. */
function withOwnFrames(payload: { stackTrace?: readonly string[] } | null) {
  if (!Array.isArray(payload?.stackTrace)) return payload;
  const own = payload.stackTrace.filter((frame: string) => frame.startsWith('example.'));
  return { ...payload, stackTrace: own.slice(0, 50) };
}

const person = {
  name: 'Ada',
  age: 36,
  active: true,
  role: 'ADMIN',
  score: null,
  friends: [{ name: 'Charles', unknown: 1 }],
  counts: { a: 1, b: 5_000_000_000 },
};
const values = [1, 5_000_000_000, 1.5, 'text', true, null, [1], { a: 1 }];

test.each([
  ['example.Handlers::text', 'größe'],
  ['example.Handlers::number', 41],
  ['example.Handlers::large', 5_000_000_000],
  ['example.Handlers::fraction', 1.25],
  ['example.Handlers::negated', true],
  ['example.Handlers::lengths', ['a', 'bcd']],
  ['example.Handlers::reversed', [1, 2, 3]],
  ['example.Handlers::older', person],
  ['example.Handlers::typesOf', Object.fromEntries(values.map((value, index) => [String(index), value]))],
  ['example.Handlers::mixed', {}],
  ['example.Handlers::fixed', {}],
  ['example.Handlers::nothing', {}],
  ['example.Handlers::chosen', 'x'],
  ['example.Handlers::copies', { copied: true }],
  ['example.Handlers::fails', {}],
  ['example.Handlers::failsWithoutWords', {}],
  ['example.Handlers::failsChecked', {}],
  ['example.Handlers::older', 'no person'],
  ['example.Handlers::number', 'no number'],
  ['example.Handlers::missing', {}],
  ['example.Handlers', {}],
  ['example.Missing::handle', {}],
  ['example.Handlers::', {}],
  ['example.StreamFunction', { n: 1 }],
  ['example.StreamFunction::handleRequest', { n: 1 }],
  ['example.Inherited', { name: 'Ada' }],
] as const)(
  '%s of %j',
  async (handler, event) => {
    const [ours, client] = await Promise.all([invoke('ours', handler, event), invoke('client', handler, event)]);
    expect(ours).toEqual(client);
  },
  60_000,
);

test('a class that does not come up is told in the same words', async () => {
  const Environment = { Variables: { FAIL_INIT: '1' } };
  for (const name of Object.keys(sides)) {
    await service.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment }));
  }
  const [ours, client] = await Promise.all([
    invoke('ours', 'example.Function', {}),
    invoke('client', 'example.Function', {}),
  ]);
  expect(ours).toEqual(client);
}, 60_000);
