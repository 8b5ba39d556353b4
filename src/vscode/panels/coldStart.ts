/** Prepares an invocation that begins with a cold start: nothing to do on Local, a change of the function on AWS. */

import { toHumanError } from '../../app/awsErrors.ts';
import { renewalVariable, renewEnvironments } from '../../app/runs/renewEnvironments.ts';
import type { Clock } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';
import { latestQualifier } from '../../lambda/names.ts';
import type { InvokeIntent } from '../../protocol/invokePanel.ts';
import { confirmChange } from '../confirm.ts';
import type { PanelFactsOptions } from './panelFacts.ts';

export interface ColdStartOptions extends PanelFactsOptions {
  readonly clock: Clock;
}

/** Resolves with whether to go on. On AWS it always asks, since all callers of the function feel the change. */
export async function prepareColdStart(options: ColdStartOptions, { qualifier }: InvokeIntent): Promise<boolean> {
  const { key, target, catalog, accounts, trust, clock } = options;
  const { functionName } = key;
  trust.demandFor(target);
  if (target.runsHere) return true;
  if (qualifier !== latestQualifier && qualifier !== '') {
    throw new HumanError(
      `A cold start on AWS takes a change of the function, and ${qualifier} of ${functionName} is published: it cannot be changed. Choose ${latestQualifier}.`,
    );
  }
  const effect = `Lambda has no request for a cold start, so the function is changed: its environment variable ${renewalVariable} is set to the time. All its execution environments start anew, for every caller. Removing the variable undoes the change.`;
  const accountId = await accounts.ask(target);
  if (!(await confirmChange(target, accountId, { verb: 'Invoke Cold', functionName, effect }))) return false;
  try {
    await renewEnvironments(target, functionName, clock);
  } catch (error) {
    throw toHumanError(error, { action: `Invoke ${functionName} cold`, targetLabel: target.label });
  }
  await catalog.refreshFunction(key.targetId, functionName).catch(() => {});
  return true;
}
