/** Lays out what is to be packed in a folder of its own, so that nothing else can slip in. */

import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { buildAll } from '../build/buildAll.ts';
import { noticesFile, thirdPartyNotices } from '../build/thirdPartyNotices.ts';
import { rootFolder } from '../shared/paths.ts';
import { packagedReadme } from './packagedReadme.ts';
import { esbuildFor, type PackageTarget } from './targetEsbuild.ts';

/** Builds for production into `folder`; `target` adds that platform's esbuild. */
export async function stagePackage(folder: string, target: PackageTarget | undefined): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dist = path.join(folder, 'dist');
  const { report } = await buildAll({ outFolder: dist });
  if (report.problems.length > 0) throw new HumanError(report.problems.join('\n'));
  if (target) await addEsbuild(dist, target);
  for (const name of ['CHANGELOG.md', 'LICENSE', '.vscodeignore', 'media', 'syntaxes']) {
    cpSync(path.join(rootFolder, name), path.join(folder, name), { recursive: true });
  }
  stageReadme(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(shippedManifest(), null, 2));
}

function stageReadme(folder: string): void {
  const source = readFileSync(path.join(rootFolder, 'README.md'), 'utf8');
  const readme = packagedReadme(source, (file) => existsSync(path.join(rootFolder, file)));
  writeFileSync(path.join(folder, 'README.md'), readme.text);
  for (const file of readme.files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    copyFileSync(path.join(rootFolder, file), path.join(folder, file));
  }
}

async function addEsbuild(dist: string, target: PackageTarget): Promise<void> {
  const binary = path.join(dist, 'bin', target.startsWith('win32') ? 'esbuild.exe' : 'esbuild');
  mkdirSync(path.dirname(binary), { recursive: true });
  copyFileSync(await esbuildFor(target), binary);
  chmodSync(binary, 0o755);
  appendFileSync(path.join(dist, noticesFile), `\n${thirdPartyNotices(['node_modules/esbuild'])}`);
}

/** What an editor reads; scripts and development dependencies are this repository's own business. */
function shippedManifest(): Record<string, unknown> {
  const manifest = JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8'));
  const inner = ['scripts', 'devDependencies', 'private', 'overrides', 'allowScripts'];
  return Object.fromEntries(Object.entries(manifest).filter(([name]) => !inner.includes(name)));
}
