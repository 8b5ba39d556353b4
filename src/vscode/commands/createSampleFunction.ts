/** "Create Sample Function…": writes a small handler, deploys it to Local, and opens it beside its invoke panel. */

import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Uri, window, workspace } from 'vscode';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import { localTargetId } from '../../app/localTarget.ts';
import type { Linker } from '../linker.ts';
import { messages } from '../messages.ts';
import type { InvokePanels } from '../panels/invokePanels.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import { localRole } from '../roleQuestion.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { CommandHandler } from './registry.ts';
import { type Sample, sampleEvent, samples } from './sampleSources.ts';

const title = 'Create Sample Function';

export interface CreateSampleOptions {
  readonly catalog: FunctionCatalog;
  readonly linker: Linker;
  readonly flow: RedeployFlow;
  readonly panels: InvokePanels;
  readonly trust: TrustedWorkspace;
  readonly view: Pick<FunctionsView, 'reveal'>;
}

export function createSampleFunction(options: CreateSampleOptions): CommandHandler {
  const { catalog, linker, flow, panels, trust, view } = options;
  return async () => {
    trust.demandForBuild();
    const sample = await askForSample();
    const root = sample && (await askForRoot());
    if (sample === undefined || root === undefined) return;
    const functionName = await freeName(catalog, root, sample.name);
    const folder = path.join(root, functionName);
    const file = await writeSample(root, folder, functionName, sample);
    await window.showTextDocument(Uri.file(file), { preview: false });
    const key = { targetId: localTargetId, functionName };
    const found = await linker.save(key, { root, folder, guess: { ...sample.guess, suggestedName: functionName } });
    const { runtime, handler } = sample.guess;
    const outcome = await flow.run(found, { runtime, handler, role: localRole });
    if (outcome === undefined) return;
    await view.reveal(localTargetId, functionName);
    panels.open(key);
  };
}

async function askForSample(): Promise<Sample | undefined> {
  const items = samples.map((sample) => ({ label: sample.language, description: sample.guess.runtime, sample }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Language of the handler' }))?.sample;
}

/** The one folder that is open, a choice between several, or any folder of the disk. */
async function askForRoot(): Promise<string | undefined> {
  const open = workspace.workspaceFolders ?? [];
  const chosen =
    open.length > 1 ? await window.showWorkspaceFolderPick({ placeHolder: 'Folder for the sample' }) : open[0];
  if (chosen !== undefined) {
    if (chosen.uri.scheme !== 'file') throw messages.folderNotOnDisk(chosen.name);
    return chosen.uri.fsPath;
  }
  if (open.length > 1) return undefined;
  const folders = await window.showOpenDialog({
    title,
    openLabel: 'Create Here',
    canSelectFolders: true,
    canSelectFiles: false,
  });
  return folders?.[0]?.fsPath;
}

/** Nothing that is there already is ever written over. */
async function freeName(catalog: FunctionCatalog, root: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    const isFolder = await stat(path.join(root, candidate)).then(
      () => true,
      () => false,
    );
    if (isFolder) continue;
    await catalog.refreshFunction(localTargetId, candidate);
    if (catalog.find(localTargetId, candidate) === undefined) return candidate;
  }
}

async function writeSample(root: string, folder: string, functionName: string, sample: Sample): Promise<string> {
  const file = path.join(folder, sample.file);
  await mkdir(folder, { recursive: true });
  await writeFile(file, sample.source, { flag: 'wx' });
  const events = path.join(root, '.lambda', 'events', functionName);
  await mkdir(events, { recursive: true });
  await writeFile(path.join(events, 'default.json'), sampleEvent);
  return file;
}
