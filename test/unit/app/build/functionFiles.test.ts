import { execFileSync } from 'node:child_process';
import { realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { functionFiles, surveyFolder } from '../../../../src/app/build/functionFiles.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const never = new AbortController().signal;

async function pathsIn(folder: string, ignore?: readonly string[]): Promise<readonly string[]> {
  return (await functionFiles(folder, never, ignore)).map((file) => file.path);
}

async function leftOutOf(folder: string): Promise<readonly string[]> {
  return (await surveyFolder(folder, never)).leftOut.map(({ path, reason }) => `${path} ${reason}`);
}

describe('.gitignore', () => {
  const files = {
    '.gitignore': '*.log\n/dist/\n!keep.log\nlib/generated/*\n!lib/generated/schema.json\n',
    'a.log': '',
    'keep.log': '',
    'dist/out.js': '',
    'lib/dist/in.js': '',
    'lib/generated/types.ts': '',
    'lib/generated/schema.json': '',
    'lib/.gitignore': 'tmp\n!*.log\n/only-here.txt\n',
    'lib/b.log': '',
    'lib/tmp/x': '',
    'lib/only-here.txt': '',
    'lib/deep/only-here.txt': '',
    'lib/deep/.gitignore': '*.log\n',
    'lib/deep/c.log': '',
    'tmp/y': '',
  };

  test('counts with its negations, and inside folders against those above', async () => {
    const expected = [
      'keep.log',
      'lib/b.log',
      'lib/deep/only-here.txt',
      'lib/dist/in.js',
      'lib/generated/schema.json',
      'tmp/y',
    ];
    expect(await pathsIn(folders.create(files))).toEqual(expected);
  });

  test('says what Git itself says', async ({ skip }) => {
    const folder = folders.create(files);
    try {
      execFileSync('git', ['init', '-q'], { cwd: folder });
    } catch {
      skip('there is no git on this computer');
    }
    const listed = execFileSync('git', ['-c', 'core.excludesFile=', 'ls-files', '--others', '--exclude-standard'], {
      cwd: folder,
    }).toString();
    const ofGit = listed.split('\n').filter((name) => name !== '' && !name.endsWith('.gitignore'));
    expect(await pathsIn(folder)).toEqual(ofGit.sort());
  });

  test('of the repository counts for a function inside', async () => {
    const repository = folders.create({
      '.git/HEAD': '',
      '.gitignore': '*.log\nfunctions/orders/secret.txt\n',
      'functions/.gitignore': '!orders/kept.log\n',
      'functions/orders/index.js': '',
      'functions/orders/debug.log': '',
      'functions/orders/kept.log': '',
      'functions/orders/secret.txt': '',
    });
    const folder = join(repository, 'functions/orders');
    expect(await pathsIn(folder)).toEqual(['index.js', 'kept.log']);
    expect(await leftOutOf(folder)).toEqual([
      'debug.log *.log (../../.gitignore)',
      'secret.txt functions/orders/secret.txt (../../.gitignore)',
    ]);
  });

  test('that keeps the folder itself out of Git says nothing about what is in it', async () => {
    const repository = folders.create({ '.git/HEAD': '', '.gitignore': 'dist\n*.js\n', 'dist/index.js': '' });
    expect(await pathsIn(join(repository, 'dist'))).toEqual(['index.js']);
  });

  test('does not reach into installed packages, nor do theirs count', async () => {
    const folder = folders.create({
      '.gitignore': 'dist\n*.min.js\nnode_modules\n',
      'node_modules/dep/dist/index.js': '',
      'node_modules/dep/dep.min.js': '',
      'node_modules/dep/.gitignore': 'dist\n',
      'vendor/bundle/ruby/3.4.0/gems/x/dist/x.rb': '',
      'dist/own.js': '',
    });
    expect(await pathsIn(folder)).toEqual([
      'node_modules/dep/dep.min.js',
      'node_modules/dep/dist/index.js',
      'vendor/bundle/ruby/3.4.0/gems/x/dist/x.rb',
    ]);
  });
});

test('patterns of a link are added to those of the folder', async () => {
  const folder = folders.create({ '.lambdaignore': 'a.txt\n', 'a.txt': '', 'b.txt': '', 'c.txt': '' });
  expect(await pathsIn(folder, ['b.*'])).toEqual(['c.txt']);
});

describe('links', () => {
  test('are followed inside the repository, and inside packages wherever they lead', async () => {
    const store = folders.create({ 'dep/index.js': '' });
    const repository = folders.create({
      '.git/HEAD': '',
      'shared/util.js': '',
      'fn/index.js': '',
      'fn/node_modules/.keep': '',
    });
    symlinkSync('../shared', join(repository, 'fn/shared'));
    symlinkSync(join(store, 'dep'), join(repository, 'fn/node_modules/dep'));
    expect(await pathsIn(join(repository, 'fn'))).toEqual([
      'index.js',
      'node_modules/.keep',
      'node_modules/dep/index.js',
      'shared/util.js',
    ]);
  });

  test('out of the project are left out, and so are those that lead nowhere', async () => {
    const elsewhere = realpathSync(folders.create({ credentials: 'secret' }));
    const folder = folders.create({ 'index.js': '' });
    symlinkSync(join(elsewhere, 'credentials'), join(folder, 'credentials'));
    symlinkSync(elsewhere, join(folder, 'all'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    expect(await pathsIn(folder)).toEqual(['index.js']);
    expect(await leftOutOf(folder)).toEqual([
      `all a link out of the project, to ${elsewhere}`,
      `credentials a link out of the project, to ${join(elsewhere, 'credentials')}`,
      'dangling a link that leads nowhere',
    ]);
  });
});

test('a name is the same however its file system spells accents', async () => {
  const folder = folders.create({ ['größe.js'.normalize('NFD')]: '', '日本/語.js': '' });
  expect(await pathsIn(folder)).toEqual(['größe.js'.normalize('NFC'), '日本/語.js']);
});
