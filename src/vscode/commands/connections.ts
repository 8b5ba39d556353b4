/** What is done with a connection that is there: remove it, or sign in again. */

import { window } from 'vscode';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Accounts } from '../accounts.ts';
import { messages } from '../messages.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import { targetIdOf } from '../tree/nodes.ts';
import { nodeArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

/** The connection can be added again at any time, so nothing is asked. */
export function removeConnection(targets: TargetRegistry): CommandHandler {
  return async (argument) => await targets.remove(connectionIn(targets, argument, 'Remove Connection').id);
}

/**
 * Runs `aws sso login` in a terminal, where its link and code can be seen; when it succeeded the list is read again.
 * Called on a row, or by an error's button.
 */
export function signIn(targets: TargetRegistry, accounts: Accounts, view: FunctionsView): CommandHandler {
  return (argument) => {
    const { id } = connectionIn(targets, argument, 'Sign In');
    const profile = id.slice(0, id.lastIndexOf('/'));
    // No shell: a profile's name may hold anything.
    const terminal = window.createTerminal({
      name: `Sign in: ${profile}`,
      shellPath: 'aws',
      shellArgs: ['sso', 'login', '--profile', profile],
      isTransient: true,
    });
    terminal.show();
    const closed = window.onDidCloseTerminal((which) => {
      if (which !== terminal) return;
      closed.dispose();
      accounts.forget(id);
      view.refreshTarget(id);
    });
  };
}

function connectionIn(targets: TargetRegistry, argument: unknown, title: string): Target {
  const node = nodeArgument(argument);
  const id = node === undefined ? argument : targetIdOf(node);
  // An error's button knows the connection by its label.
  const target = targets.list().find((candidate) => candidate.id === id || candidate.label === id);
  if (target === undefined || target.runsHere) throw messages.needsRow(title);
  return target;
}
