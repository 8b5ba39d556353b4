/** Which files of a folder belong into its deployment package, and which do not. */

import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { IgnoreRules } from './ignoreRules.ts';

export interface FunctionFile {
  /** POSIX path inside the package. */
  readonly path: string;
  /** Where its content is read from. */
  readonly source: string;
  readonly bytes: number;
}

/** Something of the folder that is not in the package. What lies below an ignored folder is not looked at. */
export interface LeftOut {
  /** POSIX path below the folder; a folder's ends with a slash. */
  readonly path: string;
  /** The rule, or the reason, in words. */
  readonly reason: string;
}

/** How the reason of a link begins that was not followed. */
export const leadsOut = 'a link out of the project';

export interface FolderSurvey {
  /** Sorted by path. */
  readonly files: readonly FunctionFile[];
  readonly leftOut: readonly LeftOut[];
}

/** Every file below `folder` except the ignored ones, sorted by path. `ignore` holds patterns beside those of the folder. */
export async function functionFiles(
  folder: string,
  signal: AbortSignal,
  ignore: readonly string[] = [],
): Promise<readonly FunctionFile[]> {
  return (await surveyFolder(folder, signal, ignore)).files;
}

/**
 * Walks through `folder`. Links are followed, because package managers install by link, but not out of the project: what one
 * leads to has to lie in the repository, or below a folder of packages. A link back to a folder above it is passed over.
 * Folders without files are not in a package: Git has none either.
 */
export async function surveyFolder(
  folder: string,
  signal: AbortSignal,
  ignore: readonly string[] = [],
): Promise<FolderSurvey> {
  const rules = await IgnoreRules.of(folder, ignore);
  const walk = new FolderWalk(rules, await realpath(rules.repository ?? folder), signal);
  await walk.enter({ folder, prefix: '', above: [] });
  // By code unit: no locale may change the order, and with it the hash.
  const byPath = (a: { readonly path: string }, b: { readonly path: string }) => (a.path < b.path ? -1 : 1);
  return { files: walk.files.sort(byPath), leftOut: walk.leftOut.sort(byPath) };
}

interface Step {
  readonly folder: string;
  /** POSIX path of the folder inside the package, empty or with a slash at its end. */
  readonly prefix: string;
  /** Identities of the folders that lead here. */
  readonly above: readonly string[];
}

class FolderWalk {
  readonly files: FunctionFile[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly #rules: IgnoreRules;
  /** Real path of what links may lead to. */
  readonly #project: string;
  readonly #signal: AbortSignal;

  constructor(rules: IgnoreRules, project: string, signal: AbortSignal) {
    this.#rules = rules;
    this.#project = project;
    this.#signal = signal;
  }

  async enter({ folder, prefix, above }: Step): Promise<void> {
    const own = await stat(folder);
    // Device and inode name a folder whichever link led to it.
    const identity = `${own.dev}:${own.ino}`;
    if (above.includes(identity)) return;
    const entries = await readdir(folder, { withFileTypes: true });
    if (prefix !== '' && entries.some(({ name }) => name === '.gitignore')) await this.#rules.addNested(folder, prefix);
    for (const entry of entries) {
      this.#signal.throwIfAborted();
      const source = path.join(folder, entry.name);
      // As Git stores names: file systems of macOS may hold letters and their accents apart.
      const inPackage = prefix + entry.name.normalize('NFC');
      await this.#take(source, inPackage, entry.isDirectory(), [...above, identity]);
    }
  }

  async #take(source: string, inPackage: string, isFolder: boolean, above: readonly string[]): Promise<void> {
    const rule = this.#rules.ruleAgainst(isFolder ? `${inPackage}/` : inPackage);
    if (rule !== undefined) {
      this.leftOut.push({ path: isFolder ? `${inPackage}/` : inPackage, reason: rule });
      return;
    }
    if (isFolder) return await this.enter({ folder: source, prefix: `${inPackage}/`, above });
    const entry = await lstat(source).catch(() => undefined);
    if (entry?.isSymbolicLink()) return await this.#follow(source, inPackage, above);
    // A socket, a device: nothing that a function could read.
    if (entry?.isFile()) this.files.push({ path: inPackage, source, bytes: entry.size });
  }

  async #follow(source: string, inPackage: string, above: readonly string[]): Promise<void> {
    const real = await realpath(source).catch(() => undefined);
    const found = real === undefined ? undefined : await stat(real);
    if (real === undefined || found === undefined) {
      this.leftOut.push({ path: inPackage, reason: 'a link that leads nowhere' });
    } else if (!isOfPackages(inPackage) && !isInside(this.#project, real)) {
      this.leftOut.push({ path: inPackage, reason: `${leadsOut}, to ${real}` });
    } else if (found.isDirectory()) {
      const rule = this.#rules.ruleAgainst(`${inPackage}/`);
      if (rule === undefined) await this.enter({ folder: source, prefix: `${inPackage}/`, above });
      else this.leftOut.push({ path: `${inPackage}/`, reason: rule });
    } else if (found.isFile()) this.files.push({ path: inPackage, source, bytes: found.size });
  }
}

/** Package managers keep what they install wherever they like, and link to it. */
function isOfPackages(inPackage: string): boolean {
  return /(?:^|\/)(?:node_modules|site-packages)(?:\/|$)/.test(inPackage);
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
