/** Which functions "all" means: the linked ones of a target, and those that the project defines and that are there. */

import { type QuickPickItem, window } from 'vscode';
import { linkTargetId } from '../app/deploy/redeployLink.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { ProjectCatalog } from '../app/project/projectCatalog.ts';
import type { Target } from '../app/target.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import { nodeArgument } from './commands/arguments.ts';
import type { Linker } from './linker.ts';
import { messages } from './messages.ts';
import type { FoundLink, WorkspaceLinks } from './workspaceLinks.ts';

export interface RedeployChoiceOptions {
  readonly links: Pick<WorkspaceLinks, 'all'>;
  readonly linker: Pick<Linker, 'link'>;
  readonly targets: TargetRegistry;
  readonly catalog: Pick<FunctionCatalog, 'find' | 'refreshFunction'>;
  readonly project: Pick<ProjectCatalog, 'scans'>;
}

export interface RedeployChoice {
  readonly target: Target;
  readonly chosen: readonly FoundLink[];
}

interface FunctionItem extends QuickPickItem {
  readonly found?: FoundLink;
}

const title = 'Redeploy All Changed Functions';

/**
 * On a target's row: of that target. With a list of functions: those. Asks only where the project defines functions that nobody
 * linked yet: what was never redeployed from here is chosen, not assumed. `undefined` when it was cancelled.
 */
export async function chooseRedeploys(
  options: RedeployChoiceOptions,
  argument: unknown,
): Promise<RedeployChoice | undefined> {
  const all = await options.links.all();
  const wanted = Array.isArray(argument) ? (argument as readonly FunctionKey[]) : undefined;
  const linked = all.filter((found) => wanted === undefined || wanted.some((key) => isFor(found, key)));
  const defined = wanted === undefined ? await definedNames(options) : [];
  if (linked.length + defined.length === 0) throw messages.noLinks();
  const target = await askForTarget(options.targets, linked, argument);
  if (target === undefined) return undefined;
  const ofTarget = linked.filter(({ link }) => linkTargetId(link.target) === target.id);
  const others = await unlinkedThere(options, target, defined, ofTarget);
  const chosen = others.length === 0 ? ofTarget : await ask(options, target, ofTarget, others);
  if (chosen?.length === 0 && others.length === 0) throw messages.noLinks();
  return chosen === undefined || chosen.length === 0 ? undefined : { target, chosen };
}

export function keyOf({ link }: FoundLink): FunctionKey {
  return { targetId: linkTargetId(link.target), functionName: link.functionName };
}

/** A handler file alone says nothing about a function's name. */
async function definedNames({ project }: RedeployChoiceOptions): Promise<readonly string[]> {
  const scans = await project.scans().catch(() => []);
  const functions = scans.flatMap((scan) => scan.functions).filter(({ kind }) => kind !== 'plain');
  return [...new Set(functions.map(({ functionName }) => functionName))];
}

/** Targets with links; where there are none yet, any. */
async function askForTarget(
  targets: TargetRegistry,
  linked: readonly FoundLink[],
  argument: unknown,
): Promise<Target | undefined> {
  const node = nodeArgument(argument);
  if (node?.kind === 'target') return targets.get(node.targetId);
  const count = ({ id }: Target) => linked.filter(({ link }) => linkTargetId(link.target) === id).length;
  const candidates = targets.list().filter((target) => linked.length === 0 || count(target) > 0);
  const [first] = candidates;
  if (first === undefined) {
    throw messages.unknownTarget(linked.map(({ link }) => linkTargetId(link.target)).join(', '));
  }
  if (candidates.length === 1) return first;
  const items = candidates.map((target) => ({
    label: target.label,
    description: `${count(target)} linked${target.isProtected ? ' · protected' : ''}`,
    target,
  }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Where they are redeployed' }))?.target;
}

async function unlinkedThere(
  { catalog }: RedeployChoiceOptions,
  { id }: Target,
  defined: readonly string[],
  linked: readonly FoundLink[],
): Promise<readonly string[]> {
  const unlinked = defined.filter((name) => !linked.some(({ link }) => link.functionName === name));
  const unknown = unlinked.filter((name) => catalog.find(id, name) === undefined);
  await Promise.all(unknown.map((name) => catalog.refreshFunction(id, name).catch(() => {})));
  return unlinked.filter((name) => catalog.find(id, name) !== undefined);
}

async function ask(
  { linker }: RedeployChoiceOptions,
  target: Target,
  linked: readonly FoundLink[],
  others: readonly string[],
): Promise<readonly FoundLink[] | undefined> {
  const items: FunctionItem[] = [
    ...linked.map((found) => ({ label: found.link.functionName, description: found.link.folder, picked: true, found })),
    ...others.map((label) => ({ label, description: 'defined by the project, not linked yet' })),
  ];
  const placeHolder = `Functions to redeploy on ${target.label}`;
  const picked = await window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  if (picked === undefined) return undefined;
  const chosen: FoundLink[] = [];
  // One after the other: each may have to ask for its folder.
  for (const { label, found } of picked) {
    const link = found ?? (await linker.link({ targetId: target.id, functionName: label }));
    if (link !== undefined) chosen.push(link);
  }
  return chosen;
}

function isFor(found: FoundLink, { targetId, functionName }: FunctionKey): boolean {
  const own = keyOf(found);
  return own.targetId === targetId && own.functionName === functionName;
}
