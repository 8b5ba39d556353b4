/** What a developer reads when a redeploy is refused before or by the service. */

import { HumanError } from '../../base/humanError.ts';

export function wrongAccount(functionName: string, linked: string, actual: string, targetLabel: string): HumanError {
  return new HumanError(
    `${functionName} is linked to account ${linked}, and ${targetLabel} is account ${actual}. Nothing was sent. Check the profile, or link the function again.`,
  );
}

export function unknownAccount(functionName: string, linked: string, targetLabel: string): HumanError {
  return new HumanError(
    `${functionName} is linked to account ${linked}, and the account of ${targetLabel} could not be found out. Nothing was sent. The credentials need sts:GetCallerIdentity, or remove "accountId" from the link.`,
  );
}

export function missingFunction(functionName: string, targetLabel: string): HumanError {
  return new HumanError(`${functionName} is not on ${targetLabel} any more. Deploy it as a new function.`, {
    action: { label: 'Deploy New Function…', command: 'lambdaWorkbench.deployNewFunction' },
  });
}

export function imageFunction(functionName: string): HumanError {
  return new HumanError(
    `${functionName} runs from a container image. Redeploy replaces the code of zip functions only.`,
  );
}

export function changedMeanwhile(functionName: string, targetLabel: string, cause: unknown): HumanError {
  return new HumanError(
    `${functionName} on ${targetLabel} was changed by someone else while this redeploy was under way. Nothing was overwritten. Redeploy again to replace that change.`,
    { cause },
  );
}

export function nothingToUndo(functionName: string, targetLabel: string): HumanError {
  return new HumanError(
    `There is nothing to undo: no redeploy of ${functionName} on ${targetLabel} from this machine replaced anything that is not back already.`,
  );
}

export function packageGone(functionName: string, targetLabel: string): HumanError {
  return new HumanError(
    `The package that the last redeploy of ${functionName} on ${targetLabel} replaced is not kept on this machine any more. Nothing was changed.`,
  );
}
