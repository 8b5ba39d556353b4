/** What a link says beside folder and build: opened where it stands, and the bucket chosen from those of the account. */

import path from 'node:path';
import { type QuickPickItem, Range, Selection, TextEditorRevealType, Uri, window, workspace } from 'vscode';
import { toHumanError } from '../../app/awsErrors.ts';
import { linkFilePath, linkTargetId } from '../../app/deploy/redeployLink.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { withSlowProgress } from '../slowProgress.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import type { CommandHandler } from './registry.ts';

export interface LinkSettingsOptions {
  readonly picker: Pick<FunctionPicker, 'pick'>;
  readonly links: Pick<WorkspaceLinks, 'find' | 'set'>;
  readonly linker: Pick<Linker, 'link'>;
  readonly targets: TargetRegistry;
  readonly notify: Notify;
  readonly clock: Clock;
}

/** "Edit Link": the file at the function's link. */
export function editLink({ picker, links, linker }: LinkSettingsOptions): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Edit Link');
    const found = key && ((await links.find(key)) ?? (await linker.link(key)));
    if (found === undefined) return;
    const document = await workspace.openTextDocument(Uri.file(path.join(found.root, ...linkFilePath.split('/'))));
    const editor = await window.showTextDocument(document);
    const at = document.positionAt(Math.max(0, document.getText().indexOf(`"${found.link.functionName}"`)));
    editor.selection = new Selection(at, at);
    editor.revealRange(new Range(at, at), TextEditorRevealType.InCenter);
  };
}

const otherBucket = 'Enter a Name…';

/** "Choose Bucket for Packages…": remembered in the link. */
export function chooseBucket({ picker, links, linker, targets, notify, clock }: LinkSettingsOptions): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Choose Bucket for Packages');
    const found = key && ((await links.find(key)) ?? (await linker.link(key)));
    const target = found && targets.get(linkTargetId(found.link.target));
    if (key === undefined || found === undefined || target === undefined) return;
    const { functionName } = found.link;
    const title = `Bucket for packages of ${functionName} on ${target.label}`;
    const names = await withSlowProgress(clock, title, (_, signal) => bucketNames(target, signal));
    const bucket = await askForBucket(title, names);
    if (bucket === undefined) return;
    await links.set(found, 'bucket', bucket);
    const command: CommandId = 'lambdaWorkbench.redeploy';
    const button = { label: 'Redeploy', command, arguments: [{ targetId: target.id, functionName }] };
    notify.info(`Packages of ${functionName} go to ${target.label} through ${bucket}.`, button);
  };
}

async function bucketNames(target: Target, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const { s3 } = await target.connect(signal);
    if (s3 === undefined) throw messages.noS3(target.label);
    const { Buckets = [] } = await (await s3()).listBuckets({}, { signal });
    return Buckets.flatMap(({ Name }) => Name ?? []);
  } catch (error) {
    signal.throwIfAborted();
    throw toHumanError(error, { action: 'List buckets', targetLabel: target.label });
  }
}

async function askForBucket(title: string, names: readonly string[]): Promise<string | undefined> {
  const items: QuickPickItem[] = [...names.map((label) => ({ label })), { label: otherBucket }];
  const chosen = await window.showQuickPick(items, { title, placeHolder: 'In the Region of the function' });
  if (chosen?.label !== otherBucket) return chosen?.label;
  const validateInput = (name: string) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) ? undefined : 'This is not the name of a bucket.';
  return await window.showInputBox({ title, prompt: 'Name of the bucket', ignoreFocusOut: true, validateInput });
}
