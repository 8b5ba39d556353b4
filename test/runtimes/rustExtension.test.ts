/** AWS's own client for extensions, unchanged: it parses every event and record strictly. */

import { readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { ExtensionFunctions } from '../support/extensionFunctions.ts';
import { TestService } from '../support/localService.ts';
import { preparePackage, run, Unavailable } from './preparedPackage.ts';

const compileMs = 240_000;

let service: TestService;
let functions: ExtensionFunctions;
beforeAll(async () => {
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  functions = new ExtensionFunctions(service);
});
afterAll(async () => {
  await service.dispose();
  functions.remove();
});

/** The folder of the built extension, or why there is none. */
function prepare(): Promise<string | Unavailable> {
  return preparePackage({
    fixture: 'rust-extension',
    tool: ['cargo', '--version'],
    build: async (folder) => {
      await run(folder, compileMs, 'cargo', 'build', '--quiet', '--locked');
      await rename(path.join(folder, 'target/debug/recorder'), path.join(folder, 'recorder'));
      await rm(path.join(folder, 'target'), { recursive: true });
    },
  }).catch((error: unknown) => {
    if (error instanceof Unavailable) return error;
    throw error;
  });
}

test('lambda-extension (Rust) follows a function from Init to Shutdown', { timeout: compileMs + 60_000 }, async ({
  skip,
}) => {
  const folder = await prepare();
  if (folder instanceof Unavailable) return skip(folder.message);
  const script = { name: 'extensions/recorder', content: readFileSync(path.join(folder, 'recorder')) };
  const source = 'exports.handler = async ({ fails }) => { if (fails) throw new TypeError("boom"); return "done"; };';
  await functions.create('rust', {}, {}, source, script);
  expect((await functions.invoke('rust')).payload).toBe('done');
  expect((await functions.invoke('rust', { fails: true })).error).toBe('Unhandled');
  await functions.change('rust');
  await functions.ended('rust');
  const events = functions.recorded('rust', 'event').map(({ content }) => content);
  expect(events).toEqual([
    { eventType: 'INVOKE', requestId: expect.any(String) },
    { eventType: 'INVOKE', requestId: expect.any(String) },
    { eventType: 'SHUTDOWN', shutdownReason: 'spindown' },
  ]);
  const telemetry = functions.recorded('rust', 'telemetry').flatMap(({ content }) => content as { type: string }[]);
  expect(telemetry.map(({ type }) => type).filter((type) => type.startsWith('platform.'))).toEqual([
    'platform.initStart',
    'platform.telemetrySubscription',
    'platform.initRuntimeDone',
    'platform.extension',
    'platform.initReport',
    'platform.start',
    'platform.runtimeDone',
    'platform.report',
    'platform.start',
    'platform.runtimeDone',
    'platform.report',
  ]);
  expect((await functions.logLines('rust')).filter((line) => line.includes('Error parsing telemetry'))).toEqual([]);
});
