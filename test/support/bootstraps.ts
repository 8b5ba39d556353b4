/** Builds the bootstraps from their sources, so that no test runs on a stale bundle. Kept by content. */

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const sources = path.join(root, 'src/service/environment/bootstraps');
const cache = path.join(root, '.cache/test-bootstraps');

/** Resolves with the folder that holds `node.cjs` and `bootstrap.py`. */
export async function bootstrapFolder(): Promise<string> {
  const folder = path.join(cache, contentHash());
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(path.join(cache, 'draft-'));
  await build({
    entryPoints: [path.join(sources, 'node/bootstrap.ts')],
    outfile: path.join(draft, 'node.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    logLevel: 'error',
  });
  for (const name of pythonFiles()) copyFileSync(path.join(sources, 'python', name), path.join(draft, name));
  try {
    renameSync(draft, folder);
  } catch {
    // Another test process was quicker.
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function contentHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['node', 'python']) {
    for (const name of readdirSync(path.join(sources, folder)).sort()) {
      if (name.endsWith('.ts') || name.endsWith('.py'))
        hash.update(name).update(readFileSync(path.join(sources, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function pythonFiles(): readonly string[] {
  return readdirSync(path.join(sources, 'python')).filter((name) => name.endsWith('.py'));
}
