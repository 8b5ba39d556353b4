/** Asking once more, by name, with the account and Region in sight. */

import { window } from 'vscode';
import type { Target } from '../app/target.ts';
import type { Accounts } from './accounts.ts';

export interface Change {
  /** `Redeploy`, `Delete`: the button's verb. */
  readonly verb: string;
  readonly functionName: string;
  /** What will be different afterwards. */
  readonly effect: string;
}

/** On a protected target, and only there, asks before a change. Resolves to false when it was declined. */
export async function confirmIfProtected(target: Target, accounts: Accounts, change: Change): Promise<boolean> {
  // Protection may depend on the account, so that is asked for first.
  const accountId = target.runsHere ? undefined : await accounts.ask(target);
  return target.isProtected ? await confirmChange(target, accountId, change) : true;
}

export async function confirmChange(target: Target, accountId: string | undefined, change: Change): Promise<boolean> {
  const button = `${change.verb} ${change.functionName}`;
  const message = `${change.verb} ${change.functionName} ${change.verb === 'Delete' ? 'from' : 'on'} ${target.label}?`;
  const chosen = await window.showWarningMessage(
    message,
    { modal: true, detail: [...placeLines(target, accountId), change.effect].join('\n') },
    button,
  );
  return chosen === button;
}

/** For what cannot be undone on a protected target: the name has to be typed. */
export async function confirmByTyping(target: Target, accountId: string | undefined, change: Change): Promise<boolean> {
  const typed = await window.showInputBox({
    title: `${change.verb} ${change.functionName} from ${target.label}`,
    prompt: [...placeLines(target, accountId), change.effect, `Type ${change.functionName} to confirm.`].join(' '),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === '' || value === change.functionName ? undefined : `This is not the name: ${change.functionName}`,
  });
  return typed === change.functionName;
}

function placeLines(target: Target, accountId: string | undefined): string[] {
  if (target.runsHere) return ['The local service on this machine.'];
  return [`Account ${accountId ?? 'unknown'}, Region ${target.region}${target.isProtected ? ', protected' : ''}.`];
}
