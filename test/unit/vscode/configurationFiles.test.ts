import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FileChangeEvent, EventEmitter as VscodeEmitter, type Uri as VscodeUri } from 'vscode';
import { ConfigurationFiles, configurationUri } from '../../../src/vscode/configuration/configurationFiles.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor, type Uri } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const orders = { targetId: 'prod/eu-west-1', functionName: 'orders' };
const uri: VscodeUri = configurationUri(orders);
const afterDelay = 2;

let world: EditorWorld;
let files: ConfigurationFiles;
let written: unknown[];
let changes: string[];

beforeEach(() => {
  world = openEditorWorld();
  world.prod.lambda.put({ FunctionName: 'orders', Environment: { Variables: { API_KEY: 's3cret' } } });
  const { log, written: lines } = fakeLog();
  written = lines;
  changes = [];
  const changed = new VscodeEmitter<FileChangeEvent[]>();
  changed.event((events) => changes.push(...events.map((event) => event.uri.toString())));
  files = world.owned.add(new ConfigurationFiles({ ...world, notify: new Notify(log), changed }));
});

afterEach(() => {
  world.owned.dispose();
});

const read = async () => JSON.parse(new TextDecoder().decode(await files.readFile(uri))) as Record<string, unknown>;
const save = async (change: Record<string, unknown>) =>
  files.writeFile(uri, new TextEncoder().encode(JSON.stringify({ ...(await read()), ...change })));
const sent = () => world.prod.lambda.callsOf('updateFunctionConfiguration').map(({ input }) => input);

describe('the configuration of a function as a document', () => {
  test('is opened under a name that gets its schema, with what the target holds', async () => {
    await files.open(orders);
    expect(editor.opened).toEqual([{ uri: uri.toString(), line: undefined }]);
    expect(uri.path).toBe('/prod%2Feu-west-1/orders.lambda.json');
    expect(await read()).toMatchObject({ MemorySize: 128, Environment: { Variables: { API_KEY: 's3cret' } } });
  });

  test('saving shows what changes with account and Region, sends only that, and draws the row again', async () => {
    await files.open(orders);
    editor.answers = ['Update orders'];
    await save({ MemorySize: 512 });
    expect(editor.shown[0]).toEqual({
      kind: 'warning',
      message: 'Update orders on prod · eu-west-1?',
      detail: 'Account 492100000087, Region eu-west-1, protected.\nMemorySize: 128 → 512',
      buttons: ['Update orders'],
    });
    expect(sent()).toEqual([{ FunctionName: 'orders', MemorySize: 512, RevisionId: 'revision-1' }]);
    expect(world.catalog.find(orders.targetId, 'orders')?.MemorySize).toBe(512);
    expect(world.catalog.activity(orders.targetId, 'orders')).toBeUndefined();
  });

  test('a change that is declined is not sent, and the document stays unsaved', async () => {
    await files.open(orders);
    await expect(save({ MemorySize: 512 })).rejects.toThrow('Nothing was changed: orders on prod · eu-west-1');
    expect(sent()).toEqual([]);
  });

  test('auto save never changes a function', async () => {
    await files.open(orders);
    editor.documentSaving.fire({ document: { uri: uri as unknown as Uri }, reason: afterDelay });
    await expect(save({ MemorySize: 512 })).rejects.toThrow('not saved automatically');
    expect([editor.shown, sent()]).toEqual([[], []]);
  });

  test('someone else’s change is shown, not overwritten; after Compare it may be built upon', async () => {
    await files.open(orders);
    world.prod.lambda.put({ FunctionName: 'orders', Timeout: 60, Environment: { Variables: { API_KEY: 's3cret' } } });
    editor.answers = ['Update orders', 'Compare'];
    await expect(save({ MemorySize: 512 })).rejects.toThrow(
      'changed by someone else meanwhile. Nothing was overwritten',
    );
    await settle();
    expect(editor.shown.at(-1)).toMatchObject({ detail: 'Timeout: 3 → 60', buttons: ['Compare', 'Reload'] });
    expect(editor.executed.at(-1)).toMatchObject({ command: 'vscode.diff' });
    expect(sent()).toEqual([]);
    editor.answers = ['Update orders'];
    await save({ MemorySize: 512 });
    expect(sent()).toEqual([{ FunctionName: 'orders', MemorySize: 512, RevisionId: 'revision-2' }]);
  });

  test('opening it once more while it has unsaved changes does not take someone else’s change for seen', async () => {
    await files.open(orders);
    editor.documents = [{ uri: uri as unknown as Uri, isDirty: true, save: async () => true }];
    const edited = await read();
    world.prod.lambda.put({ FunctionName: 'orders', Timeout: 60, Environment: { Variables: { API_KEY: 's3cret' } } });
    await files.open(orders);
    editor.answers = ['Update orders'];
    await expect(save({ ...edited, MemorySize: 512 })).rejects.toThrow('Nothing was overwritten');
  });

  test('a change between looking and sending is caught by the revision', async () => {
    await files.open(orders);
    const gate = world.prod.lambda.hold('updateFunctionConfiguration');
    editor.answers = ['Update orders', 'Reload'];
    const saving = save({ MemorySize: 512 });
    await settle();
    world.prod.lambda.put({ FunctionName: 'orders', Timeout: 60, Environment: { Variables: { API_KEY: 's3cret' } } });
    gate.resolve();
    await expect(saving).rejects.toThrow('Nothing was overwritten');
    await settle();
    expect(editor.executed.at(-1)?.command).toBe('workbench.action.files.revert');
    expect(changes).toContain(uri.toString());
    expect(await read()).toMatchObject({ MemorySize: 128, Timeout: 60 });
  });

  test('other code meanwhile is no conflict', async () => {
    await files.open(orders);
    await world.prod.lambda.updateFunctionCode({ FunctionName: 'orders', ZipFile: new Uint8Array([1]) });
    editor.answers = ['Update orders'];
    await save({ MemorySize: 512 });
    expect(sent()).toEqual([{ FunctionName: 'orders', MemorySize: 512, RevisionId: 'revision-2' }]);
  });

  test('waits for the update and says with Lambda’s reason when it failed', async () => {
    await files.open(orders);
    Object.assign(world.prod.lambda, { unsettledFor: 2, endsAs: 'Failed' });
    editor.answers = ['Update orders'];
    const saving = save({ MemorySize: 512 });
    const failed = expect(saving).rejects.toThrow('It broke.');
    for (let i = 0; i < 4; i += 1) {
      await settle();
      await world.clock.advance(1_000);
    }
    await failed;
  });

  test('values of variables are neither shown in the question nor logged', async () => {
    await files.open(orders);
    editor.answers = ['Update orders'];
    await save({ Environment: { Variables: { API_KEY: 'n3w-s3cret' } } });
    expect(JSON.stringify([editor.shown, written])).not.toContain('s3cret');
    expect(editor.shown[0]?.detail).toContain('Environment.Variables.API_KEY: changed');
  });
});
