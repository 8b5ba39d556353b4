/** An environment with extensions, on processes and listeners that exist on paper, and with time under control. */

import { chmodSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { ExecutionEnvironment } from '../../../../src/service/environment/executionEnvironment.ts';
import type { ExtensionEvent } from '../../../../src/service/environment/extensions/extension.ts';
import type { ExtensionSession } from '../../../../src/service/environment/extensions/extensionSession.ts';
import type { Launch, Launcher, LaunchPlace } from '../../../../src/service/environment/launch.ts';
import type { RuntimeSession } from '../../../../src/service/environment/runtimeSession.ts';
import type { InvocationOutcome } from '../../../../src/service/invoke/invocation.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';
import { CollectingLogWriter } from '../../../fakes/collectingLogWriter.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { type FakeProcess, FakeSupervisor } from '../../../fakes/fakeSupervisor.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const version: FunctionVersion = {
  id: { region: 'eu-west-1', name: 'f' },
  version: '$LATEST',
  configuration: { Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 3, MemorySize: 128 },
  packageId: 'package',
  layerPackageIds: ['layer'],
  createdAt: 0,
};

let folders: TemporaryFolders;
let clock: FakeClock;
let supervisor: FakeSupervisor;
let logs: CollectingLogWriter;
let environment: ExecutionEnvironment;
let runtime: RuntimeSession;
let extensions: ExtensionSession;
let openListeners: number;

function create(names: readonly string[]): void {
  const layersFolder = folders.create(Object.fromEntries(names.map((name) => [`extensions/${name}`, '#!/bin/sh\n'])));
  for (const name of names) chmodSync(path.join(layersFolder, 'extensions', name), 0o755);
  const runtimeChoice = { runtimeVersion: 'nodejs:24.0.0', runtimeVersionArn: 'arn', note: undefined };
  const launcher = {
    async prepare(_version: FunctionVersion, place: Promise<LaunchPlace>): Promise<Launch> {
      await place;
      const command = { command: 'node', arguments: [], folder: '/', environment: { _HANDLER: 'x', OWN: '1' } };
      return { command, writesMarks: false, runtime: runtimeChoice };
    },
  } as unknown as Launcher;
  environment = new ExecutionEnvironment(version, {
    supervisor,
    launcher,
    openRuntimeListener: async (session, extensionSession) => {
      runtime = session;
      if (extensionSession !== undefined) extensions = extensionSession;
      openListeners += 1;
      let isOpen = true;
      return {
        address: '127.0.0.1:1',
        metadataToken: 'token',
        close() {
          if (isOpen) openListeners -= 1;
          isOpen = false;
        },
      };
    },
    openPackage: async () => '/task',
    openLayers: async () => layersFolder,
    logs,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    workFolder: folders.create(),
    systemRoot: undefined,
    clock,
    log: silentLog,
  });
}

beforeEach(() => {
  folders = new TemporaryFolders();
  clock = new FakeClock();
  supervisor = new FakeSupervisor();
  logs = new CollectingLogWriter();
  openListeners = 0;
});
afterEach(async () => {
  for (const child of supervisor.processes) child.end({ code: 0 });
  await environment.close();
  expect([clock.pending, openListeners]).toEqual([0, 0]);
  folders.remove();
});

function invoke(requestId = 'id-1') {
  const outcome = environment.invoke({
    requestId,
    version,
    invokedFunctionArn: 'arn:f',
    payload: Buffer.from('{}'),
    clientContext: undefined,
    traceId: 'Root=1',
    logTail: true,
  });
  outcome.catch(() => {});
  return { outcome };
}

/** Resolves with the process of that number, from 0, once it was started. */
async function process(number: number): Promise<FakeProcess> {
  for (;;) {
    const child = supervisor.processes[number];
    if (child !== undefined) return child;
    await settle();
  }
}

/** An extension registers; what it is told afterwards is gathered. */
function register(extensionName: string, events: readonly string[]) {
  const extension = extensions.register({ extensionName, events });
  const told: ExtensionEvent[] = [];
  const next = () => void extensions.next(extension).then((event) => told.push(event));
  return { extension, told, next };
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();
const errorOf = ({ payload }: InvocationOutcome) => JSON.parse(text(payload));

/** Led to the state in which an invocation runs and one external extension knows of it. */
async function running(events = ['INVOKE', 'SHUTDOWN']) {
  create(['agent']);
  const invocation = invoke();
  const agentProcess = await process(0);
  await clock.advance(40);
  const agent = register('agent', events);
  const runtimeProcess = await process(1);
  runtimeProcess.memoryBytes = 0;
  await clock.advance(60);
  void runtime.next();
  agent.next();
  await settle();
  expect(environment.state).toBe('running');
  return { invocation, agent, agentProcess, runtimeProcess };
}

describe('Init', () => {
  test('starts extensions first, the runtime when they have registered, and ends when all wait', async () => {
    create(['a', 'b']);
    const { outcome } = invoke();
    await process(1);
    expect(supervisor.processes.map(({ command }) => path.basename(command.command))).toEqual(['a', 'b']);
    expect(supervisor.processes[0]?.command.environment).toMatchObject({ OWN: '1' });
    expect(supervisor.processes[0]?.command.environment).not.toHaveProperty('_HANDLER');
    await clock.advance(30);
    const a = register('a', ['INVOKE']);
    await settle();
    expect(supervisor.processes).toHaveLength(2);
    const b = register('b', []);
    await process(2);
    await clock.advance(30);
    void runtime.next();
    a.next();
    await settle();
    expect(environment.state).toBe('starting');
    await clock.advance(40);
    b.next();
    await settle();
    expect(environment.state).toBe('running');
    runtime.answer('id-1', { type: 'response', payload: Buffer.from('1') });
    void runtime.next();
    a.next();
    await outcome;
    expect(logs.messages).toEqual([
      'INIT_START Runtime Version: nodejs:24.0.0\tRuntime Version ARN: arn\n',
      'EXTENSION\tName: a\tState: Ready\tEvents: [INVOKE]\n',
      'EXTENSION\tName: b\tState: Ready\tEvents: []\n',
      'START RequestId: id-1 Version: $LATEST\n',
      'END RequestId: id-1\n',
      'REPORT RequestId: id-1\tDuration: 0.00 ms\tBilled Duration: 100 ms\tMemory Size: 128 MB\tMax Memory Used: 0 MB\tInit Duration: 100.00 ms\t\n',
    ]);
    expect([a.told.length, b.told.length]).toEqual([1, 0]);
  });

  test('that an extension does not leave in time is done again within the invocation', async () => {
    create(['slow']);
    const { outcome } = invoke();
    const first = await process(0);
    await clock.advance(10_000);
    expect(first.signals).toContain('SIGKILL');
    await process(1);
    await clock.advance(3000);
    expect(errorOf(await outcome)).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(logs.messages.filter((line) => /^(?:INIT_REPORT|EXTENSION)/.test(line))).toEqual([
      'EXTENSION\tName: slow\tState: Started\tEvents: []\n',
      'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n',
      'EXTENSION\tName: slow\tState: Started\tEvents: []\n',
      'INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout\n',
    ]);
    expect(environment.state).toBe('reset');
  });

  test('takes ten extensions and no more', async () => {
    create(Array.from({ length: 11 }, (_, index) => `e${String(index).padStart(2, '0')}`));
    const { outcome } = invoke();
    expect(errorOf(await outcome)).toEqual({
      errorType: 'Extension.LaunchError',
      errorMessage: 'RequestId: id-1 Error: ErrTooManyExtensions',
    });
    expect(logs.messages).toContain(
      'EXTENSION\tName: e10\tState: LaunchError\tEvents: []\tError Type: TooManyExtensions\n',
    );
    expect(supervisor.processes.every(({ signals }) => signals.includes('SIGKILL'))).toBe(true);
  });
});

describe('Invoke', () => {
  test('is answered with the function, and over when the extension is back', async () => {
    const { invocation, agent } = await running();
    expect(agent.told).toEqual([
      {
        eventType: 'INVOKE',
        deadlineMs: Math.round(clock.now() + 3000),
        requestId: 'id-1',
        invokedFunctionArn: 'arn:f',
        tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1' },
      },
    ]);
    await clock.advance(5);
    runtime.answer('id-1', { type: 'response', payload: Buffer.from('1') });
    void runtime.next();
    await clock.advance(70);
    expect(environment.state).toBe('responded');
    agent.next();
    await invocation.outcome;
    expect(environment.state).toBe('ready');
    expect(logs.messages.at(-1)).toContain('\tDuration: 75.00 ms\tBilled Duration: 175 ms\t');
  });

  test('counts the extension’s time against the timeout; the answer stays', async () => {
    const { invocation, agent, agentProcess } = await running();
    runtime.answer('id-1', { type: 'response', payload: Buffer.from('"kept"') });
    void runtime.next();
    await clock.advance(3000);
    await clock.advance(600);
    expect(logs.messages.at(-1)).toContain('Status: timeout');
    expect(environment.state).toBe('resetting');
    agent.next();
    await settle();
    expect(agent.told.at(-1)).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'timeout' });
    agentProcess.end({ code: 0 });
    expect(text((await invocation.outcome).payload)).toBe('"kept"');
    expect(environment.state).toBe('reset');
  });

  test('that runs out of time asks the runtime and then the extension, and has its REPORT before that', async () => {
    const { invocation, agent, agentProcess, runtimeProcess } = await running();
    agent.next();
    runtimeProcess.ignoresTermination = true;
    await clock.advance(3000);
    expect(runtimeProcess.signals).toEqual(['SIGTERM']);
    await clock.advance(600);
    expect(runtimeProcess.signals).toEqual(['SIGTERM', 'SIGKILL']);
    expect(logs.messages.at(-1)).toContain('Status: timeout');
    expect(agent.told.at(-1)).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'timeout' });
    expect(agentProcess.signals).toEqual([]);
    await clock.advance(1400);
    expect(agentProcess.signals).toEqual(['SIGKILL']);
    expect(errorOf(await invocation.outcome)).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(environment.state).toBe('reset');
  });

  test('ends with an extension that crashes, and everything starts again', async () => {
    const { invocation, agentProcess, runtimeProcess } = await running();
    agentProcess.end({ code: 2 });
    expect(errorOf(await invocation.outcome)).toEqual({
      errorType: 'Extension.Crash',
      errorMessage: 'RequestId: id-1 Error: exit status 2',
    });
    expect(runtimeProcess.signals).toContain('SIGTERM');
    expect(logs.messages.at(-1)).toContain('Status: error\tError Type: Extension.Crash');
    const second = invoke('id-2');
    await process(2);
    const agent = register('agent', []);
    await process(3);
    void runtime.next();
    agent.next();
    await settle();
    runtime.answer('id-2', { type: 'response', payload: Buffer.from('2') });
    void runtime.next();
    expect(text((await second.outcome).payload)).toBe('2');
  });
});

describe('memory', () => {
  test('of extensions is the function’s', async () => {
    const { invocation, agentProcess, runtimeProcess } = await running();
    runtimeProcess.memoryBytes = 100 * 1024 * 1024;
    agentProcess.memoryBytes = 20 * 1024 * 1024;
    await clock.advance(200);
    expect(environment.state).toBe('running');
    agentProcess.memoryBytes = 30 * 1024 * 1024;
    await clock.advance(300);
    agentProcess.end({ code: 0 });
    expect(errorOf(await invocation.outcome).errorType).toBe('Runtime.OutOfMemory');
  });
});

describe('between invocations', () => {
  test('an extension that ends is replaced without a word', async () => {
    const { invocation, agent, agentProcess, runtimeProcess } = await running();
    runtime.answer('id-1', { type: 'response', payload: Buffer.from('1') });
    void runtime.next();
    agent.next();
    await invocation.outcome;
    agentProcess.end({ code: 1 });
    await settle();
    expect(environment.state).toBe('reset');
    expect(runtimeProcess.signals).toContain('SIGTERM');
  });
});

test('an invocation that comes while the rest of a lost environment is ended waits for that', async () => {
  const { invocation, agent, agentProcess, runtimeProcess } = await running();
  runtime.answer('id-1', { type: 'response', payload: Buffer.from('1') });
  void runtime.next();
  agent.next();
  await invocation.outcome;
  runtimeProcess.end({ code: 1 });
  await settle();
  expect(environment.state).toBe('resetting');
  let settlings = 0;
  environment.onDidSettle(() => {
    settlings += 1;
  });
  const second = invoke('id-2');
  await clock.advance(1399);
  expect(supervisor.processes).toHaveLength(2);
  agentProcess.end({ code: 0 });
  await process(2);
  expect(settlings).toBe(0);
  const again = register('agent', []);
  await process(3);
  void runtime.next();
  again.next();
  await settle();
  runtime.answer('id-2', { type: 'response', payload: Buffer.from('2') });
  void runtime.next();
  expect(text((await second.outcome).payload)).toBe('2');
});

describe('Shutdown', () => {
  async function idle(events: readonly string[]) {
    const life = await running([...events]);
    runtime.answer('id-1', { type: 'response', payload: Buffer.from('1') });
    void runtime.next();
    if (events.includes('INVOKE')) life.agent.next();
    await life.invocation.outcome;
    return life;
  }

  test('tells an external extension, which has what is left of two seconds', async () => {
    const { agent, agentProcess, runtimeProcess } = await idle(['INVOKE', 'SHUTDOWN']);
    const closing = environment.close();
    await settle();
    expect(environment.state).toBe('stopping');
    expect(runtimeProcess.signals).toEqual(['SIGTERM']);
    expect(agent.told.at(-1)).toEqual({
      eventType: 'SHUTDOWN',
      shutdownReason: 'spindown',
      deadlineMs: clock.now() + 1400,
    });
    await clock.advance(1399);
    expect(agentProcess.signals).toEqual([]);
    await clock.advance(1);
    expect(agentProcess.signals).toEqual(['SIGKILL']);
    await closing;
    expect(environment.state).toBe('stopped');
  });

  test('ends an extension that did not ask for it at once', async () => {
    const { agentProcess } = await idle(['INVOKE']);
    await environment.close();
    expect(agentProcess.signals).toEqual(['SIGKILL']);
  });

  test('gives a runtime with internal extensions half a second, and one without none', async () => {
    create([]);
    const { outcome } = invoke();
    const runtimeProcess = await process(0);
    const inside = register('inside', []);
    void runtime.next();
    inside.next();
    await settle();
    runtime.answer('id-1', { type: 'response', payload: Buffer.from('1') });
    void runtime.next();
    await outcome;
    runtimeProcess.ignoresTermination = true;
    const closing = environment.close();
    await clock.advance(499);
    expect(runtimeProcess.signals).toEqual(['SIGTERM']);
    await clock.advance(1);
    await closing;
    expect(runtimeProcess.signals).toEqual(['SIGTERM', 'SIGKILL']);
  });

  test('while an extension is awaited ends it', async () => {
    create(['agent']);
    const { outcome } = invoke();
    const agentProcess = await process(0);
    await environment.close();
    await expect(outcome).rejects.toMatchObject({ code: 'ServiceException' });
    expect(agentProcess.signals).toEqual(['SIGKILL']);
  });
});
