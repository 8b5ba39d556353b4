/** Deployment packages on disk: each a file named by its SHA-256, and a folder with what is in it. */

import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { limits } from '../../lambda/limits.ts';
import { CompiledCode } from './compiledCode.ts';
import { dataFolderErrors } from './dataFolderErrors.ts';
import { mergedId, mergeFolders } from './mergeFolders.ts';
import { seal, sealOf } from './packageSeal.ts';
import { unzip } from './unzip.ts';

export interface StoredPackage {
  /** Hexadecimal SHA-256 of the zip file. */
  readonly packageId: string;
  /** The same in base64, as the API has it. */
  readonly codeSha256: string;
  readonly codeBytes: number;
}

/** AWS states no such limit; it keeps an archive of nothing but names from filling the disk with folders. */
const mostEntries = 200_000;

export class CodeStore {
  readonly #zipFolder: string;
  readonly #unpackedFolder: string;
  /** What each unpacked package looked like when it was. */
  readonly #sealFolder: string;
  readonly #temporaryFolder: string;
  readonly #compiled: CompiledCode;
  /** Storing and sweeping take turns. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Two requests with the same package wait for one unpacking. */
  readonly #unpacking = new Map<string, Promise<string>>();

  private constructor(folder: string) {
    this.#zipFolder = path.join(folder, 'packages');
    this.#unpackedFolder = path.join(folder, 'unpacked');
    this.#sealFolder = path.join(folder, 'seals');
    this.#temporaryFolder = path.join(folder, 'temporary');
    this.#compiled = new CompiledCode(folder);
  }

  /** Opens the store in a data folder that this process owns. What an earlier process left half done is removed. */
  static async open(dataFolder: string): Promise<CodeStore> {
    const store = new CodeStore(dataFolder);
    await rm(store.#temporaryFolder, { recursive: true, force: true });
    for (const folder of [store.#zipFolder, store.#unpackedFolder, store.#sealFolder, store.#temporaryFolder]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    return store;
  }

  /** Where interpreters keep what they compile of packages. */
  get compiledFolder(): string {
    return this.#compiled.folder;
  }

  /** What a package would be called, without storing it. */
  static identify(zip: Uint8Array): StoredPackage {
    const packageId = hash('sha256', zip);
    const codeSha256 = Buffer.from(packageId, 'hex').toString('base64');
    return { packageId, codeSha256, codeBytes: zip.byteLength };
  }

  /**
   * Unpacks and stores a package, then runs `commit`, which is to record who uses it: no sweep comes in between.
   * Rejects with `UnzipError` for a bad package, and with whatever `commit` throws.
   */
  put<T>(zip: Buffer, commit: (stored: StoredPackage) => T | Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const identity = CodeStore.identify(zip);
      await this.#unpackOnce(identity.packageId, async () => zip);
      await this.#writeZip(identity.packageId, zip);
      return commit(identity);
    });
  }

  /** Checks a package as `put` does and keeps nothing. */
  async check(zip: Buffer): Promise<StoredPackage> {
    const folder = await this.#newTemporary();
    try {
      await unzip(zip, folder, { unzippedBytes: limits.unzippedPackageBytes, entries: mostEntries });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return CodeStore.identify(zip);
  }

  /**
   * The folder of an unpacked package; unpacked again when someone has removed it.
   * Rejects with `LambdaServiceError` (InvalidZipFileException) when its file is damaged or gone.
   */
  openPackage(packageId: string): Promise<string> {
    return this.#unpackOnce(packageId, async () => {
      const zip = await this.readZip(packageId);
      if (zip === undefined) throw dataFolderErrors.damagedPackage(`packages/${packageId}.zip`, 'is missing');
      return zip;
    });
  }

  /** One folder with what is in these packages, a later one over an earlier one; merged when it is first asked for. */
  openLayers(packageIds: readonly string[]): Promise<string> {
    const [only, ...others] = packageIds;
    if (only !== undefined && others.length === 0) return this.openPackage(only);
    const id = mergedId(packageIds);
    return this.#once(id, () =>
      this.#fill(id, async (folder) => {
        await mergeFolders(await Promise.all(packageIds.map((packageId) => this.openPackage(packageId))), folder);
      }),
    );
  }

  /**
   * The zip file itself (50 MB at most), or `undefined` when there is none of that name.
   * Rejects with `LambdaServiceError` when it is not what was stored.
   */
  async readZip(packageId: string): Promise<Buffer | undefined> {
    if (!/^[0-9a-f]{64}$/.test(packageId)) return undefined;
    const zip = await readFile(this.#zipFile(packageId)).catch(() => undefined);
    if (zip !== undefined && hash('sha256', zip) !== packageId) {
      throw dataFolderErrors.damagedPackage(`packages/${packageId}.zip`, 'is damaged');
    }
    return zip;
  }

  /** Removes every package that `wanted` does not name at the moment of the sweep. */
  sweep(wanted: () => ReadonlySet<string>): Promise<void> {
    return this.#inTurn(async () => {
      const kept = wanted();
      for (const name of await readdir(this.#zipFolder)) {
        if (!kept.has(name.replace(/\.zip$/, ''))) await rm(path.join(this.#zipFolder, name), { force: true });
      }
      for (const name of await readdir(this.#unpackedFolder)) {
        if (kept.has(name) || this.#unpacking.has(name)) continue;
        await rm(path.join(this.#unpackedFolder, name), { recursive: true, force: true });
        await rm(path.join(this.#sealFolder, name), { force: true });
      }
      await this.#compiled.sweep(kept);
    });
  }

  /**
   * Looks whether an unpacked package is as it was, and puts a new one in its place when it is not. What ran on the old
   * one finds the new one under the same path. Resolves with whether it was replaced.
   */
  restore(packageId: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const folder = path.join(this.#unpackedFolder, packageId);
      const sealed = await readFile(path.join(this.#sealFolder, packageId), 'utf8').catch(() => undefined);
      const found = await sealOf(folder).catch(() => undefined);
      if (found === undefined || sealed === found) return false;
      // The old one is removed at the next start: processes have it as their working folder.
      await rename(folder, path.join(this.#temporaryFolder, randomUUID()));
      await this.openPackage(packageId);
      return true;
    });
  }

  /** Resolves when everything that was begun has ended. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {});
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  #unpackOnce(packageId: string, readZip: () => Promise<Buffer>): Promise<string> {
    return this.#once(packageId, () =>
      this.#fill(packageId, async (folder) => {
        const zip = await readZip();
        await unzip(zip, folder, { unzippedBytes: limits.unzippedPackageBytes, entries: mostEntries });
      }),
    );
  }

  #once(name: string, work: () => Promise<string>): Promise<string> {
    let working = this.#unpacking.get(name);
    if (working === undefined) {
      working = work().finally(() => this.#unpacking.delete(name));
      this.#unpacking.set(name, working);
    }
    return working;
  }

  /** A folder under its final name is complete: it is filled elsewhere and then renamed. */
  async #fill(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
    const target = path.join(this.#unpackedFolder, name);
    if ((await stat(target).catch(() => undefined))?.isDirectory()) return target;
    const temporary = await this.#newTemporary();
    try {
      await fill(temporary);
      await writeFile(path.join(this.#sealFolder, name), await seal(temporary));
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
    return target;
  }

  /** On disk before it has its name, so that a name always stands for a whole package. */
  async #writeZip(packageId: string, zip: Buffer): Promise<void> {
    const target = this.#zipFile(packageId);
    // A damaged file gives way to the very bytes that its name stands for.
    const stored = await readFile(target).catch(() => undefined);
    if (stored?.equals(zip)) return;
    const temporary = path.join(this.#temporaryFolder, randomUUID());
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(zip);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  }

  async #newTemporary(): Promise<string> {
    const folder = path.join(this.#temporaryFolder, randomUUID());
    await mkdir(folder, { mode: 0o755 });
    return folder;
  }

  #zipFile(packageId: string): string {
    return path.join(this.#zipFolder, `${packageId}.zip`);
  }
}
