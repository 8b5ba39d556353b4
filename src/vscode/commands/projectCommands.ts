/** What is done on the rows of the Project Functions view, as the commands of the table. */

import path from 'node:path';
import { Range, Uri, window } from 'vscode';
import type { NewFunction } from '../../app/deploy/redeployRun.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import { definedGuess } from '../../app/project/definedGuess.ts';
import type { ProjectFunction } from '../../app/project/projectFunction.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import type { Accounts } from '../accounts.ts';
import type { Linker } from '../linker.ts';
import { messages } from '../messages.ts';
import { definedFunctionOf, placeOf, projectNodeOf } from '../project/projectNodes.ts';
import type { ProjectView } from '../project/projectView.ts';
import type { ProjectFolder } from '../projectFolders.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import { askForRole, type RoleQuestionOptions } from '../roleQuestion.ts';
import { askForTarget } from '../targetQuestion.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { CommandHandler } from './registry.ts';

export interface ProjectCommandOptions {
  readonly projectView: ProjectView;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly linker: Linker;
  readonly flow: RedeployFlow;
  readonly trust: TrustedWorkspace;
  readonly accounts: Accounts;
  readonly clock: Clock;
}

export function projectCommands(options: ProjectCommandOptions) {
  return {
    'lambdaWorkbench.openDefinition': openDefinition,
    'lambdaWorkbench.refreshProject': () => options.projectView.refresh(),
    'lambdaWorkbench.deployDefined': deployDefined(options),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}

const openDefinition: CommandHandler = async (argument) => {
  const place = placeOf(argument);
  if (place === undefined) throw messages.needsProjectRow('Open Definition');
  const line = Math.max(0, place.line - 1);
  await window.showTextDocument(Uri.file(place.file), { selection: new Range(line, 0, line, 0) });
};

/** Links the function with the definition's own folder and build, and deploys it: a new one, or its code alone. */
function deployDefined(options: ProjectCommandOptions): CommandHandler {
  const { targets, catalog, linker, flow, trust, projectView, accounts, clock } = options;
  return async (argument) => {
    trust.demandForBuild();
    const node = definedFunctionOf(argument);
    if (node === undefined) throw messages.needsProjectRow('Deploy');
    const row = projectNodeOf(argument);
    const target =
      row?.kind === 'deployed' ? targets.get(row.targetId) : await askForTarget(targets, undefined, 'Deploy');
    if (target === undefined) return;
    trust.demandFor(target);
    const functionName = row?.kind === 'deployed' ? row.functionName : node.defined.functionName;
    const project = await projectFolder(node.root, node.defined);
    const isThere =
      row?.kind === 'deployed' ? row.state !== 'notDeployed' : await isDeployed(catalog, target, functionName);
    const create = isThere
      ? undefined
      : await newFunction({ catalog, accounts, clock }, target, functionName, node.defined, project);
    if (!isThere && create === undefined) return;
    const found = await linker.save({ targetId: target.id, functionName }, project);
    await flow.run(found, create);
    projectView.redraw(node);
  };
}

async function isDeployed(catalog: FunctionCatalog, { id }: Target, functionName: string): Promise<boolean> {
  if (catalog.find(id, functionName) === undefined) await catalog.refreshFunction(id, functionName);
  return catalog.find(id, functionName) !== undefined;
}

async function projectFolder(root: string, defined: ProjectFunction): Promise<ProjectFolder> {
  const { folder } = defined;
  const guess = await definedGuess(defined);
  if (guess === undefined) throw messages.noHandlerFile(path.relative(root, folder) || folder);
  return { root, folder, guess };
}

/** `undefined` when it was cancelled. */
async function newFunction(
  asking: RoleQuestionOptions,
  target: Target,
  functionName: string,
  { settings }: ProjectFunction,
  { guess }: ProjectFolder,
): Promise<NewFunction | undefined> {
  const given = settings.role?.startsWith('arn:') === true && !target.runsHere ? settings.role : undefined;
  const role = given === undefined ? await askForRole(asking, target, functionName) : { role: given };
  if (role === undefined) return undefined;
  const { timeoutS, memorySizeMB, environment } = settings;
  return {
    runtime: guess.runtime,
    handler: guess.handler,
    ...role,
    ...(timeoutS === undefined ? {} : { timeoutS }),
    ...(memorySizeMB === undefined ? {} : { memorySizeMB }),
    ...(environment === undefined ? {} : { environment }),
  };
}
