/** Real environments: reuse, concurrency, retirement, timeouts and crashes. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';
import { allGone } from '../../support/processes.ts';

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

const version = (handler: string, configuration = {}) =>
  bench.version('node', {
    Handler: `index.${handler}`,
    RevisionId: `${handler}${JSON.stringify(configuration)}`,
    ...configuration,
  });

const isCold = (log: readonly string[]) => log.some((message) => message.startsWith('INIT_START'));
const streamOf = () => bench.logs.events.at(-1)?.location.logStreamName;

describe('reuse', () => {
  test('one after the other runs in the same process', async () => {
    const counts = version('counts');
    const [first, second] = [await bench.run(counts), await bench.run(counts)];
    expect([first.payload, second.payload]).toEqual(['{"calls":1,"hadFile":false}', '{"calls":2,"hadFile":true}']);
    expect([isCold(first.log), isCold(second.log)]).toEqual([true, false]);
  });

  test('callers without a tail do not overtake the runtime', async () => {
    const counts = version('counts', { MemorySize: 129 });
    const payloads: string[] = [];
    for (let call = 0; call < 30; call += 1) {
      const outcome = await bench.dispatcher.invoke(bench.invocation(counts, {}, { logTail: false }));
      payloads.push(JSON.parse(Buffer.from(outcome.payload).toString()).calls);
    }
    expect(payloads).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('at the same time each has an environment of its own', async () => {
    const counts = version('counts', { MemorySize: 130 });
    const results = await Promise.all([bench.run(counts), bench.run(counts), bench.run(counts)]);
    expect(results.map(({ payload }) => payload)).toEqual(Array(3).fill('{"calls":1,"hadFile":false}'));
  });

  test('code that was replaced does not run again, and its process ends', async () => {
    const old = version('spawns', { MemorySize: 131 });
    const { own, child } = JSON.parse((await bench.run(old)).payload);
    bench.dispatcher.retire('node', 'eu-west-1');
    await allGone([own, child]);
    const { log } = await bench.run(version('counts', { MemorySize: 132 }));
    expect(isCold(log)).toBe(true);
  });
});

describe('a timeout', () => {
  test('ends the process; /tmp and log stream stay, the restart has no INIT_START', async () => {
    const counts = version('countsAndHangs', { Timeout: 2 });
    const first = await bench.run(counts, { hang: true });
    const stream = streamOf();
    expect(JSON.parse(first.payload).errorType).toBe('Sandbox.Timedout');
    expect(first.log.at(-1)).toMatch(/\tDuration: 2000\.00 ms\tBilled Duration: \d{4} ms\t.*\tStatus: timeout\t\n$/);
    const second = await bench.run(counts, { hang: false });
    expect(second.payload).toBe('{"calls":1,"hadFile":true}');
    expect(isCold(second.log)).toBe(false);
    expect(second.log.at(-1)).not.toContain('Init Duration');
    expect(streamOf()).toBe(stream);
  });

  test('stops a function that never gives its thread back', async () => {
    const { payload, log } = await bench.run(version('spins', { Timeout: 1 }));
    expect(JSON.parse(payload).errorType).toBe('Sandbox.Timedout');
    expect(log.some((message) => message.endsWith('\tspinning\n'))).toBe(true);
  });

  test('ends what the function started as well', async () => {
    const files = {
      'index.js': `
        exports.handler = async () => {
          const { spawn } = require('node:child_process');
          const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
          console.log(JSON.stringify({ pids: [process.pid, child.pid] }));
          await new Promise(() => setInterval(() => {}, 1000));
        };`,
    };
    const { log } = await bench.run(bench.version('tree', { Timeout: 1 }, files));
    const { pids } = JSON.parse(/\{"pids".*\}/.exec(log.join(''))?.[0] ?? '');
    await allGone(pids);
  });
});

test('after a crash the next invocation has a fresh process', async () => {
  const files = {
    'index.js': 'let calls = 0; exports.handler = async (event) => event.exit ? process.exit(9) : ++calls;',
  };
  const crashes = bench.version('crashes', {}, files);
  expect((await bench.run(crashes)).payload).toBe('1');
  expect(JSON.parse((await bench.run(crashes, { exit: true })).payload).errorMessage).toContain('exit status 9');
  expect((await bench.run(crashes)).payload).toBe('1');
});

test('the largest event arrives whole', async () => {
  const files = { 'index.js': 'exports.handler = async (event) => event.text.length;' };
  const text = 'x'.repeat(6 * 1024 * 1024 - 11);
  expect((await bench.run(bench.version('largest', {}, files), { text })).payload).toBe(String(text.length));
});

test('an init that takes too long is begun again inside the invocation', { timeout: 30_000 }, async () => {
  const slow = bench.version('node', { Handler: 'slowInit.handler', RevisionId: 'slow' });
  const { payload, log } = await bench.run(slow);
  expect(payload).toBe('"slow but there"');
  expect(log).toContain('INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n');
  expect(log.at(-1)).not.toContain('Init Duration');
});

test('closing ends every process, busy or not', async () => {
  const other = await DispatcherBench.create();
  const spawns = other.version('node', { Handler: 'index.spawns' });
  const { own, child } = JSON.parse((await other.run(spawns)).payload);
  const hanging = other.dispatcher.invoke(other.invocation(other.version('node', { Handler: 'index.hangs' })));
  const refused = expect(hanging).rejects.toMatchObject({ code: 'ServiceException' });
  await other.close();
  await refused;
  await allGone([own, child]);
});
