/** From a folder to a target, as the commands of the table. */

import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import type { Notify } from '../notify.ts';
import type { InvokePanels } from '../panels/invokePanels.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import { createSampleFunction } from './createSampleFunction.ts';
import { deployNewFunction } from './deployNewFunction.ts';
import { linkFunction } from './linkFunction.ts';
import { redeploy } from './redeploy.ts';
import type { CommandHandler } from './registry.ts';

export interface DeployCommandOptions {
  readonly picker: FunctionPicker;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly links: WorkspaceLinks;
  readonly linker: Linker;
  readonly flow: RedeployFlow;
  readonly panels: InvokePanels;
  readonly trust: TrustedWorkspace;
  readonly view: FunctionsView;
  readonly notify: Notify;
}

export function deployCommands(options: DeployCommandOptions) {
  const { picker, links, linker, flow, trust, notify } = options;
  return {
    'lambdaWorkbench.redeploy': redeploy(picker, links, linker, flow, trust),
    'lambdaWorkbench.linkFunction': linkFunction(picker, linker, notify),
    'lambdaWorkbench.deployNewFunction': deployNewFunction(options),
    'lambdaWorkbench.createSampleFunction': createSampleFunction(options),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}
