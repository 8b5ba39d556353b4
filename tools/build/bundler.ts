/** Runs esbuild for one bundle and writes what it made. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildFailure, build, formatMessages, type Metafile, type OutputFile } from 'esbuild';
import { HumanError } from '../../src/base/humanError.ts';
import { rootFolder } from '../shared/paths.ts';
import { type BuildMode, type BundleName, bundleOptions, copiedFiles } from './bundles.ts';

export interface BuiltBundle {
  readonly name: BundleName;
  readonly metafile: Metafile;
  /** Absolute paths of all files written. */
  readonly files: readonly string[];
}

/** Throws a `HumanError` with esbuild's own messages when the sources do not bundle. */
export async function buildBundle(name: BundleName, mode: BuildMode): Promise<BuiltBundle> {
  const { outputFiles = [], metafile } = await build(bundleOptions(name, mode)).catch(async (error: BuildFailure) => {
    if (!error.errors) throw error;
    const messages = await formatMessages(error.errors, { kind: 'error', color: false });
    throw new HumanError(`The bundle "${name}" does not build:\n${messages.join('\n')}`);
  });
  if (!metafile) throw new Error('esbuild was asked for a metafile and gave none');
  const files = [
    ...outputFiles.map(writeOutput),
    ...copiedFiles(name).map(([from, to]) => copy(from, path.join(mode.outFolder, to))),
  ];
  return { name, metafile, files };
}

/**
 * CommonJS packages call `require` for Node's own modules, which ES modules do not have. esbuild's stand-in for it lands in
 * one file per bundle; that file alone gets a real one.
 */
const requireDoor = `import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);`;

function writeOutput({ path: file, contents, text }: OutputFile): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const needsRequire = file.endsWith('.js') && text.includes('Dynamic require of "');
  writeFileSync(file, needsRequire ? requireDoor + text : contents);
  return file;
}

function copy(from: string, to: string): string {
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(path.join(rootFolder, from), to);
  return to;
}
