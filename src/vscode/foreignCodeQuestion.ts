/** Someone else deployed since: asks whether that is overwritten, and shows what would be lost before it is. */

import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { window } from 'vscode';
import type { FunctionFile } from '../app/build/functionFiles.ts';
import type { ForeignCode } from '../app/deploy/foreignCode.ts';
import type { codeDifferences, downloadCode } from '../app/deployedCode.ts';
import type { Target } from '../app/target.ts';
import type { Clock } from '../base/clock.ts';
import { formatAge } from '../base/text.ts';
import type { CodeFolders } from './commands/codeFolders.ts';
import { showDifferences } from './commands/compareDeployedCode.ts';

export interface ForeignCodeQuestionOptions {
  readonly folders: CodeFolders;
  readonly clock: Clock;
  /** Loaded by the first comparison. */
  readonly loadCode: () => Promise<{
    readonly downloadCode: typeof downloadCode;
    readonly codeDifferences: typeof codeDifferences;
  }>;
}

const overwrite = 'Overwrite';
const showDifference = 'Show Difference';
const keep = 'Keep';

/** Resolves to true where it may be overwritten. After the difference was shown it is asked beside it, not above it. */
export async function askAboutForeignCode(
  { folders, clock, loadCode }: ForeignCodeQuestionOptions,
  target: Target,
  found: ForeignCode,
  signal: AbortSignal,
): Promise<boolean> {
  const { deployed, files } = found;
  const functionName = deployed.FunctionName ?? '';
  const question = `${functionName} on ${target.label} was deployed by someone else since you last did.`;
  const changed = Date.parse(deployed.LastModified ?? '');
  const detail = [
    ...(Number.isNaN(changed) ? [] : [`Deployed there ${formatAge(changed, clock.now())}.`]),
    `Last deployed from here ${formatAge(found.ownDeploymentAt, clock.now())}.`,
    'Overwriting replaces it; Undo brings it back.',
  ].join('\n');
  const buttons = files === undefined ? [overwrite] : [overwrite, showDifference];
  const answer = await window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  if (answer !== showDifference || files === undefined) return answer === overwrite;
  const folder = await folders.create();
  const [deployedFolder, builtFolder] = [path.join(folder, 'deployed'), path.join(folder, 'built')];
  await Promise.all([mkdir(deployedFolder), mkdir(builtFolder)]);
  const code = await loadCode();
  const [there, here] = await Promise.all([
    code.downloadCode(target, functionName, undefined, deployedFolder, signal),
    copied(files, builtFolder),
  ]);
  const title = `${functionName}: ${target.label} ↔ to be deployed`;
  await showDifferences(folders, title, await code.codeDifferences(there, here, signal));
  return (await window.showWarningMessage(question, overwrite, keep)) === overwrite;
}

/** What was built goes when the redeploy ends; the comparison stays open for longer. */
async function copied(files: readonly FunctionFile[], folder: string): Promise<readonly FunctionFile[]> {
  return await Promise.all(
    files.map(async (file) => {
      const source = path.join(folder, file.path);
      await mkdir(path.dirname(source), { recursive: true });
      await cp(file.source, source);
      return { ...file, source };
    }),
  );
}
