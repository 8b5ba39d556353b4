import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { findCandidates } from '../../../../src/service/environment/interpreterFolders.ts';
import { type Interpreter, Interpreters, nearestOf } from '../../../../src/service/environment/interpreters.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const found = (...versions: string[]): Interpreter[] =>
  versions.map((version) => ({ path: `/${version}`, version, isElectron: false }));

describe('the nearest one', () => {
  test.each([
    ['nodejs', '22', ['20.1.0', '22.1.0', '22.11.0', '24.0.0'], '22.11.0'],
    ['nodejs', '22', ['20.1.0', '24.0.0'], '24.0.0'],
    ['nodejs', '20', ['18.1.0', '24.0.0'], '18.1.0'],
    ['python', '3.12', ['3.9.1', '3.12.0', '3.13.0'], '3.12.0'],
    ['python', '3.14', ['3.9.1', '3.12.0', '3.13.0'], '3.13.0'],
    ['python', '3.10', ['3.9.1', '3.11.0'], '3.11.0'],
    ['java', '21', ['11.0.2', '17.0.15', '25.0.0'], '25.0.0'],
    ['java', '11', ['17.0.15', '25.0.0'], '17.0.15'],
    ['ruby', '3.4', ['3.1.2', '3.3.5', '4.0.0'], '3.3.5'],
  ] as const)('for %s %s of %j is %s', (family, wanted, versions, expected) => {
    expect(nearestOf(found(...versions), family, wanted)?.version).toBe(expected);
  });

  test('of none is none', () => {
    expect(nearestOf([], 'nodejs', '22')).toBeUndefined();
  });
});

describe('where they are looked for', () => {
  const listing = (folders: Readonly<Record<string, readonly string[]>>) => async (folder: string) =>
    folders[folder] ?? [];

  test('PATH and version managers on POSIX; shims are left out', async () => {
    const candidates = await findCandidates('python', {
      platform: 'linux',
      variables: { PATH: '/home/me/.pyenv/shims:/usr/bin', HOME: '/home/me' },
      list: listing({
        '/home/me/.pyenv/shims': ['python3', 'python3.12'],
        '/usr/bin': ['python3', 'python3.11', 'python3-config', 'pythonw', 'node'],
        '/home/me/.pyenv/versions': ['3.12.1', 'my-project'],
        '/home/me/.local/share/uv/python': ['cpython-3.14.0-linux-x86_64-gnu'],
      }),
    });
    expect(candidates).toEqual([
      { path: '/usr/bin/python3', version: undefined },
      { path: '/usr/bin/python3.11', version: undefined },
      { path: '/home/me/.pyenv/versions/3.12.1/bin/python3', version: '3.12.1' },
      { path: '/home/me/.local/share/uv/python/cpython-3.14.0-linux-x86_64-gnu/bin/python3', version: '3.14.0' },
    ]);
  });

  test('Java from JAVA_HOME, the system and SDKMAN', async () => {
    const candidates = await findCandidates('java', {
      platform: 'linux',
      variables: { PATH: '/usr/bin', HOME: '/home/me', JAVA_HOME: '/opt/jdk' },
      list: listing({
        '/usr/bin': ['java', 'javac'],
        '/opt/jdk/bin': ['java'],
        '/usr/lib/jvm': ['default-java', 'temurin-25-jdk-amd64'],
        '/home/me/.sdkman/candidates/java': ['21.0.5-tem', 'current'],
      }),
    });
    expect(candidates.map(({ path }) => path)).toEqual([
      '/usr/bin/java',
      '/opt/jdk/bin/java',
      '/usr/lib/jvm/temurin-25-jdk-amd64/bin/java',
      '/home/me/.sdkman/candidates/java/21.0.5-tem/bin/java',
    ]);
  });

  test('Ruby from rbenv, RVM and RubyInstaller', async () => {
    const posix = await findCandidates('ruby', {
      platform: 'darwin',
      variables: { PATH: '/usr/local/bin', HOME: '/home/me' },
      list: listing({
        '/usr/local/bin': ['ruby', 'ruby3.3', 'rubocop'],
        '/home/me/.rbenv/versions': ['3.4.1'],
        '/home/me/.rvm/rubies': ['ruby-3.2.2', 'default'],
      }),
    });
    expect(posix).toEqual([
      { path: '/usr/local/bin/ruby', version: undefined },
      { path: '/usr/local/bin/ruby3.3', version: undefined },
      { path: '/home/me/.rbenv/versions/3.4.1/bin/ruby', version: '3.4.1' },
      { path: '/home/me/.rvm/rubies/ruby-3.2.2/bin/ruby', version: '3.2.2' },
    ]);
    const windows = await findCandidates('ruby', {
      platform: 'win32',
      variables: {},
      list: listing({ 'C:\\': ['Ruby34-x64', 'Windows', 'Program Files 2'] }),
    });
    expect(windows).toEqual([{ path: 'C:\\Ruby34-x64\\bin\\ruby.exe', version: undefined }]);
  });

  test('Node.js from nvm, fnm, Volta and asdf', async () => {
    const candidates = await findCandidates('nodejs', {
      platform: 'linux',
      variables: { HOME: '/home/me', NVM_DIR: '/opt/nvm' },
      list: listing({
        '/opt/nvm/versions/node': ['v22.11.0'],
        '/home/me/.local/share/fnm/node-versions': ['v20.1.0'],
        '/home/me/.volta/tools/image/node': ['24.0.1'],
        '/home/me/.asdf/installs/nodejs': ['18.20.0'],
      }),
    });
    expect(candidates.map(({ path: file, version }) => `${version} ${file}`)).toEqual([
      '22.11.0 /opt/nvm/versions/node/v22.11.0/bin/node',
      '20.1.0 /home/me/.local/share/fnm/node-versions/v20.1.0/installation/bin/node',
      '24.0.1 /home/me/.volta/tools/image/node/24.0.1/bin/node',
      '18.20.0 /home/me/.asdf/installs/nodejs/18.20.0/bin/node',
    ]);
  });

  test('on Windows', async () => {
    const candidates = await findCandidates('python', {
      platform: 'win32',
      variables: { Path: 'C:\\Tools;C:\\Python', USERPROFILE: 'C:\\Users\\me', LOCALAPPDATA: 'C:\\Local' },
      list: listing({
        'C:\\Python': ['python.exe', 'pythonw.exe'],
        'C:\\Local\\Programs\\Python': ['Python312'],
      }),
    });
    expect(candidates).toEqual([
      { path: 'C:\\Python\\python.exe', version: undefined },
      { path: 'C:\\Local\\Programs\\Python\\Python312\\python.exe', version: undefined },
    ]);
  });
});

describe('on this machine', () => {
  let folders: TemporaryFolders;
  let bin: string;
  beforeEach(() => {
    folders = new TemporaryFolders();
    bin = folders.create();
  });
  afterEach(() => folders.remove());

  function interpreters(ownNode?: Interpreter): Interpreters {
    const cacheFile = path.join(bin, 'work', 'interpreters.json');
    return new Interpreters({ environment: { PATH: bin }, ownNode, cacheFile, log: silentLog });
  }

  test('a link is followed to the program, which says its version', async () => {
    symlinkSync(process.execPath, path.join(bin, 'node'));
    expect(await interpreters().nearest('nodejs', '22')).toEqual({
      path: process.execPath,
      version: process.versions.node,
      isElectron: false,
    });
  });

  test('the version is asked for once, also over restarts', async () => {
    symlinkSync(process.execPath, path.join(bin, 'node'));
    await interpreters().all('nodejs');
    const cacheFile = path.join(bin, 'work', 'interpreters.json');
    const known = JSON.parse(await import('node:fs').then(({ readFileSync }) => readFileSync(cacheFile, 'utf8')));
    const changed = Object.fromEntries(Object.keys(known).map((key) => [key, '23.4.5']));
    writeFileSync(cacheFile, JSON.stringify(changed));
    expect((await interpreters().nearest('nodejs', '22'))?.version).toBe('23.4.5');
  });

  test('a script called node is a shim, and a missing program none', async () => {
    writeFileSync(path.join(bin, 'node'), '#!/bin/sh\necho v22.0.0\n');
    chmodSync(path.join(bin, 'node'), 0o755);
    symlinkSync(path.join(bin, 'nowhere'), path.join(bin, 'python3'));
    mkdirSync(path.join(bin, 'python'));
    expect(await interpreters().all('nodejs')).toEqual([]);
    expect(await interpreters().all('python')).toEqual([]);
  });

  test('the editor’s own Node.js serves only where there is no other', async () => {
    const editor = { path: '/editor', version: '22.1.0', isElectron: true };
    expect(await interpreters(editor).nearest('nodejs', '22')).toEqual(editor);
    symlinkSync(process.execPath, path.join(bin, 'node'));
    expect((await interpreters(editor).nearest('nodejs', '22'))?.path).toBe(process.execPath);
  });
});
