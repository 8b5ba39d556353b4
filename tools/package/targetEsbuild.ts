/** The native esbuild for a package's platform: this machine's own, or fetched with npm for another one. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { runNpm } from '../shared/npm.ts';
import { cacheFolder, rootFolder } from '../shared/paths.ts';
import { step } from '../shared/progress.ts';

/** Platforms of `vsce package --target` for which esbuild has a binary. */
export const packageTargets = [
  'linux-x64',
  'linux-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
] as const;
export type PackageTarget = (typeof packageTargets)[number];

export async function esbuildFor(target: PackageTarget): Promise<string> {
  const own = binaryIn(path.join(rootFolder, 'node_modules'), target);
  if (own) return own;
  const folder = path.join(cacheFolder, 'esbuild', target);
  const fetched = binaryIn(path.join(folder, 'node_modules'), target);
  if (fetched && installedVersion(folder, target) === esbuildVersion()) return fetched;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const [os, cpu] = target.split('-');
  await step(`Fetching esbuild for ${target}`, () =>
    runNpm(folder, ['install', '--no-save', `--os=${os}`, `--cpu=${cpu}`, `@esbuild/${target}@${esbuildVersion()}`]),
  );
  const binary = binaryIn(path.join(folder, 'node_modules'), target);
  if (!binary) throw new HumanError(`The package @esbuild/${target} holds no esbuild`);
  return binary;
}

function binaryIn(modules: string, target: PackageTarget): string | undefined {
  const folder = path.join(modules, '@esbuild', target);
  return [path.join(folder, 'bin', 'esbuild'), path.join(folder, 'esbuild.exe')].find((file) => existsSync(file));
}

/** What is built with here is what is shipped. */
function esbuildVersion(): string {
  return versionOf(path.join(rootFolder, 'node_modules', 'esbuild'));
}

function installedVersion(folder: string, target: PackageTarget): string {
  return versionOf(path.join(folder, 'node_modules', '@esbuild', target));
}

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}
