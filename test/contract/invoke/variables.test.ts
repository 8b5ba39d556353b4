/** What a function sees of its surroundings: Lambda's variables, its own, and nothing of the service's. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';

/** What must never get into a function: the developer's credentials, settings and secrets. */
const poison = {
  AWS_ACCESS_KEY_ID: 'AKIADEVELOPER',
  AWS_SECRET_ACCESS_KEY: 'developer-secret',
  AWS_SESSION_TOKEN: 'developer-token',
  AWS_PROFILE: 'production',
  AWS_REGION: 'us-west-2',
  AWS_CONFIG_FILE: '/home/developer/.aws/config',
  AWS_ENDPOINT_URL: 'http://example.invalid',
  NODE_OPTIONS: '--max-http-header-size=20000',
  NODE_PATH: '/home/developer/node_modules',
  PYTHONPATH: '/home/developer/python',
  LD_PRELOAD: '',
  GITHUB_TOKEN: 'ghp_developer',
  POISON: 'leaked',
};

let bench: DispatcherBench;
const before = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, poison);
  bench = await DispatcherBench.create({ environment: { ...process.env } });
});
afterAll(async () => {
  await bench.close();
  process.env = before;
});

interface Seen {
  readonly variables: Record<string, string>;
  readonly folder: string;
  readonly path?: readonly string[];
}

async function look(fixture: 'node' | 'python', own: Record<string, string> = {}): Promise<Seen> {
  const isNode = fixture === 'node';
  const version = bench.version(fixture, {
    Handler: isNode ? 'index.environment' : 'app.environment',
    Runtime: isNode ? 'nodejs22.x' : 'python3.12',
    Environment: { Variables: own },
    RevisionId: `${fixture}${JSON.stringify(own)}`,
    MemorySize: 192,
  });
  return JSON.parse((await bench.run(version)).payload) as Seen;
}

describe.each(['node', 'python'] as const)('%s', (fixture) => {
  test('nothing of the service’s environment leaks', async () => {
    const { variables } = await look(fixture);
    const text = JSON.stringify(variables);
    for (const value of Object.values(poison).filter(Boolean)) expect(text).not.toContain(value);
    const allowed =
      /^(_HANDLER|_X_AMZN_TRACE_ID|_AWS_XRAY_DAEMON_(ADDRESS|PORT)|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|XRAY_\w+|LAMBDA_\w+)|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|PATH|LD_LIBRARY_PATH|LANG|LC_CTYPE|TZ|HOME|TMPDIR|PWD|OLDPWD|SHLVL|_|NODE_PATH|NODE_OPTIONS|PYTHONPATH|__CF_USER_TEXT_ENCODING)$/;
    expect(Object.keys(variables).filter((name) => !allowed.test(name))).toEqual([]);
  });

  test('Lambda’s own are there', async () => {
    const { variables, folder } = await look(fixture);
    const root = `${bench.packageFolder}/${fixture}`;
    expect(variables).toMatchObject({
      _HANDLER: fixture === 'node' ? 'index.environment' : 'app.environment',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: fixture === 'node' ? 'AWS_Lambda_nodejs22.x' : 'AWS_Lambda_python3.12',
      AWS_LAMBDA_FUNCTION_NAME: fixture,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '192',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fixture}`,
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      AWS_LAMBDA_METADATA_API: variables['AWS_LAMBDA_RUNTIME_API'],
      AWS_LAMBDA_METADATA_TOKEN: expect.stringMatching(/^[0-9a-f-]{36}$/),
      AWS_ACCESS_KEY_ID: 'AKIALOCAL',
      AWS_SECRET_ACCESS_KEY: 'local-secret',
      AWS_SESSION_TOKEN: expect.stringMatching(/.{20,}/),
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      LAMBDA_TASK_ROOT: root,
      LAMBDA_RUNTIME_DIR: bench.bootstrapFolder,
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      PWD: root,
    });
    expect(folder).toBe(root);
  });

  test.runIf(process.platform === 'linux')('search paths name the folders of Lambda in its order', async () => {
    const { variables } = await look(fixture);
    const root = `${bench.packageFolder}/${fixture}`;
    const runtime = bench.bootstrapFolder;
    expect(variables['LD_LIBRARY_PATH']).toBe(
      ['/lib64', '/usr/lib64', runtime, `${runtime}/lib`, root, `${root}/lib`, '/opt/lib'].join(':'),
    );
    expect(variables['PATH']).toMatch(/^\/.+:\/usr\/local\/bin:\/usr\/bin\/:\/bin:\/opt\/bin$/);
  });

  test('home and temporary folder are the environment’s own', async () => {
    const { variables } = await look(fixture);
    expect(variables['HOME']).toBe(variables['TMPDIR']);
    expect(variables['HOME']).toMatch(/\/environments\/[0-9a-f-]{36}\/[0-9a-f]{32}$/);
  });

  test('the function’s variables are literal, and cannot replace what is reserved', async () => {
    const { variables } = await look(fixture, { GREETING: 'hello $HOME', LANG: 'C', AWS_REGION: 'mars-1' });
    expect(variables).toMatchObject({ GREETING: 'hello $HOME', LANG: 'C', AWS_REGION: 'eu-west-1' });
  });
});

test('Node.js: require and module detection are as on Lambda, unless the function turns them on', async () => {
  const files = { 'index.js': "exports.handler = async () => process.env.NODE_OPTIONS ?? '';" };
  const run = async (own: Record<string, string>) => {
    const version = bench.version('options', { Runtime: 'nodejs24.x', Environment: { Variables: own } }, files);
    return JSON.parse((await bench.run(version)).payload) as string;
  };
  expect(await run({})).toBe('--no-experimental-require-module --no-experimental-detect-module');
  expect(await run({ NODE_OPTIONS: '--enable-source-maps --experimental-require-module' })).toBe(
    '--no-experimental-detect-module --enable-source-maps --experimental-require-module',
  );
});

test('Python: the function’s folder comes first', async () => {
  const { path } = await look('python');
  expect(path).toEqual([`${bench.packageFolder}/python`, bench.bootstrapFolder]);
});

test('an exec wrapper gets the runtime’s command', async () => {
  const files = {
    'index.js': 'exports.handler = async () => process.env.WRAPPED;',
    'wrap.sh': '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n',
  };
  const wrapped = bench.version(
    'wrapped',
    { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrap.sh' } } },
    files,
  );
  const { chmodSync } = await import('node:fs');
  chmodSync(`${bench.packageFolder}/${wrapped.packageId}/wrap.sh`, 0o755);
  expect((await bench.run(wrapped)).payload).toBe('"yes"');
});

test('a wrapper that is missing is exit status 127, as on Lambda', async () => {
  const files = { 'index.js': 'exports.handler = async () => 1;' };
  const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/nowhere/wrap.sh' };
  const { payload } = await bench.run(bench.version('unwrapped', { Environment: { Variables: variables } }, files));
  expect(JSON.parse(payload).errorMessage).toMatch(/Runtime exited with error: exit status 127$/);
});
