/** "Deploy New Function…": from a folder of the workspace to a function that was not there before. */

import { window } from 'vscode';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import { isFunctionName } from '../../lambda/names.ts';
import type { Accounts } from '../accounts.ts';
import type { Linker } from '../linker.ts';
import { askForProjectFolder } from '../projectFolders.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import { askForRole } from '../roleQuestion.ts';
import { askForTarget } from '../targetQuestion.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import type { CommandHandler } from './registry.ts';

const title = 'Deploy New Function';

export interface DeployNewFunctionOptions {
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly links: WorkspaceLinks;
  readonly linker: Linker;
  readonly flow: RedeployFlow;
  readonly trust: TrustedWorkspace;
  readonly view: Pick<FunctionsView, 'reveal'>;
  readonly accounts: Accounts;
  readonly clock: Clock;
}

export function deployNewFunction(options: DeployNewFunctionOptions): CommandHandler {
  const { targets, catalog, links, linker, flow, trust, view, accounts, clock } = options;
  return async (argument) => {
    trust.demandForBuild();
    const project = await askForProjectFolder(links.roots(), title);
    const target = project && (await askForTarget(targets, argument, title));
    if (project === undefined || target === undefined) return;
    trust.demandFor(target);
    const functionName = await askForName(catalog, target, project.guess.suggestedName);
    const role = functionName && (await askForRole({ catalog, accounts, clock }, target, functionName));
    if (functionName === undefined || role === undefined || role === '') return;
    const found = await linker.save({ targetId: target.id, functionName }, project);
    const { runtime, handler } = project.guess;
    const outcome = await flow.run(found, { runtime, handler, ...role });
    if (outcome !== undefined) await view.reveal(target.id, functionName);
  };
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
