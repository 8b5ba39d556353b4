import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readExpectedAnswer, writeExpectedAnswer } from '../../../src/app/expectedAnswers.ts';
import { TestEventFolder } from '../../../src/app/testEvents/testEventFolder.ts';

let root: string;
let folder: TestEventFolder;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'expected-answers-'));
  folder = new TestEventFolder(root, 'orders');
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('an expected answer lies beside its event, is no event, and moves with it', async () => {
  await folder.write('create', '{}', { isNew: true });
  expect(await readExpectedAnswer(folder, 'create')).toBeUndefined();
  await writeExpectedAnswer(folder, 'create', '{"id":1}');
  expect(await readExpectedAnswer(folder, 'create')).toBe('{\n  "id": 1\n}');
  expect((await readdir(folder.path)).sort()).toEqual(['create.expected.json', 'create.json']);
  expect((await folder.list()).events.map(({ name }) => name)).toEqual(['create']);
  await folder.rename('create', 'made');
  expect(await readExpectedAnswer(folder, 'made')).toBe('{\n  "id": 1\n}');
});

test('text that is not JSON stays as it is; a name that leads elsewhere is refused', async () => {
  await writeExpectedAnswer(folder, 'plain', 'hello\nworld');
  expect(await readExpectedAnswer(folder, 'plain')).toBe('hello\nworld');
  await expect(writeExpectedAnswer(folder, '../out', '{}')).rejects.toThrow('A name consists of');
});
