/**
 * Environments with an extension: events in; results, log lines, states, and what the extension was told out.
 * UPDATE_GOLDEN=1 rewrites the files.
 */

import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, test, vi } from 'vitest';
import { StateMachine } from '../../src/base/stateMachine.ts';
import { environmentTransitions } from '../../src/service/environment/environmentState.ts';
import { DispatcherBench } from '../support/dispatcherBench.ts';
import { ExtensionFunctions } from '../support/extensionFunctions.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { expectGolden } from './goldenFile.ts';
import { normalise, show } from './transcript.ts';

interface Case {
  readonly name: string;
  readonly events: readonly object[];
  /** Variables of the recorder. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly timeoutS?: number;
}

const cases: readonly Case[] = [
  { name: 'two invocations', events: [{}, {}] },
  { name: 'only the end', events: [{}], variables: { EXTENSION_EVENTS: 'SHUTDOWN' } },
  { name: 'an error', events: [{ do: 'throw' }] },
  { name: 'an exit, and then', events: [{ do: 'exit' }, {}] },
  { name: 'too much memory', events: [{ do: 'allocate' }] },
  { name: 'a timeout', events: [{ do: 'hang' }], timeoutS: 1 },
  { name: 'a crash before it has registered', events: [{}], variables: { EXTENSION_FAILS: 'before register' } },
  { name: 'an error of its init', events: [{}], variables: { EXTENSION_FAILS: 'init' } },
  {
    name: 'a crash in an invocation',
    events: [{ do: 'hang' }],
    // What it would have got until then is a matter of time.
    variables: { EXTENSION_FAILS: 'invoke', EXTENSION_SUBSCRIBES: '' },
  },
];

const folders = new TemporaryFolders();
let bench: DispatcherBench;
let states: { mock: { readonly calls: unknown[][]; readonly contexts: unknown[] } };
beforeEach(() => {
  states = vi.spyOn(StateMachine.prototype, 'to');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.close();
  folders.remove();
});

describe.skipIf(process.platform === 'win32').each([
  ['node', 'nodejs24.x'],
  ['python', 'python3.12'],
] as const)('%s with an extension', { timeout: 60_000 }, (fixture, Runtime) => {
  test.each(cases)('$name', async ({ name, events, variables = {}, timeoutS = 30 }) => {
    const layersFolder = folders.create({ 'extensions/recorder': ExtensionFunctions.recorder() });
    chmodSync(path.join(layersFolder, 'extensions/recorder'), 0o755);
    const record = path.join(folders.create(), 'record.jsonl');
    bench = await DispatcherBench.create({ openLayers: async () => layersFolder });
    const Variables = { EXTENSION_RECORD: record, EXTENSION_SUBSCRIBES: 'yes', ...variables };
    const configuration = { Handler: 'behaves.handler', Runtime, MemorySize: 256, Timeout: timeoutS };
    const version = {
      ...bench.version(fixture, { ...configuration, Environment: { Variables } }),
      layerPackageIds: ['layer'],
    };
    const lines: string[] = [];
    for (const event of events) {
      const { payload, functionError, log } = await bench.run(version, event);
      lines.push(`> ${JSON.stringify(event)}`, `< ${functionError ?? 'ok'}: ${payload}`);
      // Output of the extension has its own pace.
      const told = log.filter((line) => !/ was found on this computer |^recorder is listening/.test(line));
      lines.push(...told.map((message) => show(message)), '');
    }
    const way = statesOf(states);
    await bench.close();
    const shown = [...way, '', ...lines, ...toldTo(record), ''].map((line) => normalise(line, bench));
    expectGolden(
      `${fixture} with an extension ${name}`,
      [`# ${fixture} with an extension: ${name}`, '', ...shown].join('\n'),
    );
  });
});

/** What the extension was told: its events as they are, telemetry as types and statuses. */
function toldTo(record: string): readonly string[] {
  const told: string[] = [];
  const telemetry: string[] = [];
  if (!existsSync(record)) return told;
  for (const line of readFileSync(record, 'utf8').trim().split('\n')) {
    const { what, content } = JSON.parse(line) as { what: string; content: unknown };
    if (what === 'event') told.push(`event: ${JSON.stringify(content).replace(/("deadlineMs":)\d+/, '$1<ms>')}`);
    if (what === 'registered') told.push(`registered: ${JSON.stringify(content)}`);
    if (what !== 'telemetry') continue;
    for (const { type, record } of content as { type: string; record: { status?: string; errorType?: string } }[]) {
      // Lines of output have their own pace as well.
      if (!type.startsWith('platform.')) continue;
      const { status = '', errorType = '' } = record;
      telemetry.push(`telemetry: ${[type, status, errorType].filter(Boolean).join(' ')}`);
    }
  }
  return [...told, '', ...telemetry];
}

/** The steps of the environment; those of its end are left out. */
function statesOf({ mock: { calls } }: typeof states): readonly string[] {
  const steps = calls.map(([state]) => String(state)).filter((state) => state in environmentTransitions);
  return [`environment: ${['created', ...steps].join(' → ')}`];
}
