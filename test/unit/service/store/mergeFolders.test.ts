import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mergedId, mergeFolders } from '../../../../src/service/store/mergeFolders.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterEach(() => folders.remove());

function layer(files: Readonly<Record<string, string>>): string {
  const folder = folders.create();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

describe('mergeFolders', () => {
  it('joins folders; a later file replaces an earlier one, which stays as it is where it came from', async () => {
    const first = layer({ 'lib/a': 'first', 'lib/only': '1' });
    const second = layer({ 'lib/a': 'second', 'bin/tool': '2' });
    const target = folders.create();
    await mergeFolders([first, second], target);
    const read = (name: string) => readFileSync(path.join(target, name), 'utf8');
    expect([read('lib/a'), read('lib/only'), read('bin/tool')]).toEqual(['second', '1', '2']);
    expect(readFileSync(path.join(first, 'lib/a'), 'utf8')).toBe('first');
  });

  it('puts a folder in place of a file, and a file in place of a folder', async () => {
    const first = layer({ a: 'file', 'b/deep/c': 'file' });
    const second = layer({ 'a/inner': 'in', b: 'now a file' });
    const target = folders.create();
    await mergeFolders([first, second], target);
    expect(readFileSync(path.join(target, 'a/inner'), 'utf8')).toBe('in');
    expect(readFileSync(path.join(target, 'b'), 'utf8')).toBe('now a file');
  });

  it.skipIf(process.platform === 'win32')('keeps links as links, and writes nothing through them', async () => {
    const first = layer({ 'real/a': 'first' });
    symlinkSync('real', path.join(first, 'link'));
    const second = layer({ 'link/a': 'second' });
    const [alone, both] = [folders.create(), folders.create()];
    await mergeFolders([first], alone);
    expect(readlinkSync(path.join(alone, 'link'))).toBe('real');
    await mergeFolders([first, second], both);
    expect(lstatSync(path.join(both, 'link')).isDirectory()).toBe(true);
    expect(readFileSync(path.join(both, 'real/a'), 'utf8')).toBe('first');
    expect(existsSync(path.join(first, 'link'))).toBe(true);
  });
});

describe('mergedId', () => {
  it('is the package itself when there is one, and depends on the order of several', () => {
    expect(mergedId(['a'])).toBe('a');
    expect(mergedId(['a', 'b'])).toMatch(/^layers-[0-9a-f]{64}$/);
    expect(mergedId(['b', 'a'])).not.toBe(mergedId(['a', 'b']));
  });
});
