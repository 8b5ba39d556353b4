import { realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nearestWith, sourceFiles } from '../../../../src/app/build/sourceFiles.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());
const never = new AbortController().signal;

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await sourceFiles([folder], never)).map((file) => path.relative(folder, file)).sort();
}

test('what tools write beside their project file is no source; a package of the same name is', async () => {
  const folder = folders.create({
    'pom.xml': '',
    'target/classes/A.class': '',
    'src/main/java/example/build/Target.java': '',
    'src/main/java/example/target/A.java': '',
    'module/build.gradle.kts': '',
    'module/build/libs/a.jar': '',
    'tools/bin/run.sh': '',
    '.git/HEAD': '',
    'node_modules/a/index.js': '',
    'shared.egg-info/PKG-INFO': '',
  });
  expect(await namesIn(folder)).toEqual([
    'module/build.gradle.kts',
    'pom.xml',
    'src/main/java/example/build/Target.java',
    'src/main/java/example/target/A.java',
    'tools/bin/run.sh',
  ]);
});

test('links are followed, and not in circles', async () => {
  const shared = folders.create({ 'lib.rs': '' });
  const folder = folders.create({ 'Cargo.toml': '', 'src/main.rs': '' });
  symlinkSync(shared, path.join(folder, 'src/shared'));
  symlinkSync('..', path.join(folder, 'src/up'));
  symlinkSync('nowhere', path.join(folder, 'dangling'));
  expect(await namesIn(folder)).toEqual(['Cargo.toml', 'dangling', 'src/main.rs', 'src/shared/lib.rs']);
});

test('the nearest folder above that has a file', async () => {
  const folder = realpathSync(folders.create({ 'go.work': '', 'a/go.mod': '', 'a/cmd/x/main.go': '' }));
  expect(await nearestWith(path.join(folder, 'a/cmd/x'), ['go.mod'])).toBe(path.join(folder, 'a'));
  expect(await nearestWith(path.join(folder, 'a/cmd/x'), ['go.work'])).toBe(folder);
  expect(await nearestWith(folder, ['no-such-file-anywhere'])).toBeUndefined();
});
