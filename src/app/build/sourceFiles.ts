/** The files that a build may read: those of a folder without what tools make, wherever they put it. */

import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Version control, editors, caches, and packages that a lock file names. */
const passedOver: ReadonlySet<string> = new Set([
  '.aws-sam',
  '.git',
  '.gradle',
  '.idea',
  '.lambda',
  '.serverless',
  '.terraform',
  '.venv',
  '.vs',
  '.vscode',
  '__pycache__',
  'cdk.out',
  'node_modules',
  'venv',
]);
/** What tools write into the folder of their project; anywhere else these are names of packages. */
const outputs: ReadonlySet<string> = new Set(['bin', 'build', 'obj', 'target']);
const projectFile =
  /^(?:pom\.xml|pyproject\.toml|setup\.py|(?:build|settings)\.gradle(?:\.kts)?|Cargo\.toml|.+\.(?:cs|fs|vb)proj|.+\.slnx?)$/;
/** Deep enough for any project. */
const deepest = 40;

/** Absolute paths, of `folders` and of all folders in them. */
export async function sourceFiles(folders: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const files = new Set<string>();
  const entered = new Set<string>();
  const enter = async (folder: string, depth: number): Promise<void> => {
    signal.throwIfAborted();
    // Links lead to folders more than once, and round in circles.
    const real = await realpath(folder).catch(() => folder);
    if (entered.has(real)) return;
    entered.add(real);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const isProject = entries.some(({ name }) => projectFile.test(name));
    const isPassedOver = (name: string) =>
      passedOver.has(name) || name.endsWith('.egg-info') || (isProject && outputs.has(name));
    for (const entry of entries) {
      const at = path.join(folder, entry.name);
      const isFolder = entry.isSymbolicLink() ? await leadsToFolder(at) : entry.isDirectory();
      if (!isFolder) files.add(at);
      else if (depth < deepest && !isPassedOver(entry.name)) await enter(at, depth + 1);
    }
  };
  for (const folder of folders) await enter(folder, 0);
  return [...files];
}

function leadsToFolder(link: string): Promise<boolean> {
  return stat(link).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The nearest folder, `folder` or one above it, that holds one of the files. */
export async function nearestWith(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    const present = await readdir(at).catch(() => [] as string[]);
    if (names.some((name) => present.includes(name))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}
