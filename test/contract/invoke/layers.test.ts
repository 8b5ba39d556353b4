/** Functions really have their layers: modules, search paths, programs, and the order of layers. */

import { execFileSync } from 'node:child_process';
import {
  CreateFunctionCommand,
  InvokeCommand,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapFolder } from '../../support/bootstraps.ts';
import { functionInput, TestService } from '../../support/localService.ts';
import { executableFile, rawZip, zipOf } from '../../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
});
afterAll(() => test.dispose());

async function layer(LayerName: string, ZipFile: Buffer): Promise<string> {
  const published = await test.lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } }));
  return published.LayerVersionArn ?? '';
}

async function create(name: string, files: Record<string, string>, Layers: string[], changes: object = {}) {
  const Code = { ZipFile: zipOf(files) };
  await test.lambda.send(new CreateFunctionCommand(functionInput(name, { Code, Layers, Timeout: 30, ...changes })));
}

async function run(FunctionName: string): Promise<unknown> {
  const { Payload } = await test.lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

const nodeModule = (name: string, text: string) => ({
  [`nodejs/node_modules/${name}/index.js`]: `module.exports = ${JSON.stringify(text)};`,
});

function isThere(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('Node.js', () => {
  it('requires from a layer, and from the folder of its own version first', async () => {
    const arn = await layer(
      'node-cjs',
      zipOf({
        ...nodeModule('shared', 'any version'),
        ...nodeModule('common', 'from the layer'),
        'nodejs/node24/node_modules/shared/index.js': "module.exports = 'version 24';",
      }),
    );
    const source = "exports.handler = async () => [require('shared'), require('common')];";
    await create('node-cjs', { 'index.js': source }, [arn]);
    expect(await run('node-cjs')).toEqual(['version 24', 'from the layer']);
  });

  // Node.js 20 resolves modules in a thread of its own, newer ones do not. Where it is missing, another one is taken.
  it.each(['nodejs24.x', 'nodejs20.x'])(
    'imports from a layer, in ES modules too, where its own packages come first: %s',
    async (Runtime) => {
      const manifest = JSON.stringify({ name: 'esm', exports: { import: './import.mjs', require: './require.cjs' } });
      const arn = await layer(
        `node-esm-${Runtime.slice(0, 8)}`,
        zipOf({
          'nodejs/node_modules/esm/package.json': manifest,
          'nodejs/node_modules/esm/import.mjs': "import dependency from 'dependency'; export const kind = dependency;",
          'nodejs/node_modules/esm/require.cjs': "exports.kind = 'required';",
          ...nodeModule('dependency', 'imported'),
          ...nodeModule('own', 'of the layer'),
        }),
      );
      const source = `import { kind } from 'esm'; import own from 'own';
      export const handler = async () => [kind, own, await import('nowhere').catch((error) => error.code)];`;
      const name = `node-esm-${Runtime.slice(0, 8)}`;
      await create(
        name,
        { 'index.mjs': source, 'node_modules/own/index.js': "module.exports = 'of the package';" },
        [arn],
        { Runtime },
      );
      expect(await run(name)).toEqual(['imported', 'of the package', 'ERR_MODULE_NOT_FOUND']);
    },
  );

  it('sees a later layer in place of an earlier one, as the function orders them', async () => {
    const first = await layer('order-first', zipOf({ ...nodeModule('who', 'first'), ...nodeModule('only', 'kept') }));
    const second = await layer('order-second', zipOf(nodeModule('who', 'second')));
    const source = "exports.handler = async () => [require('who'), require('only')];";
    await create('order', { 'index.js': source }, [first, second]);
    expect(await run('order')).toEqual(['second', 'kept']);
    await test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'order', Layers: [second, first] }));
    expect(await run('order')).toEqual(['first', 'kept']);
  });

  it.skipIf(process.platform === 'win32')('finds programs and libraries of a layer', async () => {
    const arn = await layer(
      'programs',
      rawZip([{ name: 'bin/greet', content: '#!/bin/sh\necho hello from the layer\n', mode: executableFile }]),
    );
    const source = `const { execFileSync } = require('node:child_process');
      exports.handler = async () => [String(execFileSync('greet')).trim(), process.env.LD_LIBRARY_PATH ?? ''];`;
    await create('programs', { 'index.js': source }, [arn]);
    const [said, libraries] = (await run('programs')) as [string, string];
    expect(said).toBe('hello from the layer');
    if (process.platform === 'linux') expect(libraries.split(':').at(-1)).toMatch(/unpacked.*lib$/);
  });

  it.skipIf(process.platform === 'win32')('starts through a wrapper of a layer', async () => {
    const script = '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n';
    const arn = await layer('wrapper', rawZip([{ name: 'wrap', content: script, mode: executableFile }]));
    const Environment = { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap' } };
    await create('wrapped', { 'index.js': 'exports.handler = async () => process.env.WRAPPED;' }, [arn], {
      Environment,
    });
    expect(await run('wrapped')).toBe('yes');
  });
});

describe('Python', () => {
  it('imports from a layer, its own modules first, whatever PYTHONPATH says', async () => {
    const arn = await layer(
      'python',
      zipOf({
        'python/shared.py': "WHO = 'python'",
        'python/own.py': "WHO = 'of the layer'",
        'python/lib/python3.12/site-packages/installed.py': "WHO = 'site-packages'",
      }),
    );
    const source = `import shared, installed, own
def handler(event, context):
    return [shared.WHO, installed.WHO, own.WHO]
`;
    const python = { Runtime: 'python3.12', Handler: 'app.handler' };
    const files = { 'app.py': source, 'own.py': "WHO = 'of the package'" };
    await create('python', files, [arn], python);
    expect(await run('python')).toEqual(['python', 'site-packages', 'of the package']);
    await create('python-path', files, [arn], { ...python, Environment: { Variables: { PYTHONPATH: '/nowhere' } } });
    expect(await run('python-path')).toEqual(['python', 'site-packages', 'of the package']);
  });
});

describe('Ruby', () => {
  it('requires from a layer', async ({ skip }) => {
    skip(!isThere('ruby', '--version'), 'there is no ruby on this computer');
    const arn = await layer('ruby', zipOf({ 'ruby/lib/shared.rb': "WHO = 'of the layer'" }));
    const source = `require 'shared'
def handler(event:, context:)
  WHO
end
`;
    await create('ruby', { 'app.rb': source }, [arn], { Runtime: 'ruby3.4', Handler: 'app.handler' });
    expect(await run('ruby')).toBe('of the layer');
  });
});

describe.skipIf(process.platform === 'win32')('an OS-only runtime', () => {
  it('finds its bootstrap in a layer', async () => {
    const script = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
exec ${JSON.stringify(process.execPath)} -e '
const [api] = process.argv.slice(1);
(async () => {
  for (;;) {
    const next = await fetch(api + "/next");
    await next.text();
    const id = next.headers.get("lambda-runtime-aws-request-id");
    await fetch(api + "/" + id + "/response", { method: "POST", body: JSON.stringify(process.env._HANDLER) });
  }
})();' "$api"
`;
    const arn = await layer('os-only', rawZip([{ name: 'bootstrap', content: script, mode: executableFile }]));
    await create('os-only', { 'handler.txt': '' }, [arn], { Runtime: 'provided.al2023', Handler: 'say.it' });
    expect(await run('os-only')).toBe('say.it');
  });
});
