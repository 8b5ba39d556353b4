/** Remembers what a bundle was made from, so that an unchanged one is not made again. */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { cacheFolder, rootFolder } from '../shared/paths.ts';
import type { BuiltBundle } from './bundler.ts';
import { type BuildMode, type BundleName, copiedFiles } from './bundles.ts';

interface Stamp {
  readonly key: string;
  /** Path (inside the repository) → hash of its content. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly metafile: Metafile;
}

/** The bundle as it was made last, when nothing that it came from has changed and nothing that came of it is gone. */
export function unchangedBundle(name: BundleName, mode: BuildMode): BuiltBundle | undefined {
  const stamp = readStamp(name, mode);
  if (!stamp || stamp.key !== keyOf(mode)) return undefined;
  // A new file is copied as well; a new source of a bundle changes the one that imports it.
  if (copiedFiles(name).some(([from]) => stamp.inputs[from] === undefined)) return undefined;
  const same = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).every(([file, hash]) => hashOf(path.join(rootFolder, file)) === hash);
  if (!same(stamp.inputs) || !same(stamp.outputs)) return undefined;
  return {
    name,
    metafile: stamp.metafile,
    files: Object.keys(stamp.outputs).map((file) => path.join(rootFolder, file)),
  };
}

export function stampBundle(bundle: BuiltBundle, mode: BuildMode): void {
  // Packages change with the lock file only, which is part of the key.
  const sources = Object.keys(bundle.metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  const copied = copiedFiles(bundle.name).map(([from]) => from);
  const stamp: Stamp = {
    key: keyOf(mode),
    inputs: hashes([...sources, ...copied]),
    outputs: hashes(bundle.files.map((file) => path.relative(rootFolder, file))),
    metafile: bundle.metafile,
  };
  const file = stampFile(bundle.name, mode);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(stamp));
}

function readStamp(name: BundleName, mode: BuildMode): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(stampFile(name, mode), 'utf8'));
  } catch {
    return undefined;
  }
}

function stampFile(name: BundleName, { outFolder }: BuildMode): string {
  const place = createHash('sha256').update(outFolder).digest('hex').slice(0, 8);
  return path.join(cacheFolder, 'build', `${name}-${place}.json`);
}

/** Changes when a dependency, the way of bundling or the mode does. */
function keyOf({ dev }: BuildMode): string {
  const ways = readdirSync(import.meta.dirname).map((file) => path.join(import.meta.dirname, file));
  const made = [path.join(rootFolder, 'package-lock.json'), ...ways];
  return [dev, ...made.map(hashOf)].join(' ');
}

function hashes(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, hashOf(path.join(rootFolder, file))]));
}

function hashOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('base64');
  } catch {
    return 'missing';
  }
}
