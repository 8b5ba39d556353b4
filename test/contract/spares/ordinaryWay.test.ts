/** A spare takes only functions that have no part in the start of their interpreter. */

import { chmodSync } from 'node:fs';
import path from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FunctionVersion } from '../../../src/service/store/functionVersion.ts';
import { isInstalled, SpareBench } from '../../support/spareBench.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const layers = folders.create({
  'native/lib/libextra.so.1': '',
  'hiding/python/json.py': 'raise RuntimeError("not this one")\n',
  'plain/nodejs/node_modules/greeting/package.json': '{"name":"greeting","exports":"./index.js"}',
  'plain/nodejs/node_modules/greeting/index.js': 'exports.text = "from a layer";\n',
  'plain/python/greeting.py': 'text = "from a layer"\n',
});

const javascript = { 'index.js': 'exports.handler = async () => 1;\n', 'package.json': '{}' };
const python = { 'app.py': 'def handler(event, context):\n    return 1\n' };
const languages = {
  node: { configuration: { Runtime: 'nodejs24.x', Handler: 'index.handler' }, files: javascript },
  python: { configuration: { Runtime: 'python3.12', Handler: 'app.handler' }, files: python },
} as const;

let spares: SpareBench;
beforeAll(async () => {
  spares = await SpareBench.create({ openLayers: async ([id = '']) => path.join(layers, id) });
});
afterAll(async () => {
  await spares.close();
  folders.remove();
});

interface Changes {
  readonly variables?: Readonly<Record<string, string>>;
  readonly configuration?: Partial<FunctionConfiguration>;
  readonly files?: Readonly<Record<string, string>>;
  readonly version?: Partial<FunctionVersion>;
}

function versionOf(language: keyof typeof languages, changes: Changes = {}): FunctionVersion {
  const { configuration, files } = languages[language];
  const Environment = { Variables: { ...changes.variables } };
  const whole = { ...configuration, Environment, ...changes.configuration };
  return { ...spares.bench.version('ways', whole, { ...files, ...changes.files }), ...changes.version };
}

/** Whether a spare took it; fails when the function does. */
async function isAhead(version: FunctionVersion): Promise<boolean> {
  const { functionError, payload, log } = await spares.fresh(version);
  expect({ functionError, payload }).toMatchObject({ functionError: undefined });
  return log.join('').includes('Started ahead');
}

describe.each(['node', 'python'] as const)('%s', (language) => {
  beforeAll(async () => {
    await spares.untilSpare(() => isAhead(versionOf(language)));
  });

  test.each<[string, Changes]>([
    ['a library to load before others', { variables: { LD_PRELOAD: '' } }],
    ['a search path for libraries', { variables: { LD_LIBRARY_PATH: '/usr/lib' } }],
    ['another locale', { variables: { LC_ALL: 'C.UTF-8' } }],
    ['certificates of OpenSSL', { variables: { SSL_CERT_FILE: '/etc/ssl/cert.pem' } }],
    ['a tenant of its own', { version: { tenantId: 'blue' } }],
    ['shared libraries in the package', { files: { 'lib/libown.so': '' } }],
    ['shared libraries in a layer', { version: { layerPackageIds: ['native'] } }],
  ])('with %s is started the ordinary way', async (_what, changes) => {
    expect(await isAhead(versionOf(language, changes))).toBe(false);
  });

  test('with a wrapper is started by the wrapper', async () => {
    const version = versionOf(language, {
      variables: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' },
      files: { wrapper: '#!/bin/sh\nexec "$@"\n' },
    });
    chmodSync(path.join(spares.bench.packageFolder, version.packageId, 'wrapper'), 0o755);
    expect(await isAhead(version)).toBe(false);
  });
});

test.each<[string, Record<string, string>]>([
  ['options of its own', { NODE_OPTIONS: '--max-http-header-size=9000' }],
  ['code to load first', { NODE_OPTIONS: '--require ./index.js' }],
  ['certificates', { NODE_EXTRA_CA_CERTS: '/nonexistent.pem' }],
  ['a pool of threads', { UV_THREADPOOL_SIZE: '8' }],
])('Node.js with %s is started the ordinary way', async (_what, variables) => {
  expect(await isAhead(versionOf('node', { variables }))).toBe(false);
});

test.each<[string, Changes]>([
  ['a search path of its own', { variables: { PYTHONPATH: '/nonexistent' } }],
  ['options of its own', { variables: { PYTHONUNBUFFERED: '1' } }],
])('Python with %s is started the ordinary way', async (_what, changes) => {
  expect(await isAhead(versionOf('python', changes))).toBe(false);
});

test('Python with a layer that hides a module of the start is started the ordinary way', async () => {
  const { payload, log } = await spares.fresh(versionOf('python', { version: { layerPackageIds: ['hiding'] } }));
  expect(log.join('')).not.toContain('Started ahead');
  expect(payload).toBe('1');
});

/** The spare that waited was taken; the next one is on its way. */
test.each<[string, 'node' | 'python', string, string, string]>([
  [
    'Node.js',
    'node',
    'own.handler',
    'own.js',
    'const { text } = require("greeting");\nexports.handler = async () => text;\n',
  ],
  [
    'ES modules',
    'node',
    'own.handler',
    'own.mjs',
    'import { text } from "greeting";\nexport const handler = async () => text;\n',
  ],
  [
    'Python',
    'python',
    'own.handler',
    'own.py',
    'from greeting import text\n\ndef handler(event, context):\n    return text\n',
  ],
])('%s with a layer of modules takes a spare and finds them', async (_what, language, Handler, file, source) => {
  const version = versionOf(language, {
    configuration: { Handler },
    files: { [file]: source },
    version: { layerPackageIds: ['plain'] },
  });
  // The spare that waited is taken; the next one follows.
  const { value } = await spares.untilSpare(() => spares.fresh(version));
  expect(value.payload).toBe('"from a layer"');
  expect(value.log.join('')).toContain('Started ahead');
});

test('options that load nothing have spares of their own', async () => {
  const source =
    '//# sourceMappingURL=none\nexports.handler = async () => process.sourceMapsEnabled ?? process.env.NODE_OPTIONS;\n';
  const version = versionOf('node', {
    variables: { NODE_OPTIONS: '--enable-source-maps' },
    files: { 'index.js': source },
  });
  await spares.untilSpare(() => spares.fresh(version));
  const { payload, log } = await spares.fresh(version);
  expect(log.join('')).toContain('Started ahead');
  expect(payload).toMatch(/true|--enable-source-maps/);
});

test('Ruby with a module in its package that hides one of the start is started the ordinary way', async ({ skip }) => {
  if (!isInstalled('ruby')) skip('There is no Ruby');
  const ruby = { Runtime: 'ruby3.4' as const, Handler: 'app.handler' };
  const plain = { 'app.rb': 'def handler(event:, context:) = 1\n' };
  const own = await SpareBench.create();
  try {
    await own.untilSpare(() => own.fresh(own.bench.version('plain', ruby, plain)));
    const hiding = own.bench.version('hiding', ruby, { ...plain, 'ostruct.rb': 'raise "loaded"\n' });
    expect((await own.fresh(hiding)).log.join('')).not.toContain('Started ahead');
    expect((await own.fresh(own.bench.version('plain', ruby, plain))).log.join('')).toContain('Started ahead');
  } finally {
    await own.close();
  }
});

test('another memory size has spares of its own', async () => {
  const own = await SpareBench.create();
  try {
    const { configuration, files } = languages.python;
    const small = own.bench.version('small', configuration, files);
    const large = own.bench.version('large', { ...configuration, MemorySize: 1024 }, files);
    await own.untilSpare(() => own.fresh(small));
    const { value } = await own.untilSpare(() => own.fresh(large));
    expect(value.log.join('')).not.toContain('Started ahead');
    expect((await own.fresh(large)).log.join('')).toContain('Started ahead');
  } finally {
    await own.close();
  }
});
