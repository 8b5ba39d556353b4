/** What is done with a connection that is there: remove it, or sign in again. */

import { env, ProgressLocation, Uri, window } from 'vscode';
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

export interface SignInOptions {
  readonly targets: TargetRegistry;
  readonly accounts: Accounts;
  readonly view: Pick<FunctionsView, 'refreshTarget'>;
  /** Loaded when somebody signs in. */
  readonly loadSignIn: () => Promise<SignInDoor>;
}

export interface SignInDoor {
  signInKindOf(profile: string): Promise<{ readonly kind: 'sso' | 'login' | 'none' }>;
  /** Opens the page with its code once, and resolves when the person has confirmed it there. */
  signInBySso(
    profile: string,
    openPage: (page: { readonly url: string; readonly code: string }) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/** In the browser for single sign-on, with the CLI for its own logins. Called on a row, or by an error's button. */
export function signIn(options: SignInOptions): CommandHandler {
  return async (argument) => {
    const target = connectionIn(options.targets, argument, 'Sign In');
    const profile = target.id.slice(0, target.id.lastIndexOf('/'));
    const door = await options.loadSignIn();
    const { kind } = await door.signInKindOf(profile);
    if (kind === 'none') throw messages.nothingToSignInTo(profile);
    if (kind === 'login') {
      loginInTerminal(profile, () => signedIn(options, target));
      return;
    }
    const progress = { location: ProgressLocation.Notification, title: `Signing in: ${profile}`, cancellable: true };
    await window.withProgress(progress, async ({ report }, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      const openPage = async ({ url, code }: { readonly url: string; readonly code: string }) => {
        report({ message: `compare and confirm the code ${code} in the browser` });
        await env.openExternal(Uri.parse(url));
      };
      try {
        await door.signInBySso(profile, openPage, cancelled.signal);
        signedIn(options, target);
      } catch (error) {
        if (!cancelled.signal.aborted) throw error;
      }
    });
  };
}

function signedIn({ accounts, view }: SignInOptions, target: Target): void {
  target.reconnect?.();
  accounts.forget(target.id);
  view.refreshTarget(target.id);
}

/** In a terminal, where its questions can be seen. No shell: a profile's name may hold anything. */
function loginInTerminal(profile: string, whenClosed: () => void): void {
  const terminal = window.createTerminal({
    name: `Sign in: ${profile}`,
    shellPath: 'aws',
    shellArgs: ['login', '--profile', profile],
    isTransient: true,
  });
  terminal.show();
  const closed = window.onDidCloseTerminal((which) => {
    if (which !== terminal) return;
    closed.dispose();
    whenClosed();
  });
}

function connectionIn(targets: TargetRegistry, argument: unknown, title: string): Target {
  const node = nodeArgument(argument);
  const id = node === undefined ? argument : targetIdOf(node);
  // An error's button knows the connection by its label.
  const target = targets.list().find((candidate) => candidate.id === id || candidate.label === id);
  if (target === undefined || target.runsHere) throw messages.needsRow(title);
  return target;
}
