import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JavaBootstrap } from '../../../../src/service/environment/javaBootstrap.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let sources: string;
let cache: string;
let jdk: string;

beforeEach(({ skip }) => {
  skip(process.platform === 'win32', 'stands in shell scripts for a JDK');
  sources = folders.create({ 'Bootstrap.java': 'class Bootstrap {}', 'notes.txt': '' });
  cache = path.join(folders.create(), 'java');
  jdk = folders.create();
});
afterEach(() => folders.remove());

const java = () => [{ path: path.join(jdk, 'java'), version: '21.0.1', isElectron: false }];

/** A compiler that keeps its arguments and makes one class. */
function install(body = 'echo made > "$8/Bootstrap.class"'): void {
  const compiler = path.join(jdk, 'javac');
  writeFileSync(compiler, `#!/bin/sh\necho "$@" >> ${jdk}/calls\n${body}\n`);
  chmodSync(compiler, 0o755);
}

const calls = () => readFileSync(path.join(jdk, 'calls'), 'utf8').trim().split('\n');

test('is compiled once, for the oldest Java, also over restarts of the service', async () => {
  install();
  const bootstrap = new JavaBootstrap(sources, cache);
  const [one, other] = await Promise.all([bootstrap.classes(java()), bootstrap.classes(java())]);
  expect(one).toBe(other);
  expect(readFileSync(path.join(one ?? '', 'Bootstrap.class'), 'utf8')).toBe('made\n');
  expect(await new JavaBootstrap(sources, cache).classes([])).toBe(one);
  expect(calls()).toHaveLength(1);
  expect(calls()[0]).toMatch(/^--release 11 .* \S+\/Bootstrap\.java$/);
});

test('is compiled again when its sources are others', async () => {
  install();
  const before = await new JavaBootstrap(sources, cache).classes(java());
  writeFileSync(path.join(sources, 'More.java'), 'class More {}');
  expect(await new JavaBootstrap(sources, cache).classes(java())).not.toBe(before);
});

test('without a compiler there is none, until one is installed', async () => {
  const bootstrap = new JavaBootstrap(sources, cache);
  expect(await bootstrap.classes(java())).toBeUndefined();
  install();
  expect(await bootstrap.classes(java())).toBeDefined();
});

test('a compiler that fails is asked again, and leaves nothing behind', async () => {
  install('exit 1');
  const bootstrap = new JavaBootstrap(sources, cache);
  await expect(bootstrap.classes(java())).rejects.toThrow();
  install();
  const folder = await bootstrap.classes(java());
  expect(readFileSync(path.join(folder ?? '', 'Bootstrap.class'), 'utf8')).toBe('made\n');
});
