/** What the suites share: the extension, its workbench, rows of its tree by their texts, and waiting for facts. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { commands, type Extension, extensions, type Tab, TreeItem, window, workspace } from 'vscode';
import type { Target } from '../../src/app/target.ts';
import type { TestApi } from '../../src/extension.ts';
import type { FunctionKey } from '../../src/protocol/invokePanel.ts';
import type { TreeNode } from '../../src/vscode/tree/nodes.ts';
import type { Workbench } from '../../src/workbench.ts';
import { zipOf } from '../support/zip.ts';

export function extension(): Extension<TestApi> {
  const found = extensions.getExtension<TestApi>('lambda-workbench.lambda-workbench');
  assert.ok(found, 'the extension is installed');
  return found;
}

export async function workbench(): Promise<Workbench> {
  return await (await extension().activate()).workbench();
}

/** Absolute path in the workspace, a copy of the samples. */
export function inWorkspace(...segments: string[]): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(folder, 'a folder is open');
  return path.join(folder, ...segments);
}

/** The data folder of the local service under test. */
export function dataFolder(): string {
  const folder = process.env['LAMBDA_WORKBENCH_DATA'];
  assert.ok(folder, 'LAMBDA_WORKBENCH_DATA is set');
  return folder;
}

export const local = (functionName: string): FunctionKey => ({ targetId: 'local', functionName });

const patienceMs = 20_000;
const pauseMs = 50;

/** Asks again until the answer is there. For facts that the editor announces to nobody. */
export async function until<Fact>(
  what: string,
  ask: () => Promise<Fact | undefined> | Fact | undefined,
): Promise<Fact> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const fact = await ask();
    if (fact !== undefined && fact !== false) return fact;
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** `label  description` of each row below the node, as the editor asks for them. */
export async function rowTexts(parent?: TreeNode): Promise<string[]> {
  const { functions } = await workbench();
  const nodes = await functions.getChildren(parent);
  return nodes.map((node) => {
    const item = functions.getTreeItem(node);
    assert.ok(item instanceof TreeItem);
    return `${String(item.label)}  ${String(item.description ?? '')}`.trim();
  });
}

/** The row whose label is given, as soon as it is there. */
export async function row(label: string, parent?: TreeNode): Promise<TreeNode> {
  const { functions } = await workbench();
  return await until(`row ${label}`, async () =>
    (await functions.getChildren(parent)).find((node) => functions.getTreeItem(node).label === label),
  );
}

export function tabs(label: string): Tab[] {
  return window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.label === label);
}

export async function closeEverything(): Promise<void> {
  await commands.executeCommand('workbench.action.closeAllEditors');
  if (extension().isActive && extension().exports.isLoaded()) await (await workbench()).close();
}

/** What the function answers, asked through the target's own connection. */
export async function answerOf(functionName: string, event: object, targetId = 'local'): Promise<unknown> {
  const target = (await workbench()).targets.get(targetId);
  assert.ok(target, targetId);
  const { lambda } = await target.connect();
  const { Payload } = await lambda.invoke({ FunctionName: functionName, Payload: JSON.stringify(event) });
  return JSON.parse(new TextDecoder().decode(Payload));
}

/** Puts a function on Local without the help of what is tested. One that is there stays. */
export async function createOnLocal(functionName: string, source: string, variables: Record<string, string> = {}) {
  const { lambda } = await (await localTarget()).connect();
  const { Functions = [] } = await lambda.listFunctions({});
  if (Functions.some((present) => present.FunctionName === functionName)) return;
  await lambda.createFunction({
    FunctionName: functionName,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/tests',
    Code: { ZipFile: zipOf({ 'index.mjs': source }) },
    Environment: { Variables: variables },
  });
}

export async function localTarget(): Promise<Target> {
  const target = (await workbench()).targets.get('local');
  assert.ok(target);
  return target;
}
