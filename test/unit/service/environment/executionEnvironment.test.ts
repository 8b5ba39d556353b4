/** The life of an environment with processes and a Runtime API that exist on paper, and time under control. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import type { EnvironmentHost } from '../../../../src/service/environment/environmentHost.ts';
import { ExecutionEnvironment } from '../../../../src/service/environment/executionEnvironment.ts';
import { type Launch, LaunchError, type Launcher } from '../../../../src/service/environment/launch.ts';
import type { NextInvocation, RuntimeSession } from '../../../../src/service/environment/runtimeSession.ts';
import type { Invocation, InvocationOutcome } from '../../../../src/service/invoke/invocation.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';
import { CollectingLogWriter } from '../../../fakes/collectingLogWriter.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { FakeSupervisor } from '../../../fakes/fakeSupervisor.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const version: FunctionVersion = {
  id: { region: 'eu-west-1', name: 'f' },
  version: '$LATEST',
  configuration: { Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 3, MemorySize: 128, RevisionId: '1' },
  packageId: 'package',
  createdAt: 0,
};

const command = { command: 'node', arguments: [], folder: '/', environment: {} };
const runtime = { runtimeVersion: 'nodejs:24.0.0', runtimeVersionArn: 'arn', note: undefined };
const launched: Launch = { command, writesMarks: true, runtime };

let folders: TemporaryFolders;
let clock: FakeClock;
let supervisor: FakeSupervisor;
let logs: CollectingLogWriter;
let sessions: RuntimeSession[];
let launchError: LaunchError | undefined;
let environment: ExecutionEnvironment;

beforeEach(() => {
  folders = new TemporaryFolders();
  clock = new FakeClock();
  supervisor = new FakeSupervisor();
  logs = new CollectingLogWriter();
  sessions = [];
  launchError = undefined;
  const launcher = {
    async prepare(_version: FunctionVersion, place: Promise<unknown>) {
      await place;
      if (launchError !== undefined) throw launchError;
      return launched;
    },
  } as unknown as Launcher;
  const host: EnvironmentHost = {
    supervisor,
    launcher,
    openRuntimeListener: async (session) => {
      sessions.push(session);
      return { address: '127.0.0.1:1', metadataToken: 'token', close() {} };
    },
    openPackage: async () => '/task',
    logs,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    workFolder: folders.create(),
    systemRoot: undefined,
    clock,
    log: silentLog,
  };
  environment = new ExecutionEnvironment(version, host);
});
afterEach(async () => {
  await environment.close();
  folders.remove();
});

function invoke(logTail = true, requestId = 'id-1'): { outcome: Promise<InvocationOutcome>; isAnswered(): boolean } {
  const invocation: Invocation = {
    requestId,
    version,
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    payload: Buffer.from('{}'),
    clientContext: undefined,
    traceId: 'Root=1',
    logTail,
  };
  let answered = false;
  const outcome = environment.invoke(invocation).finally(() => {
    answered = true;
  });
  outcome.catch(() => {});
  return { outcome, isAnswered: () => answered };
}

/** Resolves with the process once the next one was started. */
async function started(count = 1) {
  while (supervisor.processes.length < count) await settle();
  return supervisor.last;
}

/** The runtime's side: marks the end of its output and asks for an invocation. */
function next(): Promise<NextInvocation> {
  supervisor.last.mark();
  const asked = sessions.at(-1)?.next();
  if (asked === undefined) throw new Error('No runtime');
  return asked;
}

function respond(text: string, requestId = 'id-1'): void {
  sessions.at(-1)?.answer(requestId, { type: 'response', payload: Buffer.from(text) });
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe('a streamed response that breaks off', () => {
  const sink = { bytes: 4, write: async () => {} };
  const stream = () => {
    const invocation: Invocation = {
      requestId: 'id-1',
      version,
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
      payload: Buffer.from('{}'),
      clientContext: undefined,
      traceId: 'Root=1',
      logTail: true,
      responseSink: sink,
    };
    return environment.invoke(invocation);
  };
  const breakOff = () => sessions.at(-1)?.answer('id-1', { type: 'responseTruncated' });

  test('with the process is told by the end of the process', async () => {
    const outcome = stream();
    const child = await started();
    void next();
    await settle();
    breakOff();
    await settle();
    child.end({ code: 7, signal: undefined });
    const { functionError, streamErrorType, payload } = await outcome;
    expect([functionError, streamErrorType]).toEqual(['Unhandled', 'Runtime.TruncatedResponse']);
    expect(text(payload)).toContain('Runtime exited with error: exit status 7');
  });

  test('while the process lives on is told after a moment, and the environment is used again', async () => {
    const outcome = stream();
    await started();
    void next();
    await settle();
    breakOff();
    await settle();
    await clock.advance(250);
    void next();
    const { streamErrorType, payload } = await outcome;
    expect(streamErrorType).toBe('Runtime.TruncatedResponse');
    expect(text(payload)).toContain('The runtime broke off its response');
    expect(environment.state).toBe('ready');
  });
});

describe('a regular life', () => {
  test('cold, then warm: lines, durations and memory', async () => {
    const cold = invoke();
    const child = await started();
    expect(environment.state).toBe('starting');
    await clock.advance(110.1);
    child.memoryBytes = 36 * 1024 * 1024;
    child.write('loading\n');
    const delivered = next();
    await settle();
    expect(environment.state).toBe('running');
    expect(await delivered).toMatchObject({ requestId: 'id-1', deadlineMs: Math.round(clock.now() + 3000) });
    child.write('working\n');
    await clock.advance(3.01);
    respond('"done"');
    await settle();
    expect(environment.state).toBe('responded');
    expect(cold.isAnswered()).toBe(false);
    void next();
    const { payload, functionError, logTail } = await cold.outcome;
    expect([text(payload), functionError]).toEqual(['"done"', undefined]);
    expect(environment.state).toBe('ready');
    const lines = [
      'INIT_START Runtime Version: nodejs:24.0.0\tRuntime Version ARN: arn\n',
      'loading\n',
      'START RequestId: id-1 Version: $LATEST\n',
      'working\n',
      'END RequestId: id-1\n',
      'REPORT RequestId: id-1\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n',
    ];
    expect(logs.messages).toEqual(lines);
    expect(text(logTail)).toBe(lines.slice(1).join(''));

    logs.clear();
    const warm = invoke(true, 'id-2');
    await settle();
    await clock.advance(1.5);
    respond('2', 'id-2');
    void next();
    await warm.outcome;
    expect(logs.messages).toEqual([
      'START RequestId: id-2 Version: $LATEST\n',
      'END RequestId: id-2\n',
      'REPORT RequestId: id-2\tDuration: 1.50 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t\n',
    ]);
  });

  test('a caller without a tail is answered before the runtime is back, with the lines known by then', async () => {
    const { outcome } = invoke(false);
    const child = await started();
    void next();
    await settle();
    child.write('working\n');
    respond('1');
    expect(text((await outcome).payload)).toBe('1');
    expect(logs.messages.at(-1)).toBe('working\n');
    expect(environment.state).toBe('responded');
    void next();
    await settle();
    await clock.advance(10);
    expect(logs.messages.at(-1)).toMatch(/^REPORT RequestId: id-1\t/);
  });

  test('output that arrives after next still comes before END', async () => {
    const { outcome } = invoke();
    const child = await started();
    void next();
    await settle();
    respond('1');
    void sessions[0]?.next();
    await settle();
    expect(environment.state).toBe('responded');
    child.write('late\n');
    child.mark();
    expect(text((await outcome).logTail)).toContain('late\nEND RequestId: id-1\n');
  });

  test('a mark that never comes delays the end, but does not prevent it', async () => {
    const { outcome, isAnswered } = invoke();
    await started();
    void next();
    await settle();
    respond('1');
    void sessions[0]?.next();
    await settle();
    await clock.advance(249);
    expect(isAnswered()).toBe(false);
    await clock.advance(1);
    await outcome;
    expect(environment.state).toBe('ready');
  });
});

describe('failures', () => {
  test('a timeout ends the process; the next start belongs to the next invocation', async () => {
    const first = invoke();
    const child = await started();
    await clock.advance(100);
    void next();
    await settle();
    await clock.advance(3000);
    expect(JSON.parse(text((await first.outcome).payload))).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: id-1 Error: Task timed out after 3.00 seconds',
    });
    expect(child.signals).toContain('SIGKILL');
    expect(environment.state).toBe('reset');
    expect(logs.messages.at(-1)).toBe(
      'REPORT RequestId: id-1\tDuration: 3000.00 ms\tBilled Duration: 3100 ms\tMemory Size: 128 MB\tMax Memory Used: 0 MB\tInit Duration: 100.00 ms\tStatus: timeout\t\n',
    );

    logs.clear();
    const second = invoke(true, 'id-2');
    await started(2);
    await clock.advance(80);
    void next();
    await settle();
    await clock.advance(5);
    respond('2', 'id-2');
    void next();
    await second.outcome;
    expect(logs.messages).toEqual([
      'START RequestId: id-2 Version: $LATEST\n',
      'END RequestId: id-2\n',
      'REPORT RequestId: id-2\tDuration: 85.00 ms\tBilled Duration: 85 ms\tMemory Size: 128 MB\tMax Memory Used: 0 MB\t\n',
    ]);
  });

  test('memory beyond the limit ends the process, in an invocation and in a start', async () => {
    const { outcome } = invoke();
    const child = await started();
    void next();
    await settle();
    child.memoryBytes = 129 * 1024 * 1024;
    await clock.advance(20);
    expect(JSON.parse(text((await outcome).payload))).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: 'RequestId: id-1 Error: Runtime exited with error: signal: killed',
    });
    expect(environment.state).toBe('reset');
    expect(logs.messages.at(-1)).toBe(
      'REPORT RequestId: id-1\tDuration: 20.00 ms\tBilled Duration: 20 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tInit Duration: 0.00 ms\tStatus: error\tError Type: Runtime.OutOfMemory\t\n',
    );

    logs.clear();
    const second = invoke(true, 'id-2');
    (await started(2)).memoryBytes = 129 * 1024 * 1024;
    await clock.advance(20);
    await second.outcome;
    expect(logs.messages[0]).toMatch(/^INIT_REPORT .*Phase: invoke\tStatus: error\tError Type: Runtime.OutOfMemory\n$/);
  });

  test('an init of more than ten seconds is begun again inside the invocation', async () => {
    const { outcome } = invoke();
    const child = await started();
    await clock.advance(10_000);
    await started(2);
    expect(child.signals).toContain('SIGKILL');
    await clock.advance(200);
    void next();
    await settle();
    respond('1');
    void next();
    expect(text((await outcome).payload)).toBe('1');
    expect(logs.messages.slice(1)).toEqual([
      'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n',
      'START RequestId: id-1 Version: $LATEST\n',
      'END RequestId: id-1\n',
      'REPORT RequestId: id-1\tDuration: 200.00 ms\tBilled Duration: 200 ms\tMemory Size: 128 MB\tMax Memory Used: 0 MB\t\n',
    ]);
  });

  test('a second init is limited by the function’s timeout', async () => {
    const { outcome } = invoke();
    await started();
    await clock.advance(10_000);
    await started(2);
    await clock.advance(3000);
    expect(JSON.parse(text((await outcome).payload)).errorType).toBe('Sandbox.Timedout');
    expect(logs.messages.slice(2)).toEqual([
      'INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout\n',
      'START RequestId: id-1 Version: $LATEST\n',
      'END RequestId: id-1\n',
      'REPORT RequestId: id-1\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 0 MB\tStatus: timeout\t\n',
    ]);
  });

  test('an end after the answer does not change the answer', async () => {
    const { outcome } = invoke();
    const child = await started();
    void next();
    await settle();
    respond('"kept"');
    child.end({ code: 1 });
    expect(await outcome).toMatchObject({ functionError: undefined });
    expect(logs.messages.at(-1)).toContain('Status: error\tError Type: Runtime.ExitError');
    expect(environment.state).toBe('reset');
  });

  test('a process that ends while it waits is replaced without a word', async () => {
    const first = invoke();
    const child = await started();
    void next();
    await settle();
    respond('1');
    void next();
    await first.outcome;
    child.end({ code: 7 });
    await settle();
    expect(environment.state).toBe('reset');
    logs.clear();
    const second = invoke(true, 'id-2');
    await started(2);
    void next();
    await settle();
    respond('2', 'id-2');
    void next();
    expect(text((await second.outcome).payload)).toBe('2');
    expect(logs.messages[0]).toBe('START RequestId: id-2 Version: $LATEST\n');
  });

  test('nothing to start is a failed function that says what is missing', async () => {
    launchError = new LaunchError('python3.12 needs Python. Install Python 3.12.');
    const { outcome } = invoke();
    expect(JSON.parse(text((await outcome).payload))).toEqual({
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: 'RequestId: id-1 Error: python3.12 needs Python. Install Python 3.12.',
    });
    expect(logs.messages).toContain(
      'RequestId: id-1 Error: python3.12 needs Python. Install Python 3.12.\nRuntime.InvalidEntrypoint\n',
    );
    expect(supervisor.processes).toEqual([]);
  });
});

describe('closing', () => {
  test('while an invocation runs gives the invocation up and ends the process', async () => {
    const { outcome } = invoke();
    const child = await started();
    void next();
    await settle();
    await environment.close();
    expect(child.signals).toContain('SIGKILL');
    await expect(outcome).rejects.toMatchObject({ code: 'ServiceException', httpStatus: 500 });
    expect(environment.state).toBe('stopped');
    expect(clock.pending).toBe(0);
  });

  test('while the process starts ends it as well', async () => {
    const { outcome } = invoke();
    const closed = environment.close();
    await closed;
    await expect(outcome).rejects.toMatchObject({ code: 'ServiceException' });
    expect(supervisor.processes.every(({ signals }) => signals.includes('SIGKILL'))).toBe(true);
  });
});

describe('initialised ahead', () => {
  test('has an init of its own; the first invocation finds it ready and reports no init', async () => {
    const ahead = environment.initialiseAhead();
    await started();
    await clock.advance(90);
    void next();
    expect(await ahead).toBeUndefined();
    expect(environment.state).toBe('ready');
    const { outcome } = invoke();
    await settle();
    await clock.advance(2);
    respond('1');
    void next();
    expect(text((await outcome).payload)).toBe('1');
    expect(logs.messages).toEqual([
      'INIT_START Runtime Version: nodejs:24.0.0\tRuntime Version ARN: arn\n',
      'INIT_REPORT Init Duration: 90.00 ms\tPhase: init\n',
      'START RequestId: id-1 Version: $LATEST\n',
      'END RequestId: id-1\n',
      'REPORT RequestId: id-1\tDuration: 2.00 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 0 MB\t\n',
    ]);
  });

  test('may take longer than an invocation would wait, and says why it failed', async () => {
    const ahead = environment.initialiseAhead();
    const child = await started();
    await clock.advance(129_000);
    expect(environment.state).toBe('starting');
    child.end({ code: 3 });
    expect(await ahead).toMatchObject({ status: 'error', errorType: 'Runtime.ExitError' });
    expect(environment.state).toBe('reset');
    expect(logs.messages.at(-1)).toBe(
      'INIT_REPORT Init Duration: 129000.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\n',
    );
  });

  test('is given up when the environment is closed', async () => {
    const ahead = environment.initialiseAhead();
    ahead.catch(() => {});
    await started();
    await environment.close();
    await expect(ahead).rejects.toMatchObject({ code: 'ServiceException' });
    expect(environment.state).toBe('stopped');
    expect(clock.pending).toBe(0);
  });
});
