/** External and internal extensions of real functions: published as layers, driven through the AWS SDK. */

import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootstrapFolder } from '../../support/bootstraps.ts';
import { ExtensionFunctions } from '../../support/extensionFunctions.ts';
import { functionInput, TestService, testAccountId } from '../../support/localService.ts';
import { zipOf } from '../../support/zip.ts';

let test: TestService;
let functions: ExtensionFunctions;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  functions = new ExtensionFunctions(test);
});
afterAll(async () => {
  await test.dispose();
  functions.remove();
});

const events = (name: string) => functions.recorded(name, 'event').map(({ content }) => content);

describe.skipIf(process.platform === 'win32')('an external extension', () => {
  it('registers, sees every invocation, and is told when it ends', async () => {
    await functions.create('seen', {});
    expect((await functions.invoke('seen', { a: 1 })).payload).toEqual({ a: 1 });
    await functions.invoke('seen');
    await functions.change('seen');
    await functions.ended('seen');
    expect(functions.recorded('seen', 'registered').map(({ content }) => content)).toEqual([
      { functionName: 'seen', functionVersion: '$LATEST', handler: 'index.handler', accountId: testAccountId },
    ]);
    const invoked = {
      eventType: 'INVOKE',
      deadlineMs: expect.any(Number),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      invokedFunctionArn: `arn:aws:lambda:us-east-1:${testAccountId}:function:seen`,
      tracing: { type: 'X-Amzn-Trace-Id', value: expect.stringMatching(/^Root=/) },
    };
    const shutdown = { eventType: 'SHUTDOWN', shutdownReason: 'spindown', deadlineMs: expect.any(Number) };
    expect(events('seen')).toEqual([invoked, invoked, shutdown]);
  });

  it('stands in the log with its state, and its output among the lines of the function', async () => {
    await functions.create('logged', {});
    await functions.invoke('logged');
    const lines = await functions.logLines('logged');
    const kinds = lines.map((line) => /^(?:INIT_START|EXTENSION|START|END|REPORT)/.exec(line)?.[0] ?? line.trim());
    expect(kinds.filter((kind) => kind !== 'recorder is listening' && !kind.endsWith('handling'))).toEqual([
      'INIT_START',
      'EXTENSION',
      'START',
      'END',
      'REPORT',
    ]);
    expect(lines).toContain('EXTENSION\tName: recorder\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n');
    expect(lines).toContain('recorder is listening\n');
  });

  it('sees the function’s variables, and none of the runtime’s', async () => {
    await functions.create('variables-of-extension', { OWN: '1' });
    await functions.invoke('variables-of-extension');
    const names = functions.recorded('variables-of-extension', 'variables')[0]?.content as string[];
    expect(names).toEqual(expect.arrayContaining(['OWN', 'AWS_LAMBDA_RUNTIME_API', 'AWS_LAMBDA_FUNCTION_NAME']));
    expect(names).toEqual(expect.arrayContaining(['AWS_ACCESS_KEY_ID', 'AWS_LAMBDA_INITIALIZATION_TYPE']));
    const runtimeOnly = /^(?:_|LAMBDA_|AWS_EXECUTION_ENV|AWS_LAMBDA_LOG_(?:GROUP|STREAM)|AWS_XRAY)/;
    // `_` is the shell's own.
    expect(names.filter((name) => name !== '_' && runtimeOnly.test(name))).toEqual([]);
  });

  it('holds the environment until it is done, and its time is part of the invocation', async () => {
    await functions.create('afterwards', { EXTENSION_WORK_MS: '120' });
    const { tail } = await functions.invoke('afterwards');
    const [, durationMs] = /REPORT RequestId: \S+\tDuration: ([\d.]+) ms/.exec(tail) ?? [];
    expect(Number(durationMs)).toBeGreaterThan(110);
  });

  it('is not asked about invocations that it did not subscribe to', async () => {
    await functions.create('only-shutdown', { EXTENSION_EVENTS: 'SHUTDOWN' });
    await functions.invoke('only-shutdown');
    await functions.change('only-shutdown');
    await functions.ended('only-shutdown');
    expect(events('only-shutdown').map(({ eventType }) => eventType)).toEqual(['SHUTDOWN']);
    expect(await functions.logLines('only-shutdown')).toContain(
      'EXTENSION\tName: recorder\tState: Ready\tEvents: [SHUTDOWN]\n',
    );
  });

  it('is told that an invocation ran out of time', async () => {
    const hangs = 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));';
    await functions.create('late', {}, { Timeout: 1 }, hangs);
    expect((await functions.invoke('late')).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    await functions.ended('late');
    expect(events('late').at(-1)).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'timeout' });
  });

  it('is told that the runtime crashed, and starts again with the next invocation', async () => {
    await functions.create(
      'crashed',
      {},
      {},
      'exports.handler = async ({ code }) => code === 0 ? "back" : process.exit(9);',
    );
    const { payload, tail } = await functions.invoke('crashed');
    expect(payload.errorMessage).toMatch(/Runtime exited with error: exit status 9$/);
    expect(tail).toContain('Status: error\tError Type: Runtime.ExitError');
    await functions.ended('crashed');
    expect(events('crashed').at(-1)).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'failure' });
    expect((await functions.invoke('crashed', { code: 0 })).payload).toBe('back');
    expect(functions.recorded('crashed', 'registered')).toHaveLength(2);
  });

  it('that ends during Init fails the function', async () => {
    await functions.create('broken', { EXTENSION_FAILS: 'before register' });
    const { payload, error, tail } = await functions.invoke('broken');
    expect(error).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Extension.Crash',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: exit status 3$/),
    });
    expect(tail).toContain('\tPhase: init\tStatus: error\tError Type: Extension.Crash\n');
    expect(tail).toMatch(/^REPORT .*Status: error\tError Type: Extension.Crash/m);
    const lines = await functions.logLines('broken');
    expect(lines).toContain('EXTENSION\tName: recorder\tState: Started\tEvents: []\tError Type: Extension.Crash\n');
  });

  it('that reports an error of its Init is named with it', async () => {
    await functions.create('reported', { EXTENSION_FAILS: 'init' });
    const { payload } = await functions.invoke('reported');
    expect(payload.errorType).toBe('Extension.InitError');
    expect(await functions.logLines('reported')).toContain(
      'EXTENSION\tName: recorder\tState: InitError\tEvents: [INVOKE, SHUTDOWN]\tError Type: Extension.NoConfiguration\n',
    );
  });

  it('that crashes during an invocation takes the environment with it', async () => {
    await functions.create(
      'crasher',
      { EXTENSION_FAILS: 'invoke' },
      {},
      'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));',
    );
    const first = await functions.invoke('crasher');
    expect(first.payload).toEqual({
      errorType: 'Extension.Crash',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: exit status 7$/),
    });
    await functions.invoke('crasher');
    expect(functions.recorded('crasher', 'registered')).toHaveLength(2);
  });

  it('that is not executable cannot be started', async () => {
    const Layers = [
      await functions.layer('not-executable', [{ name: 'extensions/plain', content: 'text', mode: 0o100644 }]),
    ];
    await test.lambda.send(new CreateFunctionCommand(functionInput('not-executable', { Layers })));
    const { payload } = await functions.invoke('not-executable');
    expect(payload).toEqual({
      errorType: 'Extension.LaunchError',
      errorMessage: expect.stringMatching(/ Error: fork\/exec \/opt\/extensions\/plain: permission denied$/),
    });
    expect(await functions.logLines('not-executable')).toContain(
      'EXTENSION\tName: plain\tState: LaunchError\tEvents: []\tError Type: PermissionDenied\n',
    );
  });
});

describe('an internal extension', () => {
  const source = `
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
    const register = (name, events) => fetch(api + 'register', {
      method: 'POST', headers: { 'Lambda-Extension-Name': name }, body: JSON.stringify({ events }),
    });
    const refused = await (await register('inside', ['INVOKE', 'SHUTDOWN'])).json();
    const registered = await register('inside', ['INVOKE']);
    const headers = { 'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier') };
    const seen = new Map();
    const told = (id) => {
      if (!seen.has(id)) seen.set(id, Promise.withResolvers());
      return seen.get(id);
    };
    const listen = async () => {
      for (;;) {
        const event = await (await fetch(api + 'event/next', { headers })).json();
        told(event.requestId).resolve(event.eventType);
      }
    };
    listen().catch(() => {});
    process.on('SIGTERM', () => { console.log('asked to end'); process.exit(0); });
    export const handler = async (event, { awsRequestId }) => ({ refused, told: await told(awsRequestId).promise });
  `;

  it('is called for every invocation, and cannot ask for the end', async () => {
    const Code = { ZipFile: zipOf({ 'index.mjs': source }) };
    await test.lambda.send(new CreateFunctionCommand(functionInput('internal', { Code, Timeout: 20 })));
    const refused = {
      errorType: 'Extension.InvalidEventType',
      errorMessage: 'SHUTDOWN: ErrorInvalidEventType',
    };
    for (let run = 0; run < 2; run += 1) {
      expect((await functions.invoke('internal')).payload).toEqual({ refused, told: 'INVOKE' });
    }
    expect(await functions.logLines('internal')).toContain('EXTENSION\tName: inside\tState: Ready\tEvents: [INVOKE]\n');
  });

  it('makes the runtime be asked before it is ended', async () => {
    await functions.change('internal');
    await vi.waitFor(
      async () => expect((await functions.logLines('internal')).join('')).toContain('asked to end\n'),
      20_000,
    );
  });
});
