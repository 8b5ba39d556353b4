/** The test events of a panel: what its view asks, on files of a real folder and shareable events in memory. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Drafts, emptyIntent } from '../../../src/app/drafts.ts';
import type { Target } from '../../../src/app/target.ts';
import { ShareableTestEvents } from '../../../src/app/testEvents/shareableTestEvents.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { TestEventDesk } from '../../../src/vscode/testEvents/testEventDesk.ts';
import { InMemorySchemas } from '../../fakes/inMemorySchemas.ts';
import { inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const key = { targetId: 'prod/eu-west-1', functionName: 'orders' };
const { signal } = new AbortController();

describe('the test events of a panel', () => {
  let world: EditorWorld;
  let root: string;
  let drafts: Drafts;
  let schemas: InMemorySchemas;
  let target: Target;
  let desk: TestEventDesk;

  beforeEach(() => {
    world = openEditorWorld();
    root = folders.create();
    drafts = new Drafts(new MemoryStore());
    schemas = new InMemorySchemas();
    target = inMemoryTarget({ id: 'prod/eu-west-1', label: 'prod · eu-west-1', runsHere: false, schemas });
    desk = deskOn([root]);
  });

  afterEach(() => world.owned.dispose());

  function deskOn(roots: readonly string[], functionName = 'orders'): TestEventDesk {
    const notify = new Notify(fakeLog().log);
    return world.owned.add(
      new TestEventDesk({
        ...world,
        key: { ...key, functionName },
        target,
        roots: async () => roots,
        drafts,
        notify,
      }),
    );
  }

  const fileOf = (name: string) => path.join(root, '.lambda/events/orders', `${name}.json`);
  const save = (name: string, eventText: string) => desk.requests.saveTestEvent({ name, eventText });
  const names = async () => (await desk.requests.testEvents(undefined)).events.map(({ name }) => name);

  test('what was typed into an event is there when one comes back to it at once', async () => {
    await save('a', '1');
    const leaving = desk.leave({ ...emptyIntent, testEventName: 'a', eventText: '1 typed' });
    expect(await desk.requests.readTestEvent({ name: 'a' })).toEqual({ eventText: '1', draftText: '1 typed' });
    await leaving;
  });

  test('saving without a name asks for one that is free, and writes the file', async () => {
    editor.answers = ['create-order'];
    const saved = await desk.requests.saveTestEvent({ eventText: '{"id":1}', templateId: 'sqs' });
    expect(saved).toEqual({ name: 'create-order' });
    expect(readFileSync(fileOf('create-order'), 'utf8')).toBe('{"id":1}\n');
    expect(await desk.requests.testEvents(undefined)).toEqual({
      events: [{ name: 'create-order', bytes: 9, templateId: 'sqs' }],
      defaultName: undefined,
      folder: '.lambda/events/orders',
      canShare: true,
    });
  });

  test('a name that is taken, in any case, is not accepted; nothing is written', async () => {
    await save('create', '1');
    editor.answers = ['CREATE'];
    expect(await desk.requests.saveTestEvent({ eventText: '2' })).toBeNull();
    expect(readFileSync(fileOf('create'), 'utf8')).toBe('1\n');
  });

  test('renames, duplicates, and puts into the trash after asking', async () => {
    await save('a', '1');
    editor.answers = ['b'];
    expect(await desk.requests.renameTestEvent({ name: 'a' })).toEqual({ name: 'b' });
    editor.answers = ['c'];
    expect(await desk.requests.duplicateTestEvent({ name: 'b' })).toEqual({ name: 'c' });
    expect(await names()).toEqual(['b', 'c']);
    editor.answers = [undefined];
    expect(await desk.requests.deleteTestEvent({ name: 'b' })).toBeNull();
    editor.answers = ['Move to Trash'];
    expect(await desk.requests.deleteTestEvent({ name: 'b' })).toEqual({ name: 'b' });
    expect(editor.deleted).toEqual([fileOf('b')]);
    expect(await names()).toEqual(['c']);
  });

  test('the default is what a new panel begins with', async () => {
    expect(await desk.first()).toBeUndefined();
    await desk.requests.saveTestEvent({ name: 'a', eventText: '{"n":1}', templateId: 's3-put' });
    await desk.requests.setDefaultTestEvent({ name: 'a' });
    expect(await desk.first()).toEqual({ testEventName: 'a', eventText: '{"n":1}', templateId: 's3-put' });
    await desk.requests.setDefaultTestEvent({ name: null });
    expect(await desk.first()).toBeUndefined();
  });

  test('what was typed into an event is there again when one comes back to it, until it is saved', async () => {
    await save('a', '1');
    await desk.leave({ ...emptyIntent, testEventName: 'a', eventText: '1 typed' });
    await desk.leave({ ...emptyIntent, eventText: 'beside' });
    expect(await desk.requests.readTestEvent({ name: 'a' })).toEqual({ eventText: '1', draftText: '1 typed' });
    expect(await desk.requests.readTestEvent({ name: '' })).toEqual({ eventText: 'beside' });
    await save('a', '2');
    expect(await desk.requests.readTestEvent({ name: 'a' })).toEqual({ eventText: '2' });
  });

  test('an event that was left as its file says takes what the file says later', async () => {
    await save('a', '1');
    await desk.leave({ ...emptyIntent, testEventName: 'a', eventText: '1' });
    writeFileSync(fileOf('a'), '2');
    expect(await desk.requests.readTestEvent({ name: 'a' })).toEqual({ eventText: '2' });
  });

  test('a draft goes along with a new name', async () => {
    await save('a', '1');
    await desk.leave({ ...emptyIntent, testEventName: 'a', eventText: 'typed' });
    editor.answers = ['b'];
    await desk.requests.renameTestEvent({ name: 'a' });
    expect(await desk.requests.readTestEvent({ name: 'b' })).toEqual({ eventText: '1', draftText: 'typed' });
    expect(drafts.readEvent(key, 'a')).toBeUndefined();
  });

  test('a file that changes on disk is told once, when the editor is done with it', async () => {
    await save('a', '1');
    const told = new Promise((resolve) => desk.onDidChange(resolve));
    editor.fileTouched.fire(Uri.file(fileOf('a')));
    editor.fileTouched.fire(Uri.file(fileOf('a')));
    await world.clock.advance(100);
    expect(await told).toMatchObject({ events: [{ name: 'a' }] });
  });

  test('the folder that holds events wins over the first one', async () => {
    await save('a', '1');
    const other = folders.create();
    const list = await deskOn([other, root]).requests.testEvents(undefined);
    expect(list.events).toHaveLength(1);
  });

  test('without a folder open, saving says what is missing', async () => {
    const nowhere = deskOn([]);
    expect(await nowhere.requests.testEvents(undefined)).toMatchObject({ events: [], folder: undefined });
    await expect(nowhere.requests.saveTestEvent({ name: 'a', eventText: '1' })).rejects.toThrow(
      'Test events are files of a workspace, and no folder is open.',
    );
  });

  test('a key that is no name of a function leads to no folder', async () => {
    await expect(deskOn([root], '../../x').requests.testEvents(undefined)).rejects.toThrow(
      'This is not the name of a function: ../../x',
    );
    expect(existsSync(path.join(root, '.lambda'))).toBe(false);
  });

  test('the clipboard is an event when it is JSON', async () => {
    editor.clipboard = ' {"a":1}\n';
    expect(await desk.requests.eventFromClipboard(undefined)).toEqual({ eventText: '{"a":1}' });
    editor.clipboard = '';
    await expect(desk.requests.eventFromClipboard(undefined)).rejects.toThrow('The clipboard is empty.');
    editor.clipboard = '{a}';
    await expect(desk.requests.eventFromClipboard(undefined)).rejects.toThrow('This is not an event in JSON:');
  });

  test('shares an event, asks before it replaces one, and takes shared ones over', async () => {
    const shareable = new ShareableTestEvents(target, 'orders');
    await save('create', '{"id":1}');
    expect(await desk.requests.exportTestEvent({ name: 'create' })).toEqual({ name: 'create' });
    await save('create', '{"id":2}');
    editor.answers = [undefined];
    expect(await desk.requests.exportTestEvent({ name: 'create' })).toBeNull();
    expect(await shareable.list(signal)).toEqual([{ name: 'create', value: { id: 1 } }]);
    editor.answers = ['Replace'];
    expect(await desk.requests.exportTestEvent({ name: 'create' })).toEqual({ name: 'create' });

    await shareable.put({ name: 'from console', value: 1 }, signal);
    await shareable.put({ name: 'remote', value: { far: true } }, signal);
    editor.answerMany = ['remote'];
    expect(await desk.requests.importTestEvents(undefined)).toEqual({ names: ['remote'] });
    expect(readFileSync(fileOf('remote'), 'utf8')).toBe('{\n  "far": true\n}\n');
    expect(editor.shown.at(-1)?.message).toBe(
      'Imported 1 test event from prod · eu-west-1. 1 could not be offered: a file cannot have their names.',
    );
  });

  test('a target without shared events says so', async () => {
    await expect(desk.requests.importTestEvents(undefined)).rejects.toThrow(
      'orders has no shareable test events on prod · eu-west-1.',
    );
  });
});
