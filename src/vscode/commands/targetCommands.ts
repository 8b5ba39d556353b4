/** What is done with targets: connections, the local service, and the view that shows them, as the commands of the table. */

import type { LocalServiceHost } from '../../app/localServiceHost.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Accounts } from '../accounts.ts';
import type { Notify } from '../notify.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import type { TrustedWorkspace } from '../trust.ts';
import { addConnection, type ConnectionChoices } from './addConnection.ts';
import { removeConnection, type SignInDoor, signIn } from './connections.ts';
import { copyShellEnvironment } from './copies.ts';
import { localServiceCommands } from './localService.ts';
import type { CommandHandler } from './registry.ts';
import { clearFilter, filterFunctions, refresh, showEnvironmentValue, showMoreFunctions } from './viewCommands.ts';

export interface TargetCommandOptions {
  readonly targets: TargetRegistry;
  readonly host: LocalServiceHost;
  readonly local: Target;
  readonly view: FunctionsView;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  /** What a connection can be made from. */
  readonly choices: ConnectionChoices;
  /** Loaded when somebody signs in. */
  readonly loadSignIn: () => Promise<SignInDoor>;
}

export function targetCommands(options: TargetCommandOptions) {
  const { targets, view, accounts, choices } = options;
  const service = localServiceCommands(options);
  return {
    'lambdaWorkbench.addConnection': addConnection(targets, choices),
    'lambdaWorkbench.removeConnection': removeConnection(targets),
    'lambdaWorkbench.signIn': signIn({ targets, accounts, view, loadSignIn: options.loadSignIn }),
    'lambdaWorkbench.copyShellEnvironment': copyShellEnvironment({
      ...options,
      isWindows: process.platform === 'win32',
    }),
    'lambdaWorkbench.startLocalService': service.start,
    'lambdaWorkbench.stopLocalService': service.stop,
    'lambdaWorkbench.restartLocalService': service.restart,
    'lambdaWorkbench.resetLocalService': service.reset,
    'lambdaWorkbench.refresh': refresh(view),
    'lambdaWorkbench.filterFunctions': filterFunctions(view),
    'lambdaWorkbench.clearFilter': clearFilter(view),
    'lambdaWorkbench.showMoreFunctions': showMoreFunctions(view),
    'lambdaWorkbench.showEnvironmentValue': showEnvironmentValue(view, true),
    'lambdaWorkbench.hideEnvironmentValue': showEnvironmentValue(view, false),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}
