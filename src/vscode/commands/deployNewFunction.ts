/** "Deploy New Function…": from a folder of the workspace to a function that was not there before. */

import { window } from 'vscode';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { isFunctionName } from '../../lambda/names.ts';
import type { Linker } from '../linker.ts';
import { askForProjectFolder } from '../projectFolders.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import { nodeArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

/** The local service runs functions without a role, and asks for none in particular. */
export const localRole = 'arn:aws:iam::000000000000:role/lambda-workbench';

const rolePattern = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const title = 'Deploy New Function';

export interface DeployNewFunctionOptions {
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly links: WorkspaceLinks;
  readonly linker: Linker;
  readonly flow: RedeployFlow;
  readonly trust: TrustedWorkspace;
  readonly view: Pick<FunctionsView, 'reveal'>;
}

export function deployNewFunction(options: DeployNewFunctionOptions): CommandHandler {
  const { targets, catalog, links, linker, flow, trust, view } = options;
  return async (argument) => {
    trust.demandForBuild();
    const project = await askForProjectFolder(links.roots(), title);
    const target = project && (await askForTarget(targets, argument));
    if (project === undefined || target === undefined) return;
    trust.demandFor(target);
    const functionName = await askForName(catalog, target, project.guess.suggestedName);
    const role = functionName && (await askForRole(catalog, target));
    if (functionName === undefined || role === undefined || role === '') return;
    const found = await linker.save({ targetId: target.id, functionName }, project);
    const { runtime, handler } = project.guess;
    const outcome = await flow.run(found, { runtime, handler, role });
    if (outcome !== undefined) await view.reveal(target.id, functionName);
  };
}

export async function askForTarget(targets: TargetRegistry, argument: unknown): Promise<Target | undefined> {
  const node = nodeArgument(argument);
  if (node?.kind === 'target') return targets.get(node.targetId);
  const all = targets.list();
  if (all.length === 1) return all[0];
  const items = all.map((target) => ({
    label: target.label,
    description: target.isProtected ? 'protected' : '',
    target,
  }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Where it is deployed to' }))?.target;
}

async function askForName(catalog: FunctionCatalog, target: Target, suggested: string): Promise<string | undefined> {
  return window.showInputBox({
    title,
    prompt: `Name of the new function on ${target.label}`,
    value: suggested,
    validateInput: (name) => {
      if (!isFunctionName(name)) return 'A name has up to 64 letters, digits, hyphens and underscores.';
      return catalog.find(target.id, name) ? `There is a function of this name already: ${name}` : undefined;
    },
  });
}

/** Roles that other functions of the target run with, or any other by its ARN. */
export async function askForRole(catalog: FunctionCatalog, target: Target): Promise<string | undefined> {
  if (target.runsHere) return localRole;
  const { functions } = catalog.functions(target.id);
  const known = [...new Set(functions.flatMap(({ Role }) => Role ?? []))].sort();
  const other = 'Enter another role…';
  const placeHolder = 'Role that the function runs with';
  const chosen = known.length === 0 ? other : await window.showQuickPick([...known, other], { title, placeHolder });
  if (chosen !== other) return chosen;
  return window.showInputBox({
    title,
    prompt: 'ARN of the role that the function runs with',
    placeHolder: 'arn:aws:iam::123456789012:role/my-function-role',
    ignoreFocusOut: true,
    validateInput: (arn) => (rolePattern.test(arn) ? undefined : 'This is not the ARN of a role.'),
  });
}
