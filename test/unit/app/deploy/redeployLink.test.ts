import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import {
  linkFilePath,
  linkTargetId,
  type RedeployLink,
  RedeployLinks,
} from '../../../../src/app/deploy/redeployLink.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const local: RedeployLink = {
  functionName: 'hello',
  target: { kind: 'local' },
  folder: 'functions/hello',
  build: { kind: 'esbuild', entry: 'src/index.ts' },
};
const onAws: RedeployLink = {
  functionName: 'hello',
  target: { kind: 'aws', profile: 'dev', region: 'eu-west-1', accountId: '123456789012' },
  folder: 'functions/hello',
  build: { kind: 'copy' },
};

const linksIn = (workspace: string) => new RedeployLinks(workspace, silentLog);
const textIn = (workspace: string) => readFileSync(join(workspace, linkFilePath), 'utf8');

describe('the link file', () => {
  test('is made with the first link and read back', async () => {
    const workspace = folders.create();
    const links = linksIn(workspace);
    expect(await links.all()).toEqual([]);
    await links.save(local);
    await links.save(onAws);
    expect(await linksIn(workspace).all()).toEqual([local, onAws]);
    expect(await links.find('local', 'hello')).toEqual(local);
    expect(await links.find('dev/eu-west-1', 'hello')).toEqual(onAws);
    expect(await links.find('dev/eu-west-1', 'other')).toBeUndefined();
    expect(textIn(workspace)).toMatch(/^\{\n {2}\/\/ Which folder/);
  });

  test('keeps comments and members that it does not know', async () => {
    const text = `// ours
{
  "team": "orders", // who
  "links": [
    {
      "functionName": "hello", // the greeting
      "target": { "kind": "local" /* here */ },
      "folder": "old",
      "build": { "kind": "esbuild", "entry": "src/index.ts" },
      "note": [1, 2]
    },
  ]
}
`;
    const workspace = folders.create({ [linkFilePath]: text });
    await linksIn(workspace).save(local);
    expect(textIn(workspace)).toBe(text.replace('"old"', '"functions/hello"'));
    await linksIn(workspace).save(onAws);
    expect(textIn(workspace)).toContain('// the greeting');
    expect(await linksIn(workspace).all()).toEqual([local, onAws]);
  });

  test('saving the same link changes nothing', async () => {
    const workspace = folders.create();
    await linksIn(workspace).save(local);
    const before = textIn(workspace);
    await linksIn(workspace).save(local);
    expect(textIn(workspace)).toBe(before);
  });

  test('links saved at the same time are all kept', async () => {
    const workspace = folders.create();
    const links = linksIn(workspace);
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((functionName) => links.save({ ...local, functionName })));
    expect((await links.all()).map((link) => link.functionName)).toEqual(names);
  });

  test('announces what it saved, and what the editor saw change', async () => {
    const links = linksIn(folders.create());
    const changed = vi.fn();
    links.onDidChange(changed);
    await links.save(local);
    links.fileChanged();
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test('settings of the build are read', async () => {
    const workspace = folders.create({
      [linkFilePath]: JSON.stringify({
        links: [{ ...local, build: { kind: 'esbuild', entry: 'a.ts', format: 'cjs', external: ['sharp', 1] } }],
      }),
    });
    expect((await linksIn(workspace).all())[0]?.build).toEqual({
      kind: 'esbuild',
      entry: 'a.ts',
      format: 'cjs',
      external: ['sharp'],
    });
  });

  test.each([
    ['{\n  "links": [\n    oops\n  ]\n}', 'line 3: invalid symbol.'],
    ['[]', 'line 1: an object with "links" is expected.'],
    ['', 'line 1: value expected.'],
    ['{\n"links": 1}', 'line 2: "links" must be a list.'],
    ['{"links": [\n1]}', 'line 2: a link must be an object.'],
    ['{"links": [{\n"functionName": ""}]}', 'line 2: "functionName" must be the name of a function.'],
    [
      `{"links": [{"functionName": "a",\n"folder": "/etc"}]}`,
      'line 2: "folder" must be a path relative to the workspace folder, with / between its parts.',
    ],
    [`{"links": [\n{"functionName": "a", "folder": "b"}]}`, 'line 2: "target" must be'],
    [
      `{"links": [{"functionName": "a", "folder": "b", "target": {"kind": "local"},\n"build": {"kind": "make"}}]}`,
      'line 2: "build" must be',
    ],
  ])('a file that is not what it should be is told with its line: %j', async (text, message) => {
    const workspace = folders.create({ [linkFilePath]: text });
    await expect(linksIn(workspace).all()).rejects.toThrow(`${linkFilePath}, ${message}`);
    await expect(linksIn(workspace).save(local)).rejects.toThrow(linkFilePath);
    expect(textIn(workspace)).toBe(text);
  });

  test('a file that cannot be read is an error, not an empty list', async () => {
    const workspace = folders.create();
    mkdirSync(join(workspace, linkFilePath), { recursive: true });
    await expect(linksIn(workspace).all()).rejects.toThrow('EISDIR');
  });

  test('a link means one target', () => {
    expect(linkTargetId(local.target)).toBe('local');
    expect(linkTargetId(onAws.target)).toBe('dev/eu-west-1');
  });
});
