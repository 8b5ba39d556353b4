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
import { copiedFiles } from '../../tools/build/bundles.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sources = path.join(root, 'src/service/environment/bootstraps');
const cache = path.join(root, '.cache/test-bootstraps');

/** Resolves with the folder that holds `node.cjs` and the bootstraps of the other languages. */
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
  for (const [from, to] of copiedFiles('bootstraps')) {
    const target = path.join(draft, path.relative('service/bootstraps', to));
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(root, from), target);
  }
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
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
