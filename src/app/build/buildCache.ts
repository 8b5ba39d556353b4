/** What was built and packaged before, by the content that it was made from: an unchanged build takes no time. */

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { asNumber, asObject, asText, parseJsonObject } from '../../base/json.ts';
import type { Log } from '../../base/log.ts';
import type { BuildOutput } from './buildOutput.ts';
import { FileHashes } from './fileHashes.ts';
import type { FunctionFile } from './functionFiles.ts';
import type { BuildProblem } from './problems/buildProblem.ts';

export interface BuildCacheOptions {
  /** In the extension's own storage; windows share it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Above it, what was not used for longest is removed. */
  readonly largestBytes?: number;
}

const defaultLargestBytes = 1024 * 1024 * 1024;
/** What somebody may be reading just now, and drafts that somebody may be writing. */
const inUseMs = 30 * 60_000;
const forgottenMs = 30 * 24 * 60 * 60_000;
/** The list stands beside the files, so that no file of a package can take its name. */
const listName = 'entry.json';
const filesName = 'files';

/**
 * An entry is a folder that appears whole, under the hash of its key, and is never changed: windows and crashes cannot meet half of
 * one. Its own time says when it was last used.
 */
export class BuildCache {
  readonly hashes: FileHashes;
  readonly #options: BuildCacheOptions;

  constructor(options: BuildCacheOptions) {
    this.#options = options;
    this.hashes = new FileHashes(options.clock);
  }

  now(): number {
    return this.#options.clock.now();
  }

  /** Changes with the content of the files. What is kept here never changes, so its name says enough. */
  async contentOf(files: readonly string[], signal: AbortSignal): Promise<string> {
    const own = this.#options.folder + path.sep;
    const others = files.filter((file) => !file.startsWith(own));
    return others.length === 0 ? '' : this.hashes.of(others, signal);
  }

  /** The output that was kept for the key. */
  find(key: string): Promise<BuildOutput | undefined> {
    return this.#read(this.#entryOf(key));
  }

  /**
   * Builds below the folder that `build` is given (every file of the output has to lie there) and keeps the output under the key
   * that it answers with.
   */
  async make(
    build: (folder: string) => Promise<{ readonly output: BuildOutput; readonly key: string }>,
  ): Promise<BuildOutput> {
    const draft = await this.#draft();
    let entry: string;
    try {
      const files = path.join(draft, filesName);
      await mkdir(files);
      const { output, key } = await build(files);
      entry = this.#entryOf(key);
      await this.#write(draft, files, output);
      await this.#settle(draft, entry);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
    await this.#prune();
    const kept = await this.#read(entry);
    if (kept === undefined) throw new Error(`The cache lost what it was given: ${entry}`);
    return kept;
  }

  /** A small text that was kept for the key. */
  async note(key: string): Promise<string | undefined> {
    const file = path.join(this.#entryOf(key), listName);
    return asText(parseJsonObject(await readFile(file, 'utf8').catch(() => ''))?.['note']);
  }

  /** Replaces the note of the key. */
  async keepNote(key: string, note: string): Promise<void> {
    const entry = this.#entryOf(key);
    await mkdir(entry, { recursive: true });
    const draft = path.join(entry, `draft-${randomBytes(4).toString('hex')}`);
    await writeFile(draft, JSON.stringify({ note }));
    await rename(draft, path.join(entry, listName));
  }

  #entryOf(key: string): string {
    return path.join(this.#options.folder, createHash('sha256').update(key).digest('hex').slice(0, 40));
  }

  async #draft(): Promise<string> {
    const draft = path.join(this.#options.folder, `draft-${randomBytes(8).toString('hex')}`);
    await mkdir(draft, { recursive: true });
    return draft;
  }

  async #write(draft: string, folder: string, { files, problems }: BuildOutput): Promise<void> {
    const listed = files.map(({ path: name, source, bytes }) => {
      const inFolder = path.relative(folder, source);
      if (inFolder.startsWith('..') || path.isAbsolute(inFolder))
        throw new Error(`Built outside of its folder: ${source}`);
      return { path: name, file: inFolder.split(path.sep).join('/'), bytes };
    });
    const list: EntryList = { bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files: listed, problems };
    await writeFile(path.join(draft, listName), JSON.stringify(list));
  }

  /** Another window may have built the same meanwhile: whoever comes second gives way. */
  async #settle(draft: string, entry: string): Promise<void> {
    try {
      await rename(draft, entry);
    } catch (error) {
      if ((await this.#read(entry)) === undefined) throw error;
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** `undefined` as well for an entry from which something was taken away. */
  async #read(entry: string): Promise<BuildOutput | undefined> {
    const list = parseList(await readFile(path.join(entry, listName), 'utf8').catch(() => ''));
    if (list === undefined) return undefined;
    const files = list.files.map(
      ({ path: name, file, bytes }): FunctionFile => ({ path: name, source: path.join(entry, filesName, file), bytes }),
    );
    const sizes = await Promise.all(
      files.map(({ source }) =>
        stat(source).then(
          ({ size }) => size,
          () => -1,
        ),
      ),
    );
    if (files.some(({ bytes }, at) => sizes[at] !== bytes)) {
      await rm(entry, { recursive: true, force: true });
      return undefined;
    }
    const now = new Date(this.#options.clock.now());
    await utimes(entry, now, now).catch(() => {});
    return { files, problems: list.problems };
  }

  /** Never in the way of a build: what cannot be removed now is removed another time. */
  async #prune(): Promise<void> {
    const { folder, clock, log, largestBytes = defaultLargestBytes } = this.#options;
    try {
      const entries = await Promise.all(
        (await readdir(folder)).map(async (name) => {
          const entry = path.join(folder, name);
          const usedAt = (await stat(entry)).mtimeMs;
          const list = parseList(await readFile(path.join(entry, listName), 'utf8').catch(() => ''));
          return { entry, usedAt, bytes: list?.bytes ?? 0, isDraft: name.startsWith('draft-') };
        }),
      );
      let totalBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
      for (const { entry, usedAt, bytes, isDraft } of entries.sort((a, b) => a.usedAt - b.usedAt)) {
        const unusedMs = clock.now() - usedAt;
        if (unusedMs < inUseMs) continue;
        if (!isDraft && totalBytes <= largestBytes && unusedMs < forgottenMs) continue;
        await rm(entry, { recursive: true, force: true });
        totalBytes -= bytes;
      }
    } catch (error) {
      log.debug('The build cache could not be tidied:', error);
    }
  }
}

interface EntryList {
  readonly bytes: number;
  readonly files: readonly { readonly path: string; readonly file: string; readonly bytes: number }[];
  readonly problems: readonly BuildProblem[];
}

function parseList(text: string): EntryList | undefined {
  const fields = parseJsonObject(text);
  if (!Array.isArray(fields?.['files']) || !Array.isArray(fields['problems'])) return undefined;
  const files = fields['files'].map((item) => {
    const { path: name, file, bytes } = asObject(item) ?? {};
    return { path: asText(name) ?? '', file: asText(file) ?? '', bytes: asNumber(bytes) ?? -1 };
  });
  // Written by `#write` alone, in a folder of the extension's own.
  return { bytes: asNumber(fields['bytes']) ?? 0, files, problems: fields['problems'] as readonly BuildProblem[] };
}
