import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { RedeployLinks } from '../../../../src/app/deploy/linkFile.ts';
import { linkFilePath, linkTargetId, type RedeployLink } from '../../../../src/app/deploy/redeployLink.ts';
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
        links: [{ ...local, build: { kind: 'esbuild', entry: 'a.ts', format: 'cjs', external: ['sharp'] } }],
      }),
    });
    expect((await linksIn(workspace).all())[0]?.build).toEqual({
      kind: 'esbuild',
      entry: 'a.ts',
      format: 'cjs',
      external: ['sharp'],
    });
  });

  const settings = {
    ignore: ['*.md'],
    beforeBuild: 'npm run generate',
    bucket: 'my-packages',
    publish: true,
    alias: { name: 'live', shift: { percent: 10, minutes: 0.5, toleratedErrors: 2 } },
    smokeEvent: { name: 'Ada' },
    watch: { runsLastEvent: true },
  } as const;

  test('settings of the redeploy are read, and stay when the function is linked anew', async () => {
    const workspace = folders.create({ [linkFilePath]: JSON.stringify({ links: [{ ...local, ...settings }] }) });
    const links = linksIn(workspace);
    await links.save({ ...local, folder: 'elsewhere' });
    expect(await links.all()).toEqual([{ ...local, ...settings, folder: 'elsewhere' }]);
  });

  test('one setting is changed, and taken away', async () => {
    const workspace = folders.create({
      [linkFilePath]: `{ "links": [${JSON.stringify(local, undefined, 2)} /* ours */] }`,
    });
    const links = linksIn(workspace);
    await links.set(local, 'bucket', 'my-packages');
    expect((await links.all())[0]).toEqual({ ...local, bucket: 'my-packages' });
    await links.set(local, 'bucket', undefined);
    expect(await links.all()).toEqual([local]);
    expect(textIn(workspace)).toContain('/* ours */');
    await links.set({ ...local, functionName: 'unknown' }, 'publish', true);
    expect(await links.all()).toEqual([local]);
  });

  test.each([
    ['ignore', '"*.md"', 'a list of patterns, as in .gitignore'],
    ['beforeBuild', '[]', 'a command line'],
    ['bucket', '"My_Bucket"', 'the name of an S3 bucket'],
    ['publish', '"yes"', 'true or false'],
    ['alias', '{ "name": "12", "shift": "all" }', '{ "name": …, "shift": "all" }'],
    ['alias', '{ "name": "live", "shift": { "percent": 100, "minutes": 5 } }', '"percent": 1 to 99'],
    ['alias', '{ "name": "live", "shift": { "percent": 10, "minutes": 0 } }', '"minutes": above 0'],
    ['alias', '{ "name": "live", "shift": { "percent": 10, "minutes": 1, "toleratedErrors": -1 } }', '"alias" must be'],
    ['smokeEvent', '1', 'the name of a test event, or an event in braces'],
    ['watch', '"often"', 'true, false or { "runsLastEvent": true }'],
  ])('a wrong %s is named with its line: %s', async (member, value, expected) => {
    const [head] = JSON.stringify(local).split(/\}$/);
    const workspace = folders.create({ [linkFilePath]: `{"links": [${head},\n"${member}": ${value}}]}` });
    const reading = linksIn(workspace).all();
    await expect(reading).rejects.toThrow(`${linkFilePath}, line 2: "${member}" must be`);
    await expect(reading).rejects.toThrow(expected);
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
      'line 2: "build.kind" must be one of "esbuild", "copy",',
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
