/** Builds that are skipped while nothing that they read has changed. */

import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { asObject, asTexts, parseJsonObject } from '../../base/json.ts';
import type { BuildContext } from './buildContext.ts';
import type { BuildOutput } from './buildOutput.ts';

export interface BuildInputs {
  /** Absolute paths; one that is not there yet counts as that. */
  readonly files: readonly string[];
  /** Folders in which a new name may change what a build finds. */
  readonly folders: readonly string[];
}

/** What a build made, and what it read. */
export interface TracedBuild {
  readonly output: BuildOutput;
  readonly inputs: BuildInputs;
}

/**
 * For builds that tell what they read only afterwards: what the last one of the same `key` read is looked at first. `key` holds
 * everything else that the output depends on.
 */
export async function cachedByInputs(
  context: BuildContext,
  key: string,
  build: (outputFolder: string) => Promise<TracedBuild>,
): Promise<BuildOutput> {
  const { cache, outputFolder } = context;
  if (cache === undefined) return (await build(outputFolder)).output;
  const last = parseInputs(await cache.note(key));
  const before = last && (await contentKey(context, key, last));
  const known = before === undefined ? undefined : await cache.find(before);
  if (known) return known;
  return cache.make(async (folder) => {
    const startedAt = cache.now();
    const { output, inputs } = await build(folder);
    await cache.keepNote(key, JSON.stringify(inputs));
    return { output, key: await keyAfter(context, key, inputs, before, startedAt) };
  });
}

/** For builds that may read anything of some files, which are known beforehand. */
export async function cachedByFiles(
  context: BuildContext,
  key: string,
  files: readonly string[],
  build: (outputFolder: string) => Promise<BuildOutput>,
): Promise<BuildOutput> {
  const { cache, outputFolder } = context;
  if (cache === undefined) return build(outputFolder);
  const inputs: BuildInputs = { files, folders: [] };
  const before = await contentKey(context, key, inputs);
  const known = await cache.find(before);
  if (known) return known;
  return cache.make(async (folder) => {
    const startedAt = cache.now();
    const output = await build(folder);
    return { output, key: await keyAfter(context, key, inputs, before, startedAt) };
  });
}

/**
 * The inputs of a bundler with what decides how names are found: every folder on the way from the project (or from the root of
 * what lies outside) to a file, and the manifests in them.
 */
export async function surroundingsOf(folder: string, inputs: readonly string[]): Promise<BuildInputs> {
  const folders = new Set<string>();
  for (const input of inputs) {
    const isInside = !path.relative(folder, input).startsWith('..');
    for (let at = path.dirname(input); !folders.has(at); at = path.dirname(at)) {
      folders.add(at);
      if (at === folder || !isInside || path.dirname(at) === at) break;
    }
  }
  const settings = [...folders, ...foldersAbove(folder)].flatMap((at) =>
    ['package.json', 'tsconfig.json'].map((name) => path.join(at, name)),
  );
  const extended = await Promise.all(
    settings.filter((file) => file.endsWith('tsconfig.json')).map((file) => extendedBy(file)),
  );
  return { files: [...new Set([...inputs, ...settings, ...extended.flat()])], folders: [...folders] };
}

/** The settings that a `tsconfig.json` builds on, where they are files: those of packages change with the package's version. */
async function extendedBy(file: string, known: readonly string[] = []): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const named = text === undefined ? undefined : asObject(parse(text))?.['extends'];
  const files = (typeof named === 'string' ? [named] : asTexts(named))
    .filter((name) => /^\.{0,2}[\\/]/.test(name))
    .map((name) => path.resolve(path.dirname(file), name.endsWith('.json') ? name : `${name}.json`))
    .filter((next) => !known.includes(next));
  const further = await Promise.all(files.map((next) => extendedBy(next, [...known, ...files])));
  return [...files, ...further.flat()];
}

function foldersAbove(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}

async function contentKey(
  { cache, signal }: BuildContext,
  key: string,
  { files, folders }: BuildInputs,
): Promise<string> {
  const listings = await Promise.all(folders.map(async (at) => [at, (await readdir(at).catch(() => [])).sort()]));
  return JSON.stringify([key, await cache?.hashes.of(files, signal), listings]);
}

/**
 * A file that was changed while the build ran may have been read before or after: such a build is not found again. What was the
 * same before and after was the same in between; where nobody looked before, the times of the files have to tell.
 */
async function keyAfter(
  context: BuildContext,
  key: string,
  inputs: BuildInputs,
  before: string | undefined,
  startedAt: number,
): Promise<string> {
  const after = await contentKey(context, key, inputs);
  const isSure = after === before || !(await context.cache?.hashes.changedSince(inputs.files, startedAt));
  return isSure ? after : randomUUID();
}

function parseInputs(note: string | undefined): BuildInputs | undefined {
  const fields = asObject(note === undefined ? undefined : parseJsonObject(note));
  return fields && { files: asTexts(fields['files']), folders: asTexts(fields['folders']) };
}
