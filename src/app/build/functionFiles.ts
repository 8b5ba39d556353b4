/** Which files of a folder belong into its deployment package. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { messageOf } from '../../base/humanError.ts';

export interface FunctionFile {
  /** POSIX path inside the package. */
  readonly path: string;
  /** Where its content is read from. */
  readonly source: string;
  readonly bytes: number;
}

/** Never wanted in a package: version control, editors, caches, and files that tend to hold secrets. */
const alwaysIgnored = [
  '.git',
  '.gitignore',
  '.lambdaignore',
  '.svn',
  '.hg',
  '.vscode',
  '.idea',
  '.DS_Store',
  'Thumbs.db',
  '.env',
  '.env.*',
  '.lambda',
  '.aws-sam',
  '.serverless',
  '__pycache__',
  '*.pyc',
  '.venv',
  'venv',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  'node_modules/.bin',
  'node_modules/.cache',
  'node_modules/.package-lock.json',
];

/** Dependencies are kept out of Git and have to be in the package. */
const neededThoughIgnoredByGit = ['!node_modules', '!site-packages'];

/**
 * Every file below `folder` except the ignored ones, sorted by path.
 * `.lambdaignore` of the folder decides, and may take back a built-in rule with `!`; where there is none, `.gitignore` does.
 * Links are followed, because package managers install by link; a link back to a folder above it is passed over.
 */
export async function functionFiles(folder: string, signal: AbortSignal): Promise<readonly FunctionFile[]> {
  const rules = await ignoreRules(folder);
  const files: FunctionFile[] = [];
  await collect(folder, '', [], rules, files, signal);
  // By code unit: no locale may change the order, and with it the hash.
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function ignoreRules(folder: string): Promise<Ignore> {
  const rules = ignore().add(alwaysIgnored);
  const own = await readIfThere(join(folder, '.lambdaignore'));
  if (own !== undefined) return rules.add(own);
  const gits = await readIfThere(join(folder, '.gitignore'));
  return gits === undefined ? rules : rules.add(gits).add(neededThoughIgnoredByGit).add(alwaysIgnored);
}

async function collect(
  folder: string,
  prefix: string,
  above: readonly string[],
  rules: Ignore,
  files: FunctionFile[],
  signal: AbortSignal,
): Promise<void> {
  const own = await stat(folder);
  // Device and inode name a folder whichever link led to it.
  const identity = `${own.dev}:${own.ino}`;
  if (above.includes(identity)) return;
  for (const name of await readdir(folder)) {
    signal.throwIfAborted();
    const path = prefix + name;
    const source = join(folder, name);
    if (rules.ignores(path)) continue;
    const found = await stat(source).catch(() => undefined);
    // A link that leads nowhere, a socket, a device: nothing that a function could read.
    if (found?.isDirectory()) {
      if (!rules.ignores(`${path}/`)) await collect(source, `${path}/`, [...above, identity], rules, files, signal);
    } else if (found?.isFile()) files.push({ path, source, bytes: found.size });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${path} could not be read: ${messageOf(error)}`, { cause: error });
  }
}
