/** "Publish Layer…": a folder becomes a new version of a layer on a target. */

import { window, workspace } from 'vscode';
import type { surveyFolder } from '../../app/build/functionFiles.ts';
import type { guessLayer } from '../../app/build/layerFolder.ts';
import type { lambdaArchitectures } from '../../app/build/nativeFiles.ts';
import type { publishLayer as publish } from '../../app/layerPublication.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import { formatBytes } from '../../base/text.ts';
import { configurationSchema } from '../../lambda/configurationSchema.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { Accounts } from '../accounts.ts';
import { confirmIfProtected } from '../confirm.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { withSlowProgress } from '../slowProgress.ts';
import { askForTarget } from '../targetQuestion.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { CommandHandler } from './registry.ts';

export interface PublishLayerOptions {
  readonly targets: TargetRegistry;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  /** Loaded by the first layer. */
  readonly loadLayers: () => Promise<{
    readonly surveyFolder: typeof surveyFolder;
    readonly guessLayer: typeof guessLayer;
    readonly lambdaArchitectures: typeof lambdaArchitectures;
    readonly publishLayer: typeof publish;
  }>;
}

const title = 'Publish Layer';
/** CompatibleRuntimes of the API. */
const mostRuntimes = 15;

export function publishLayer(options: PublishLayerOptions): CommandHandler {
  const { targets, accounts, trust, notify, clock } = options;
  return async (argument) => {
    const target = await askForTarget(targets, argument, title, 'Where the layer is published');
    if (target === undefined) return;
    trust.demandFor(target);
    const folder = await askForFolder();
    if (folder === undefined) return;
    const layers = await options.loadLayers();
    const { signal: walk } = new AbortController();
    const { files } = await layers.surveyFolder(folder, walk);
    if (files.length === 0) throw messages.emptyLayer(folder);
    const guess = layers.guessLayer(folder, files);
    const name = await askForName(guess.name, guess.remark);
    if (name === undefined) return;
    const runtimes = await askForRuntimes(guess.runtimes);
    if (runtimes === undefined) return;
    const description = await window.showInputBox({
      title: `${title} ${name}`,
      prompt: 'Description of this version (may be empty)',
      validateInput: (text) => (text.length > 256 ? 'At most 256 characters.' : undefined),
    });
    if (description === undefined) return;
    const effect = 'A new version of the layer is published there; functions keep the version that they have.';
    if (!(await confirmIfProtected(target, accounts, { verb: 'Publish', functionName: name, effect }))) return;
    const architectures = await layers.lambdaArchitectures(files, walk);
    const publication = { name, description, runtimes, architectures, files };
    const { version, arn, zippedBytes } = await withSlowProgress(
      clock,
      `Publishing layer ${name} on ${target.label}`,
      (_, signal) => layers.publishLayer(target, publication, signal),
    );
    const command: CommandId = 'lambdaWorkbench.copyArn';
    notify.info(`Version ${version} of layer ${name} is published on ${target.label} (${formatBytes(zippedBytes)}).`, {
      label: 'Copy ARN',
      command,
      arguments: [{ arn }],
    });
  };
}

async function askForFolder(): Promise<string | undefined> {
  const [first] = workspace.workspaceFolders ?? [];
  const chosen = await window.showOpenDialog({
    title: `${title}: the folder that becomes /opt`,
    openLabel: 'Use as Layer',
    canSelectFolders: true,
    canSelectFiles: false,
    ...(first?.uri.scheme === 'file' ? { defaultUri: first.uri } : {}),
  });
  return chosen?.[0]?.fsPath;
}

/** A layout that no runtime looks into is told here, where it can still be given up. */
async function askForName(suggested: string, remark: string | undefined): Promise<string | undefined> {
  return window.showInputBox({
    title,
    prompt: ['Name of the layer.', remark].filter((text) => text !== undefined).join(' '),
    value: suggested,
    ignoreFocusOut: true,
    validateInput: (name) =>
      /^[a-zA-Z0-9-_]{1,140}$/.test(name)
        ? undefined
        : 'A name has up to 140 letters, digits, hyphens and underscores.',
  });
}

async function askForRuntimes(guessed: readonly string[]): Promise<readonly string[] | undefined> {
  const identifiers = [...new Set([...guessed, ...configurationSchema.properties.Runtime.examples])];
  const items = identifiers.map((label) => ({ label, picked: guessed.includes(label) }));
  const chosen = await window.showQuickPick(items, {
    title,
    canPickMany: true,
    ignoreFocusOut: true,
    placeHolder: 'Runtimes that the layer is for; none where it is for any',
  });
  return chosen?.slice(0, mostRuntimes).map(({ label }) => label);
}
