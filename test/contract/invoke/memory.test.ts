/** The limit of memory, on real processes. Where there is no /proc nothing is enforced. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

const node = (handler: string) =>
  bench.version('node', { Handler: `index.${handler}`, Timeout: 30, MemorySize: 128, RevisionId: handler });

const outOfMemory =
  /^\{"errorType":"Runtime\.OutOfMemory","errorMessage":"RequestId: \S+ Error: Runtime exited with error: signal: killed"\}$/;
const report =
  /^REPORT .*\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t(Init Duration: [\d.]+ ms\t)?Status: error\tError Type: Runtime\.OutOfMemory\t\n$/;
const isCold = (log: readonly string[]) => log.some((message) => message.startsWith('INIT_START'));

describe.runIf(process.platform === 'linux')('a function of 128 MB', () => {
  test('is killed when it takes more; the next invocation starts it again within itself', async () => {
    const version = node('allocates');
    const first = await bench.run(version, { mb: 200 });
    expect(first.functionError).toBe('Unhandled');
    expect(first.payload).toMatch(outOfMemory);
    expect(first.log.at(-1)).toMatch(report);
    const second = await bench.run(version, { mb: 200 });
    expect(second.payload).toMatch(outOfMemory);
    expect(isCold(second.log)).toBe(false);
  });

  test('answers for the memory of its child processes', async () => {
    const result = await bench.run(node('allocates'), { mb: 120, inChild: true });
    expect(result.payload).toMatch(outOfMemory);
    expect(result.log.at(-1)).toMatch(report);
  });

  test('is killed in Python as well', async () => {
    const version = bench.version('python', { Handler: 'app.allocates', Runtime: 'python3.12', Timeout: 30 });
    const result = await bench.run(version, { mb: 200 });
    expect(result.payload).toMatch(outOfMemory);
    expect(result.log.at(-1)).toMatch(report);
  });

  test('counts pages once that its processes share, and each that they do not', async () => {
    const settings = { Handler: 'app.forks', Runtime: 'python3.12', Timeout: 30, RevisionId: 'forks' } as const;
    const shared = await bench.run(bench.version('python', settings), { mb: 60, children: 4, seconds: 1 });
    expect(shared.payload).toBe('4');
    const version = bench.version('python', { ...settings, RevisionId: 'writes' });
    const written = await bench.run(version, { mb: 60, children: 4, seconds: 20, write: true });
    expect(written.payload).toMatch(outOfMemory);
  });

  test('that fits is left alone, call after call', async () => {
    const version = node('allocatesShortly');
    for (let call = 0; call < 20; call += 1) {
      const { payload, log } = await bench.run(version, { mb: 40 });
      expect(payload).toBe(String(40 * 1024 * 1024));
      expect(log.at(-1)).not.toContain('Status');
    }
  });

  test('does not survive being over the limit for a moment', async () => {
    const version = node('allocatesShortly');
    const { log } = await bench.run(version, { mb: 200 });
    expect(log.at(-1)).toMatch(report);
  });

  test('gets the heap limits that Lambda gives, and its children do not', async () => {
    const { own, options } = JSON.parse((await bench.run(node('nodeArguments'))).payload);
    expect(own).toEqual([
      '--expose-gc',
      '--max-http-header-size=81920',
      '--max-semi-space-size=6',
      '--max-old-space-size=116',
    ]);
    expect(options ?? '').not.toContain('space-size');
  });

  test('may collect its garbage, as the start script of Lambda lets it', async () => {
    const { payload } = await bench.run(node('collectsGarbage'));
    expect(JSON.parse(payload)).toEqual({ isGone: true, isEnumerable: true, name: 'gc' });
  });

  test('whose heap overflows ends', async () => {
    const { payload, functionError } = await bench.run(node('overflowsHeap'));
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload).errorType).toMatch(/^Runtime\.(OutOfMemory|ExitError)$/);
  });
});
