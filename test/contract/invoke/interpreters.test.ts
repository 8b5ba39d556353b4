/** The bootstraps work on every line of Node.js and Python that is asked for, on whatever interpreter is nearest here. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

const clientContext = '{"custom":{"n":1},"client":{"app_title":"App"}}';

test.each(['nodejs20.x', 'nodejs22.x', 'nodejs24.x'] as const)('%s', async (runtime) => {
  const run = async (handler: string) => {
    const version = bench.version('node', { Handler: handler, Runtime: runtime, RevisionId: runtime + handler });
    return bench.run(version, { a: 1 }, { clientContext });
  };
  expect((await run('index.echo')).payload).toBe('{"a":1}');
  expect((await run('esm.handler')).payload).toBe('"module"');
  expect(JSON.parse((await run('index.context')).payload)).toMatchObject({
    hasTime: true,
    clientContext: { custom: { n: 1 } },
  });
  expect(JSON.parse((await run('index.neverSettles')).payload)).toMatchObject({ errorType: 'Runtime.NodeJsExit' });
  expect(JSON.parse((await run('brokenSyntax.handler')).payload)).toMatchObject({
    errorType: 'Runtime.UserCodeSyntaxError',
  });
});

test.each(['python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14'] as const)(
  '%s',
  async (runtime) => {
    const run = async (handler: string) => {
      const version = bench.version('python', { Handler: handler, Runtime: runtime, RevisionId: runtime + handler });
      return bench.run(version, { a: 1 }, { clientContext });
    };
    expect((await run('app.echo')).payload).toBe('{"a": 1}');
    expect((await run('app.logs')).log.some((message) => message.endsWith('\tinformed\n'))).toBe(true);
    expect(JSON.parse((await run('app.context_fields')).payload)).toMatchObject({ has_time: true, app_title: 'App' });
    expect(JSON.parse((await run('app.throws')).payload)).toMatchObject({
      errorType: 'ValueError',
      stackTrace: [expect.stringMatching(/app\.py", line \d+, in throws\n {4}raise ValueError\("boom"\)\n$/)],
    });
    expect(JSON.parse((await run('throws_in_init.handler')).payload)).toMatchObject({ errorMessage: 'init failed' });
    // Up to 3.11 Lambda escapes what is not ASCII.
    const isEscaped = ['python3.9', 'python3.10', 'python3.11'].includes(runtime);
    expect((await run('app.decimals')).payload).toContain(isEscaped ? '\\u00fc' : 'ü');
  },
);
