/** What stands over handlers of linked functions. */

import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { LastRuns } from '../../../src/app/runs/lastRuns.ts';
import { Emitter } from '../../../src/base/event.ts';
import { silentLog } from '../../../src/base/log.ts';
import { HandlerLenses } from '../../../src/vscode/handlerLenses.ts';
import { WorkspaceLinks } from '../../../src/vscode/workspaceLinks.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { languagesWorld } from '../../fakes/vscodeLanguages.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const handlerText = 'import x from "x";\n\nexport const handler = async () => {};\n';
const local = { targetId: 'local', functionName: 'orders' };
let world: EditorWorld;
let root: string;
let isOn: boolean;
let lastRuns: LastRuns;
let links: WorkspaceLinks;
const switched = new Emitter<void>();

beforeEach(() => {
  world = openEditorWorld();
  languagesWorld.reset();
  root = folders.create({ 'orders/src/index.ts': handlerText, 'orders/src/other.ts': handlerText });
  editor.workspaceFolders = [{ uri: Uri.file(root), name: 'root' }];
  isOn = true;
  lastRuns = world.owned.add(new LastRuns());
  links = world.owned.add(new WorkspaceLinks(new MemoryStore(), silentLog));
  world.owned.add(new HandlerLenses({ ...world, links, lastRuns, isOn: () => isOn, onDidSwitch: switched.event }));
});
afterEach(() => world.owned.dispose());

const link = (target: { kind: 'local' } | { kind: 'aws'; profile: string; region: string }) =>
  links.save({
    root,
    link: {
      functionName: 'orders',
      target,
      folder: 'orders',
      build: { kind: 'esbuild', entry: 'src/index.ts' },
    },
  });

async function lensesOf(file: string, text = handlerText) {
  const document = { uri: Uri.file(path.join(root, file)), getText: () => text };
  const lenses = await languagesWorld.providers.lenses?.provideCodeLenses(document);
  return (lenses ?? []).map(({ range, command }) => [range.start.line, command.title] as const);
}

test('stand over the handler of a linked function, in its own file only', async () => {
  expect(await lensesOf('orders/src/index.ts')).toEqual([]);
  await link({ kind: 'local' });
  expect(await lensesOf('orders/src/index.ts')).toEqual([
    [2, '$(play) Invoke'],
    [2, 'Logs'],
    [2, 'Redeploy'],
  ]);
  expect(await lensesOf('orders/src/other.ts')).toEqual([]);
  expect(await lensesOf('orders/src/index.ts', '// gone')).toEqual([]);
});

test('say how the last run went, and hear of the next', async () => {
  await link({ kind: 'local' });
  const report = {
    requestId: 'r',
    durationMs: 12.1,
    billedDurationMs: 13,
    memorySizeMB: 128,
    maxMemoryUsedMB: 48,
  };
  const answer = { kind: 'answer', startedAt: 0, statusCode: 200, functionError: undefined, report };
  lastRuns.add(local, answer as never);
  expect((await lensesOf('orders/src/index.ts')).at(-1)).toEqual([2, '12 ms · 48 MB · warm']);
  const functionError = { header: 'Unhandled', errorType: 'TypeError', errorMessage: '', frames: [] };
  lastRuns.add(local, { ...answer, functionError, report: { ...report, initDurationMs: 118 } } as never);
  expect((await lensesOf('orders/src/index.ts')).at(-1)).toEqual([2, 'TypeError · 12 ms · 48 MB · cold 118 ms']);
  lastRuns.add(local, {
    kind: 'refused',
    code: 'TooManyRequestsException',
    message: '',
    hint: undefined,
    startedAt: 0,
  });
  expect((await lensesOf('orders/src/index.ts')).at(-1)).toEqual([2, 'not run: TooManyRequestsException']);
});

test('name function and target where a handler is linked to more than one', async () => {
  await link({ kind: 'local' });
  await link({ kind: 'aws', profile: 'prod', region: 'eu-west-1' });
  const titles = (await lensesOf('orders/src/index.ts')).map(([, title]) => title);
  expect(titles).toContain('$(play) Invoke (orders, Local)');
  expect(titles).toContain('$(play) Invoke (orders, prod · eu-west-1)');
});

test('are none while the setting is off, and come back with it', async () => {
  await link({ kind: 'local' });
  isOn = false;
  expect(await lensesOf('orders/src/index.ts')).toEqual([]);
});
