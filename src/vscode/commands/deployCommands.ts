/** From a folder to a target, as the commands of the table. */

import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { ProjectCatalog } from '../../app/project/projectCatalog.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Accounts } from '../accounts.ts';
import type { ConfigurationDrifts } from '../configurationDrifts.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import type { Notify } from '../notify.ts';
import type { InvokePanels } from '../panels/invokePanels.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import type { RedeployWatches } from '../redeployWatches.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import { applyConfiguration } from './applyConfiguration.ts';
import { createSampleFunction } from './createSampleFunction.ts';
import { deployNewFunction } from './deployNewFunction.ts';
import { linkFunction } from './linkFunction.ts';
import { chooseBucket, editLink } from './linkSettings.ts';
import { redeploy } from './redeploy.ts';
import { redeployAll } from './redeployAll.ts';
import type { CommandHandler } from './registry.ts';
import { undoRedeploy } from './undoRedeploy.ts';
import { watchFunction } from './watchFunction.ts';

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
  readonly project: ProjectCatalog;
  readonly watches: RedeployWatches;
  readonly drifts: ConfigurationDrifts;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly log: Log;
}

export function deployCommands(options: DeployCommandOptions) {
  const { picker, links, linker, flow, trust, notify } = options;
  return {
    'lambdaWorkbench.redeploy': redeploy(picker, links, linker, flow, trust),
    'lambdaWorkbench.linkFunction': linkFunction(picker, linker, notify),
    'lambdaWorkbench.undoRedeploy': undoRedeploy(options),
    'lambdaWorkbench.watchFunction': watchFunction(options),
    'lambdaWorkbench.redeployAll': redeployAll(options),
    'lambdaWorkbench.editLink': editLink(options),
    'lambdaWorkbench.applyConfiguration': applyConfiguration(options),
    'lambdaWorkbench.chooseBucket': chooseBucket(options),
    'lambdaWorkbench.deployNewFunction': deployNewFunction(options),
    'lambdaWorkbench.createSampleFunction': createSampleFunction(options),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}
