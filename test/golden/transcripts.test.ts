/** Event in, transcript out: results and log lines of real processes, compared with files. UPDATE_GOLDEN=1 rewrites them. */

import type { LoggingConfig, Runtime } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { DispatcherBench } from '../support/dispatcherBench.ts';
import { expectGolden } from './goldenFile.ts';
import { transcript } from './transcript.ts';

interface Case {
  readonly name: string;
  readonly handler: string;
  readonly event?: unknown;
  readonly runtime?: Runtime;
  readonly timeoutS?: number;
  readonly logging?: LoggingConfig;
}

const json = { LogFormat: 'JSON' } as const;
const debug = { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'DEBUG' } as const;
const warn = { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', SystemLogLevel: 'WARN' } as const;

const node: readonly Case[] = [
  { name: 'echo', handler: 'index.echo', event: { key: 'value', list: [1, 2] } },
  { name: 'es module with top-level await', handler: 'esm.handler' },
  { name: 'es module by package type', handler: 'modules/app.handler' },
  { name: 'handler in a folder', handler: 'lib/inner.handler' },
  { name: 'nested export', handler: 'index.nested.deep.handler' },
  { name: 'callback', handler: 'index.callback', runtime: 'nodejs22.x' },
  { name: 'callback at once', handler: 'index.callbackAtOnce', runtime: 'nodejs22.x' },
  { name: 'callback with an error', handler: 'index.callbackError', runtime: 'nodejs22.x' },
  { name: 'callback on a runtime without', handler: 'index.callback', runtime: 'nodejs24.x' },
  { name: 'context succeed', handler: 'index.succeed' },
  { name: 'synchronous', handler: 'index.synchronous' },
  { name: 'returns nothing', handler: 'index.nothing' },
  { name: 'throws', handler: 'index.throws' },
  { name: 'throws text', handler: 'index.throwsText' },
  { name: 'never settles', handler: 'index.neverSettles' },
  { name: 'circular result', handler: 'index.circular' },
  { name: 'exit 0', handler: 'index.exits', event: { code: 0 } },
  { name: 'exit 1', handler: 'index.exits', event: { code: 1 } },
  { name: 'killed', handler: 'index.isKilled' },
  { name: 'unhandled rejection', handler: 'index.rejectsUnhandled' },
  { name: 'uncaught exception', handler: 'index.throwsLater' },
  { name: 'timeout', handler: 'index.hangs', timeoutS: 1 },
  { name: 'out of memory', handler: 'index.allocates', event: { mb: 300 }, timeoutS: 30 },
  { name: 'largest response', handler: 'index.sized', event: { bytes: 6 * 1024 * 1024 + 100 } },
  { name: 'response too large', handler: 'index.sized', event: { bytes: 6 * 1024 * 1024 + 101 } },
  { name: 'raw output', handler: 'index.printsRaw' },
  { name: 'streamed response', handler: 'index.streams' },
  { name: 'context', handler: 'index.context' },
  { name: 'syntax error', handler: 'brokenSyntax.handler' },
  { name: 'missing module', handler: 'missingModule.handler' },
  { name: 'missing file', handler: 'nowhere.handler' },
  { name: 'missing handler', handler: 'index.nowhere' },
  { name: 'handler is no function', handler: 'index.notAFunction' },
  { name: 'handler outside', handler: '../index.handler' },
  { name: 'json', handler: 'index.logsAtEveryLevel', logging: json },
  { name: 'json at debug', handler: 'index.logsAtEveryLevel', logging: debug },
  { name: 'json at warn', handler: 'index.logsAtEveryLevel', logging: warn },
  { name: 'json throws', handler: 'index.throws', logging: json },
  { name: 'json exit 1', handler: 'index.exits', event: { code: 1 }, logging: warn },
  { name: 'json timeout', handler: 'index.hangs', timeoutS: 1, logging: warn },
  { name: 'json throws in init', handler: 'throwsInInit.handler', logging: json },
  { name: 'handler without a dot', handler: 'index' },
  { name: 'throws in init', handler: 'throwsInInit.handler' },
  { name: 'exits in init', handler: 'exitsInInit.handler' },
];

const python: readonly Case[] = [
  { name: 'echo', handler: 'app.echo', event: { key: 'value' } },
  { name: 'handler in a package', handler: 'package/inner.handler' },
  { name: 'returns nothing', handler: 'app.nothing' },
  { name: 'throws', handler: 'app.throws' },
  { name: 'throws while handling', handler: 'app.throws_nested' },
  { name: 'logging', handler: 'app.logs' },
  { name: 'not json', handler: 'app.not_json' },
  { name: 'decimals', handler: 'app.decimals' },
  { name: 'bytes', handler: 'app.raw_bytes' },
  { name: 'exit 0', handler: 'app.exits', event: { code: 0 } },
  { name: 'exit 4', handler: 'app.exits', event: { code: 4 } },
  { name: 'timeout', handler: 'app.hangs', timeoutS: 1 },
  { name: 'out of memory', handler: 'app.allocates', event: { mb: 300 }, timeoutS: 30 },
  { name: 'response too large', handler: 'app.sized', event: { bytes: 6 * 1024 * 1024 + 101 } },
  { name: 'context', handler: 'app.context_fields' },
  { name: 'syntax error', handler: 'broken_syntax.handler' },
  { name: 'missing module', handler: 'missing_module.handler' },
  { name: 'missing handler', handler: 'app.nowhere' },
  { name: 'json', handler: 'app.logs_at_every_level', logging: json },
  { name: 'json at debug', handler: 'app.logs_at_every_level', logging: debug },
  { name: 'json at error', handler: 'app.logs_at_every_level', logging: { ...warn, ApplicationLogLevel: 'ERROR' } },
  { name: 'json throws', handler: 'app.throws', logging: json },
  { name: 'handler without a dot', handler: 'app' },
  { name: 'throws in init', handler: 'throws_in_init.handler' },
];

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

describe.each([
  ['node', 'nodejs24.x', node],
  ['python', 'python3.12', python],
] as const)('%s', (fixture, standardRuntime, cases) => {
  test.each(cases)(
    '$name',
    async ({ name, handler, event = {}, runtime = standardRuntime, timeoutS = 10, logging }) => {
      const version = bench.version(fixture, {
        Handler: handler,
        Runtime: runtime,
        Timeout: timeoutS,
        RevisionId: name,
        MemorySize: 256,
        ...(logging && { LoggingConfig: logging }),
      });
      const clientContext = JSON.stringify({ custom: { größe: 'µ' }, client: { app_title: 'Werkbank' } });
      const result = await bench.run(version, event, { clientContext });
      expectGolden(`${fixture} ${name}`, transcript(`${fixture} ${name}`, result, bench));
    },
  );
});
