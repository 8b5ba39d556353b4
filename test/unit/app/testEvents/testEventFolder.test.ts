/** Test events as files of a workspace, on a real disk. */

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { TestEventFolder } from '../../../../src/app/testEvents/testEventFolder.ts';
import { testEventNameProblem } from '../../../../src/app/testEvents/testEventName.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const inFolder = (name: string) => `.lambda/events/orders/${name}`;
const folderWith = (files: Readonly<Record<string, string>> = {}) => {
  const root = folders.create(Object.fromEntries(Object.entries(files).map(([name, text]) => [inFolder(name), text])));
  return { folder: new TestEventFolder(root, 'orders'), root };
};

describe('the folder of a function’s test events', () => {
  test('is empty, and is not made, before anything is saved', async () => {
    const { folder, root } = folderWith();
    expect(await folder.list()).toEqual({ events: [], defaultName: undefined });
    expect(readdirSync(root)).toEqual([]);
  });

  test('lists events in order of name, and nothing else', async () => {
    const { folder, root } = folderWith({
      'b10.json': '{}',
      'b9.json': '{"a":1}\n',
      'b9.expected.json': '{}',
      'notes.txt': '',
      '.settings.json': '{"templates":{"b9":"sqs"}}',
      'bad name.json': '{}',
    });
    mkdirSync(join(root, inFolder('folder.json')));
    expect((await folder.list()).events).toEqual([
      { name: 'b9', bytes: 8, templateId: 'sqs' },
      { name: 'b10', bytes: 2 },
    ]);
  });

  test('writes, reads, and refuses to replace an event that a new one would take the name of', async () => {
    const { folder, root } = folderWith();
    await folder.write('create', '{ "ü": 1 }', { isNew: true });
    expect(readFileSync(join(root, inFolder('create.json')), 'utf8')).toBe('{ "ü": 1 }\n');
    await folder.write('create', '{}', { isNew: false });
    expect(await folder.read('create')).toBe('{}');
    await expect(folder.write('Create', '{}', { isNew: true })).rejects.toThrow(
      'There is a test event create already. Choose another name.',
    );
    expect(readdirSync(join(root, '.lambda/events/orders'))).toEqual(['create.json']);
  });

  test('renames an event with its expected answer, its trigger and its place as the default', async () => {
    const { folder, root } = folderWith({ 'a.json': '{}', 'a.expected.json': '1' });
    await folder.setDefault('a');
    await folder.setTemplate('a', 's3-put');
    await folder.rename('a', 'A');
    expect(readdirSync(join(root, '.lambda/events/orders')).sort()).toEqual([
      '.settings.json',
      'A.expected.json',
      'A.json',
    ]);
    expect(await folder.list()).toEqual({
      events: [{ name: 'A', bytes: 2, templateId: 's3-put' }],
      defaultName: 'A',
    });
  });

  test('duplicates an event with its trigger', async () => {
    const { folder } = folderWith({ 'a.json': '{"n":1}' });
    await folder.setTemplate('a', 'sqs');
    await folder.duplicate('a', 'b');
    expect((await folder.list()).events.map(({ name, templateId }) => [name, templateId])).toEqual([
      ['a', 'sqs'],
      ['b', 'sqs'],
    ]);
    await expect(folder.duplicate('a', 'b')).rejects.toThrow('There is a test event b already.');
  });

  test('forgets what was kept of an event that is gone; nothing to keep leaves no file', async () => {
    const { folder, root } = folderWith({ 'a.json': '{}' });
    await folder.setDefault('a');
    rmSync(folder.fileOf('a'));
    expect((await folder.list()).defaultName).toBeUndefined();
    await folder.forget('a');
    expect(readdirSync(join(root, '.lambda/events/orders'))).toEqual([]);
  });

  test('an event called default comes first unless another was chosen', async () => {
    const { folder } = folderWith({ 'a.json': '{}', 'default.json': '{}' });
    expect((await folder.list()).defaultName).toBe('default');
    await folder.setDefault('a');
    expect((await folder.list()).defaultName).toBe('a');
  });

  test('settings changed at the same moment are all kept', async () => {
    const { folder } = folderWith({ 'a.json': '{}', 'b.json': '{}', 'c.json': '{}' });
    await Promise.all([folder.setTemplate('a', 'x'), folder.setTemplate('b', 'y'), folder.setDefault('c')]);
    const { events, defaultName } = await folder.list();
    expect([events.map(({ templateId }) => templateId), defaultName]).toEqual([['x', 'y', undefined], 'c']);
  });

  test('settings that a person broke do not hide the events', async () => {
    const { folder } = folderWith({ 'a.json': '{}', '.settings.json': '{"default": ' });
    expect((await folder.list()).events).toHaveLength(1);
  });

  test('an event that is not there any more is told with its file', async () => {
    const { folder } = folderWith();
    await expect(folder.read('gone')).rejects.toThrow(/^The test event gone is not there any more: .*gone\.json\.$/);
    await expect(folder.rename('gone', 'other')).rejects.toThrow('The test event gone is not there any more');
  });

  test('no name leads out of the folder', async () => {
    const { folder } = folderWith();
    for (const name of ['../x', 'a/b', '..', '.', '', 'a\\b', 'c:x', '.hidden']) {
      await expect(folder.read(name)).rejects.toThrow(/name/);
    }
  });

  test('a file in the place of the folder says what is wrong', async () => {
    const root = folders.create({ '.lambda/events': 'a file' });
    const folder = new TestEventFolder(root, 'orders');
    expect((await folder.list()).events).toEqual([]);
    await expect(folder.write('a', '{}', { isNew: true })).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});

describe('names of test events', () => {
  test.each(['a', 'create-order', 'v2.0', 'a_b', 'A'.repeat(64)])('%s is one', (name) => {
    expect(testEventNameProblem(name)).toBeUndefined();
  });

  test.each([
    ['', 'A test event needs a name.'],
    ['a b', 'A name consists of letters, digits, ".", "-" and "_", and begins with a letter or digit.'],
    ['NUL', '"NUL" is the name of a device on Windows; choose another.'],
    ['com1.x', '"com1.x" is the name of a device on Windows; choose another.'],
    ['a.', 'A name cannot end in ".".'],
    ['a.json', 'A name cannot end in ".expected" or ".json": those belong to its files.'],
    ['A'.repeat(65), 'A name has at most 64 characters; this one has 65.'],
  ])('%j is none', (name, problem) => {
    expect(testEventNameProblem(name)).toBe(problem);
  });
});
