/**
 * Several invocations of one function, one transcript: events in; results, log lines and the states of its environments
 * out. UPDATE_GOLDEN=1 rewrites the files.
 */

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, test, vi } from 'vitest';
import { StateMachine } from '../../src/base/stateMachine.ts';
import { limits } from '../../src/lambda/limits.ts';
import { environmentTransitions } from '../../src/service/environment/environmentState.ts';
import type { DispatcherOptions } from '../../src/service/invoke/dispatcher.ts';
import { DispatcherBench } from '../support/dispatcherBench.ts';
import { HastyClock } from '../support/hastyClock.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { expectGolden } from './goldenFile.ts';
import { normalise, show } from './transcript.ts';

const json = (level: 'DEBUG' | 'INFO' | 'WARN'): Partial<FunctionConfiguration> => ({
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: level, SystemLogLevel: level },
});
const folders = new TemporaryFolders();

let bench: DispatcherBench;
let lines: string[];
let states: { mock: { readonly calls: unknown[][]; readonly contexts: unknown[] } };
beforeEach(() => {
  lines = [];
  states = vi.spyOn(StateMachine.prototype, 'to');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.close();
  folders.remove();
});

describe.each([
  ['node', 'nodejs24.x', 'stallsOnce'],
  ['python', 'python3.12', 'stalls_once'],
] as const)('%s', { timeout: 60_000 }, (fixture, Runtime, stallsOnce) => {
  async function begin(options: Partial<DispatcherOptions> = {}, changes: Partial<FunctionConfiguration> = {}) {
    bench = await DispatcherBench.create(options);
    return bench.version(fixture, { Handler: 'behaves.handler', Runtime, MemorySize: 256, Timeout: 30, ...changes });
  }

  /** Invokes with each of the events in turn. */
  async function invokeAll(changes: Partial<FunctionConfiguration>, ...events: readonly object[]) {
    const version = await begin({}, changes);
    for (const event of events) await invoke(version, event);
  }

  async function invoke(version: Parameters<DispatcherBench['invocation']>[0], event: object): Promise<void> {
    const before = bench.logs.events.length;
    const { payload, functionError } = await bench.run(version, event);
    lines.push(`> ${JSON.stringify(event)}`, `< ${functionError ?? 'ok'}: ${payload}`);
    tellLog(before);
  }

  function tellLog(from: number): void {
    for (const { message } of bench.logs.events.slice(from)) {
      if (!/ was found on this computer /.test(message)) lines.push(show(normalise(message, bench)));
    }
    lines.push('');
  }

  function finish(name: string): void {
    const text = [`# ${fixture} ${name}`, '', ...statesOf(states), '', ...lines.map((line) => normalise(line, bench))];
    expectGolden(`${fixture} ${name}`, text.join('\n'));
  }

  const failures: readonly (readonly [string, Partial<FunctionConfiguration>, object])[] = [
    ['an error', {}, { do: 'throw' }],
    ['an exit', {}, { do: 'exit' }],
    ['a timeout', { Timeout: 1 }, { do: 'hang' }],
    ['too much memory', {}, { do: 'allocate' }],
    ['a response that is too large', {}, { do: 'large' }],
    ['an exit in json at debug', json('DEBUG'), { do: 'exit' }],
    ['a timeout in json at info', { ...json('INFO'), Timeout: 1 }, { do: 'hang' }],
    ['an error in json at warn', json('WARN'), { do: 'throw' }],
    ...(fixture === 'node' ? [['an unhandled rejection', {}, { do: 'reject' }] as const] : []),
  ];
  test.each(failures)('%s, and then', async (name, changes, event) => {
    await invokeAll(changes, {}, event, {}, {});
    finish(`${name}, and then`);
  });

  test('an init that fails is tried in every invocation', async () => {
    const handler = fixture === 'node' ? 'throwsInInit.handler' : 'throws_in_init.handler';
    await invokeAll({ Handler: handler }, { n: 1 }, { n: 2 });
    finish('an init that fails is tried in every invocation');
  });

  test('an init that takes too long is begun again inside the invocation', async () => {
    const marker = path.join(folders.create(), 'marker');
    // What is left of the ten seconds when the process has been started.
    const isInit = (delayMs: number) => delayMs > limits.initTimeoutMs - 3000 && delayMs <= limits.initTimeoutMs;
    const clock = new HastyClock((delayMs) => (isInit(delayMs) ? existsSync(marker) : undefined));
    const Environment = { Variables: { MARKER: marker } };
    const version = await begin({ clock }, { Handler: `${stallsOnce}.handler`, Environment });
    for (const event of [{}, {}]) await invoke(version, event);
    finish('an init that takes too long is begun again inside the invocation');
  });

  test('an asynchronous invocation that fails is tried twice more', async () => {
    const clock = new HastyClock((delayMs) => (delayMs > 50_000 && delayMs <= 120_000 ? true : undefined));
    const version = await begin({ clock, resolveVersion: () => version });
    const event = { do: 'throw' };
    lines.push(`> Event ${JSON.stringify(event)}`);
    bench.dispatcher.enqueue(bench.invocation(version, event, { logTail: false }));
    const reports = () => bench.logs.messages.filter((message) => message.startsWith('REPORT')).length;
    await vi.waitUntil(() => reports() === 3, { timeout: 20_000 });
    tellLog(0);
    finish('an asynchronous invocation that fails is tried twice more');
  });

  test('a second invocation beside a reservation of one is throttled', async () => {
    const version = await begin({ reservedConcurrency: () => 1 });
    const folder = folders.create();
    const [started, go] = [path.join(folder, 'started'), path.join(folder, 'go')];
    const running = bench.run(version, { do: 'wait', started, go });
    await vi.waitUntil(() => existsSync(started), { timeout: 20_000 });
    const refused = await bench.run(version, {}).catch(({ code, httpStatus, message, members, headers }) => ({
      ...{ code, httpStatus, message, members, headers },
    }));
    lines.push('> {} while another one runs', `< ${JSON.stringify(refused)}`, '');
    writeFileSync(go, '');
    const { payload } = await running;
    lines.push(`< ok: ${payload}`);
    tellLog(0);
    await invoke(version, {});
    finish('a second invocation beside a reservation of one is throttled');
  });

  test('provisioned environments are initialised before there is an invocation', async () => {
    const version = { ...(await begin()), version: '7' };
    bench.dispatcher.provision(version.id, [{ qualifier: '7', parts: [{ version, count: 1 }] }]);
    const status = () => bench.dispatcher.provisionedState(version.id, '7');
    await vi.waitUntil(() => status()?.status === 'READY', { timeout: 20_000 });
    lines.push(JSON.stringify(status()));
    tellLog(0);
    await invoke(version, {});
    finish('provisioned environments are initialised before there is an invocation');
  });
});

describe('node streams', { timeout: 60_000 }, () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['a response', 'pieces', 10],
    ['an empty response', 'empty', 10],
    ['an error before the first byte', 'throwsFirst', 10],
    ['an error after the first byte', 'throwsLater', 10],
    ['an exit after the first byte', 'exits', 10],
    ['a timeout after the first byte', 'hangs', 1],
    ['a response with metadata', 'http', 10],
  ];
  test.each(cases)('%s', async (name, handler, Timeout) => {
    bench = await DispatcherBench.create();
    const version = bench.version('node', { Handler: `streaming.${handler}`, Timeout, MemorySize: 256 });
    // How it is cut into pieces is nobody's promise.
    let streamed = '';
    const sink = {
      get bytes() {
        return streamed.length;
      },
      async write(chunk: Uint8Array) {
        streamed += Buffer.from(chunk).toString('latin1');
      },
    };
    const event = { file: bench.packageFolder };
    const invocation = bench.invocation(version, event, { responseSink: sink });
    const { payload, functionError, streamErrorType } = await bench.dispatcher.invoke(invocation);
    const rest = Buffer.from(payload).toString('utf8');
    lines.push('> {}', `< streamed: ${JSON.stringify(streamed)}`);
    lines.push(`< end: ${functionError ?? 'ok'} ${streamErrorType ?? '-'} ${rest}`.trimEnd());
    const log = bench.logs.messages.filter((message) => !/ was found on this computer /.test(message));
    const shown = [...lines, ...log.map((message) => show(message))].map((line) => normalise(line, bench));
    const text = [`# node streams ${name}`, '', ...statesOf(states), '', ...shown, ''];
    expectGolden(`node streams ${name}`, text.join('\n'));
  });
});

/** The steps of each environment, in the order in which they were made; the end of the test is none of them. */
function statesOf({ mock: { calls, contexts } }: typeof states): readonly string[] {
  const steps = new Map<unknown, string[]>();
  calls.forEach(([state], index) => {
    if (typeof state !== 'string' || !(state in environmentTransitions)) return;
    const machine = contexts[index];
    if (!steps.has(machine)) steps.set(machine, ['created']);
    steps.get(machine)?.push(state);
  });
  return [...steps.values()].map((states, index) => `environment ${index + 1}: ${states.join(' → ')}`);
}
