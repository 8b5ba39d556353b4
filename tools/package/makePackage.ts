/** Makes a `.vsix` and vouches for it: size within budget, nothing in it that should not be. */

import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { formatBytes } from '../../src/base/text.ts';
import { budgets } from '../build/budgets.ts';
import { runCommand } from '../shared/childProcess.ts';
import { cacheFolder, toolScript } from '../shared/paths.ts';
import { contentProblems, listPackage, type PackedFile } from './packageContents.ts';
import { stagePackage } from './stagePackage.ts';
import type { PackageTarget } from './targetEsbuild.ts';

export interface MadePackage {
  readonly file: string;
  readonly bytes: number;
  readonly budgetBytes: number;
  readonly contents: readonly PackedFile[];
}

/** Without a target the package is universal. Throws a `HumanError` when it is too large or holds the wrong files. */
export async function makePackage(folder: string, target?: PackageTarget): Promise<MadePackage> {
  const staging = path.join(cacheFolder, 'package', target ?? 'universal');
  await stagePackage(staging, target);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `lambda-workbench-${target ? `${target}-` : ''}${versionOf(staging)}.vsix`);
  await pack(staging, file, target);
  const contents = await listPackage(file);
  const bytes = statSync(file).size;
  const budgetBytes = target ? budgets.platformPackageBytes : budgets.universalPackageBytes;
  const problems = [...contentProblems(contents, target !== undefined)];
  if (bytes > budgetBytes)
    problems.push(`${file} is over budget: ${formatBytes(bytes)} of ${formatBytes(budgetBytes)}`);
  if (problems.length > 0) throw new HumanError(problems.join('\n'));
  return { file, bytes, budgetBytes, contents };
}

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}

async function pack(staging: string, file: string, target: PackageTarget | undefined): Promise<void> {
  const args = [
    'package',
    '--no-dependencies',
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
    '--out',
    file,
  ];
  if (target) args.push('--target', target);
  const vsce = [...process.execArgv, toolScript('@vscode', 'vsce', 'vsce'), ...args];
  const { exitCode, output } = await runCommand(process.execPath, vsce, { cwd: staging, deadlineMs: 120_000 });
  if (exitCode !== 0) throw new HumanError(`vsce could not make the package:\n${output.trim()}`);
}
