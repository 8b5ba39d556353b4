/** Start, stop, restart and reset of the local service. */

import { window } from 'vscode';
import type { LocalServiceHost } from '../../app/localServiceHost.ts';
import type { Target } from '../../app/target.ts';
import type { Notify } from '../notify.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { CommandHandler } from './registry.ts';

export interface LocalServiceCommandOptions {
  readonly host: LocalServiceHost;
  readonly local: Target;
  readonly view: FunctionsView;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
}

export interface LocalServiceCommands {
  readonly start: CommandHandler;
  readonly stop: CommandHandler;
  readonly restart: CommandHandler;
  readonly reset: CommandHandler;
}

/** Their progress and their result are the row itself. */
export function localServiceCommands(options: LocalServiceCommandOptions): LocalServiceCommands {
  const { host, local, view, trust, notify } = options;
  return {
    async start() {
      trust.demandFor(local);
      await host.ensureRunning();
    },
    async stop() {
      await host.stop();
      view.refreshTarget(local.id);
    },
    async restart() {
      trust.demandFor(local);
      await host.restart();
    },
    async reset() {
      trust.demandFor(local);
      const button = 'Reset Local Service';
      const detail =
        'Every function on Local, its code and its logs are deleted. Files of your workspace are not touched.';
      const chosen = await window.showWarningMessage('Reset the local service?', { modal: true, detail }, button);
      if (chosen !== button) return;
      await host.reset();
      notify.info('The local service was reset.');
    },
  };
}
