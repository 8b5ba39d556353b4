/** "Compare With Deployed Code": what runs on the target against what a redeploy of the linked folder would send. */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { commands } from 'vscode';
import type { Redeploy } from '../../app/deploy/redeploy.ts';
import type { CodeDifference, codeDifferences, downloadCode } from '../../app/deployedCode.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { withSlowProgress } from '../slowProgress.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import type { CodeFolders } from './codeFolders.ts';
import type { CommandHandler } from './registry.ts';

export interface CodeCommandOptions {
  readonly picker: Pick<FunctionPicker, 'pick'>;
  readonly targets: TargetRegistry;
  readonly links: Pick<WorkspaceLinks, 'find'>;
  readonly linker: Pick<Linker, 'link'>;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly folders: CodeFolders;
  /** Loaded by the first comparison. */
  readonly loadCode: () => Promise<{
    readonly downloadCode: typeof downloadCode;
    readonly codeDifferences: typeof codeDifferences;
  }>;
  readonly loadRedeploy: () => Promise<Pick<Redeploy, 'files'>>;
}

/** The editor's multi-file difference grows slow with more. */
const shownFiles = 500;

export function compareDeployedCode(options: CodeCommandOptions): CommandHandler {
  const { picker, targets, links, linker, trust, notify, clock, folders } = options;
  return async (argument) => {
    trust.demandForBuild();
    const key = await picker.pick(argument, 'Compare With Deployed Code');
    if (key === undefined) return;
    const { targetId, functionName, qualifier } = key;
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    const own = { targetId, functionName };
    const found = (await links.find(own)) ?? (await linker.link(own));
    if (found === undefined) return;
    const subject = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
    const title = `Comparing ${subject} on ${target.label}`;
    const differences = await withSlowProgress(clock, title, async (report, signal) => {
      const [code, redeploy, folder] = await Promise.all([
        options.loadCode(),
        options.loadRedeploy(),
        folders.create(),
      ]);
      const [deployedFolder, builtFolder] = [path.join(folder, 'deployed'), path.join(folder, 'built')];
      await Promise.all([mkdir(deployedFolder), mkdir(builtFolder)]);
      report('Downloading…');
      const deployed = await code.downloadCode(target, functionName, qualifier, deployedFolder, signal);
      report('Building…');
      const files = await redeploy.files(
        { target, workspaceFolder: found.root, link: found.link },
        builtFolder,
        signal,
      );
      return await code.codeDifferences(deployed, files, signal);
    });
    if (differences.length === 0) {
      notify.info(`No differences: ${subject} on ${target.label} runs what ${found.link.folder} would deploy.`);
      return;
    }
    await showDifferences(folders, `${subject}: ${target.label} ↔ ${found.link.folder}`, differences);
  };
}

/** Opens the editor's difference of many files. */
export async function showDifferences(
  folders: CodeFolders,
  title: string,
  differences: readonly CodeDifference[],
): Promise<void> {
  await commands.executeCommand(
    'vscode.changes',
    titleOf(title, differences),
    differences.slice(0, shownFiles).map((difference) => resourceOf(folders, difference)),
  );
}

function titleOf(text: string, differences: readonly CodeDifference[]): string {
  return differences.length <= shownFiles ? text : `${text} (first ${shownFiles} of ${differences.length} files)`;
}

/** Label, original, modified, as `vscode.changes` takes them. */
function resourceOf(folders: CodeFolders, { deployed, here }: CodeDifference) {
  const side = (file: string | undefined) => (file === undefined ? undefined : folders.uriOf(file));
  return [side(here ?? deployed), side(deployed), side(here)] as const;
}
