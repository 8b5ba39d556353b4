/** npm and the pinned Node, asked of run.mjs: it alone knows how to find and install them. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { runCommand } from './childProcess.ts';
import { rootFolder } from './paths.ts';

const installDeadlineMs = 12 * 60_000;

/** Runs `npm ARGS` in a folder. Throws a `HumanError` with npm's own reasons when it fails. */
export async function runNpm(folder: string, args: readonly string[]): Promise<void> {
  await ask(['--npm', folder, ...args]);
}

/** The Node 24 that the browser workbench's server asks for: this one where it is a 24, else the pinned package's. */
export async function findNode24(): Promise<string> {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const output = await ask(['--pinned-node']);
  const binary = output.split('\n').find((line) => path.isAbsolute(line) && existsSync(line));
  if (!binary) throw new HumanError(`Node 24 could not be installed: ${output.trim()}`);
  return binary;
}

async function ask(args: readonly string[]): Promise<string> {
  const command = [path.join(rootFolder, 'tools', 'run.mjs'), ...args];
  const { exitCode, output } = await runCommand(process.execPath, command, { deadlineMs: installDeadlineMs });
  if (exitCode !== 0) throw new HumanError(output.trim());
  return output;
}
