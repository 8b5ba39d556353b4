/** "Preview Package…": what a redeploy would send, as a document: every file with its size, and what is left out. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { window } from 'vscode';
import type { unzippedBytes, zipOf } from '../../app/build/deploymentPackage.ts';
import type { surveyFolder } from '../../app/build/functionFiles.ts';
import type { packageReport } from '../../app/build/packageReport.ts';
import { limits } from '../../lambda/limits.ts';
import { messages } from '../messages.ts';
import { withSlowProgress } from '../slowProgress.ts';
import { linkedFolder } from '../workspaceLinks.ts';
import type { CodeCommandOptions } from './compareDeployedCode.ts';
import type { CommandHandler } from './registry.ts';

export interface PreviewPackageOptions
  extends Pick<
    CodeCommandOptions,
    'picker' | 'targets' | 'links' | 'linker' | 'trust' | 'clock' | 'folders' | 'loadRedeploy'
  > {
  /** Loaded by the first preview. */
  readonly loadPackaging: () => Promise<{
    readonly surveyFolder: typeof surveyFolder;
    readonly unzippedBytes: typeof unzippedBytes;
    readonly zipOf: typeof zipOf;
    readonly packageReport: typeof packageReport;
  }>;
}

/** Kinds that take the files of the folder itself: of these there is something to say about what is left out. */
const takesFolder: ReadonlySet<string> = new Set(['copy', 'python', 'ruby']);

export function previewPackage(options: PreviewPackageOptions): CommandHandler {
  const { picker, targets, links, linker, trust, clock, folders } = options;
  return async (argument) => {
    trust.demandForBuild();
    const key = await picker.pick(argument, 'Preview Package');
    if (key === undefined) return;
    const own = { targetId: key.targetId, functionName: key.functionName };
    const target = targets.get(own.targetId);
    if (target === undefined) throw messages.unknownTarget(own.targetId);
    const found = (await links.find(own)) ?? (await linker.link(own));
    if (found === undefined) return;
    const subject = `${own.functionName} for ${target.label}`;
    const file = await withSlowProgress(clock, `Building the package of ${subject}`, async (report, signal) => {
      const [packaging, redeploy, folder] = await Promise.all([
        options.loadPackaging(),
        options.loadRedeploy(),
        folders.create(),
      ]);
      const built = path.join(folder, 'built');
      await mkdir(built);
      report('Building…');
      const files = await redeploy.files({ target, workspaceFolder: found.root, link: found.link }, built, signal);
      report('Packaging…');
      const isTooLarge = packaging.unzippedBytes(files) > limits.unzippedPackageBytes;
      const zippedBytes = isTooLarge ? undefined : (await packaging.zipOf(files, signal)).byteLength;
      const { build, ignore } = found.link;
      const leftOut = takesFolder.has(build.kind)
        ? (await packaging.surveyFolder(linkedFolder(found), signal, ignore)).leftOut
        : [];
      const text = packaging.packageReport({ subject, files, zippedBytes, leftOut });
      const document = path.join(folder, `Package of ${own.functionName}.txt`);
      await writeFile(document, text);
      return document;
    });
    await window.showTextDocument(folders.uriOf(file));
  };
}
