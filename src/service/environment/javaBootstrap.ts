/** Compiles the bootstrap for Java with a JDK of this computer, once for its sources. */

import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Interpreter, runToEnd } from './interpreters.ts';

/** The oldest Java that runs what is compiled: the bootstrap is one for all of them. */
const release = '11';
const compileDeadlineMs = 60_000;

export class JavaBootstrap {
  readonly #sourceFolder: string;
  readonly #cacheFolder: string;
  #compiled: Promise<string | undefined> | undefined;

  /** `cacheFolder` survives the service. */
  constructor(sourceFolder: string, cacheFolder: string) {
    this.#sourceFolder = sourceFolder;
    this.#cacheFolder = cacheFolder;
  }

  /**
   * Folder of the classes. `undefined` when they have to be compiled and none of the given Javas has a compiler.
   * Rejects when the compiler does; the next call tries again.
   */
  async classes(javas: readonly Interpreter[]): Promise<string | undefined> {
    this.#compiled ??= this.#find(javas);
    try {
      const folder = await this.#compiled;
      // A JDK may be installed meanwhile.
      if (folder === undefined) this.#compiled = undefined;
      return folder;
    } catch (error) {
      this.#compiled = undefined;
      throw error;
    }
  }

  async #find(javas: readonly Interpreter[]): Promise<string | undefined> {
    const names = (await readdir(this.#sourceFolder)).filter((name) => name.endsWith('.java')).sort();
    const sources = names.map((name) => join(this.#sourceFolder, name));
    const hash = createHash('sha256').update(release);
    for (const source of sources) hash.update(await readFile(source));
    const folder = join(this.#cacheFolder, hash.digest('hex').slice(0, 16));
    if (await exists(folder)) return folder;
    const compiler = await findCompiler(javas);
    if (compiler === undefined) return undefined;
    await mkdir(this.#cacheFolder, { recursive: true });
    const draft = await mkdtemp(join(this.#cacheFolder, 'draft-'));
    try {
      const options = ['--release', release, '-encoding', 'UTF-8', '-nowarn', '-g:source,lines', '-d', draft];
      await runToEnd(compiler, [...options, ...sources], compileDeadlineMs);
      await rename(draft, folder);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      // Another service was quicker.
      if (!(await exists(folder))) throw error;
    }
    return folder;
  }
}

/** The first `javac` beside a `java`. */
async function findCompiler(javas: readonly Interpreter[]): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'javac.exe' : 'javac';
  for (const { path } of javas) {
    const compiler = join(dirname(path), name);
    if (await exists(compiler)) return compiler;
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
