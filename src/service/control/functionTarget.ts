/** Finds the function that a request means, whichever of Lambda's four forms of a name it uses. */

import { limits } from '../../lambda/limits.ts';
import { functionArn, latestQualifier, parseFunctionReference } from '../../lambda/names.ts';
import type { StoredFunction } from '../store/functionStore.ts';
import type { FunctionId } from '../store/functionVersion.ts';
import type { ActionContext } from './context.ts';
import { lambdaErrors } from './lambdaErrors.ts';

export interface FunctionTarget {
  readonly id: FunctionId;
  /** As the caller gave it, in the name or beside it. */
  readonly qualifier: string | undefined;
  /** Without a qualifier. */
  readonly arn: string;
}

/** Reads a `FunctionName` and a `Qualifier`. Throws for another Region or account and for contradictions. */
export function functionTarget(
  functionName: string | undefined,
  qualifier: string | undefined,
  { region, parts: { accountId } }: ActionContext,
): FunctionTarget {
  const reference = parseFunctionReference(functionName ?? '');
  if (reference === undefined) throw lambdaErrors.invalidParameter(`Invalid function name: ${functionName}`);
  if (reference.region !== undefined && reference.region !== region) {
    throw lambdaErrors.otherRegion(reference.region, region);
  }
  if (reference.accountId !== undefined && reference.accountId !== accountId) {
    throw lambdaErrors.otherAccount(reference.accountId, accountId);
  }
  if (reference.name.length > limits.functionNameLength) throw lambdaErrors.nameTooLong(reference.name);
  if (reference.qualifier !== undefined && qualifier !== undefined && reference.qualifier !== qualifier) {
    throw lambdaErrors.qualifierMismatch();
  }
  return {
    id: { region, name: reference.name },
    qualifier: qualifier ?? reference.qualifier,
    arn: functionArn(region, accountId, reference.name),
  };
}

/** The stored function behind a target; its only version so far is `$LATEST`. Throws 404. */
export function requireFunction(target: FunctionTarget, { parts }: ActionContext): StoredFunction {
  const { qualifier, arn } = target;
  const stored = parts.functions.get(target.id);
  if (stored === undefined || (qualifier ?? latestQualifier) !== latestQualifier) {
    throw lambdaErrors.functionNotFound(qualifier === undefined ? arn : `${arn}:${qualifier}`);
  }
  return stored;
}

/** Throws 409 while a creation or an update is under way, and 412 for a revision that is no longer the latest. */
export function requireUpdatable(
  stored: StoredFunction,
  arn: string,
  revisionId: string | undefined,
  latestRevisionId: string | undefined,
): void {
  if (revisionId !== undefined && revisionId !== latestRevisionId) throw lambdaErrors.wrongRevision();
  if (stored.record.change !== undefined) throw lambdaErrors.updateInProgress(arn);
}
