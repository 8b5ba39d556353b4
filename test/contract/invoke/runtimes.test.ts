/** Runtimes beside Node.js and Python, and those that cannot run here. */

import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

/** A runtime of somebody else: it knows nothing but the Runtime API. */
const customRuntime = `#!${process.execPath}
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/';
(async () => {
  for (;;) {
    const next = await fetch(base + 'invocation/next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    console.log('custom', await next.text());
    await fetch(base + 'invocation/' + id + '/response', { method: 'POST', body: JSON.stringify(process.env.AWS_EXECUTION_ENV ?? 'no name') });
  }
})();
`;

test('an OS-only runtime runs its bootstrap', async () => {
  const version = bench.version('custom', { Runtime: 'provided.al2023' }, { bootstrap: customRuntime });
  chmodSync(`${bench.packageFolder}/${version.packageId}/bootstrap`, 0o755);
  for (const expected of [true, false]) {
    const { payload, log } = await bench.run(version, { n: 1 });
    expect(payload).toBe('"no name"');
    expect(log.some((message) => message.startsWith('INIT_START Runtime Version: provided:al2023'))).toBe(expected);
    const end = log.findIndex((message) => message.startsWith('END'));
    expect(log[end - 1]).toBe('custom {"n":1}\n');
  }
});

test('an OS-only runtime without a bootstrap says so', async () => {
  const { payload, log } = await bench.run(bench.version('empty', { Runtime: 'provided.al2023' }, { other: '' }));
  const message = "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]";
  expect(JSON.parse(payload)).toMatchObject({ errorType: 'Runtime.InvalidEntrypoint' });
  expect(JSON.parse(payload).errorMessage).toContain(message);
  expect(log.join('')).toContain(message);
});

test('go1.x is refused with a reason', async () => {
  await expect(bench.run(bench.version('other', { Runtime: 'go1.x' }, {}))).rejects.toMatchObject({
    code: 'InvalidRuntimeException',
    httpStatus: 502,
    message:
      'The runtime go1.x cannot be run locally. Node.js, Python, Java, Ruby, .NET and OS-only (provided) runtimes can; invoke this function on AWS.',
  });
});

test('a missing interpreter is told with what to install', async () => {
  const bare = await DispatcherBench.create({ environment: { PATH: '', HOME: '/nonexistent' } });
  try {
    const python = bare.version('python', { Handler: 'app.echo', Runtime: 'python3.12' });
    const { payload, log } = await bare.run(python);
    expect(JSON.parse(payload).errorMessage).toContain(
      'python3.12 needs Python, and none from version 3.9 on was found on this computer. Install Python 3.12 so that it is on the PATH, then restart the local service.',
    );
    expect(log.join('')).toContain('Install Python 3.12');
    const ruby = await bare.run(bare.version('ruby', { Handler: 'app.handler', Runtime: 'ruby3.4' }, {}));
    expect(JSON.parse(ruby.payload)).toMatchObject({
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: expect.stringContaining('Install Ruby 3.4 so that it is on the PATH'),
    });
    const node = bare.version('node', { Handler: 'index.nothing' });
    expect((await bare.run(node)).payload).toBe('null');
  } finally {
    await bare.close();
  }
});

test('INIT_START names the interpreter that runs, and the log says when it is another one', async () => {
  const version = bench.version('node', { Handler: 'index.nothing', Runtime: 'nodejs18.x', RevisionId: 'other' });
  const { log } = await bench.run(version);
  const running =
    /^INIT_START Runtime Version: nodejs:([\d.]+)\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}\n$/.exec(
      log[0] ?? '',
    )?.[1];
  expect(running).toBeDefined();
  if (running?.startsWith('18.')) return;
  expect(log[1]).toMatch(
    /^nodejs18\.x runs on Node\.js [\d.]+ here: no Node\.js 18 was found on this computer \(.+\)\n$/,
  );
});
