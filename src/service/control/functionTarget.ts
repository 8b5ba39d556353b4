/** Finds the function that a request means, whichever of Lambda's four forms of a name it uses. */

import { limits } from '../../lambda/limits.ts';
import { functionArn, latestQualifier, parseFunctionReference } from '../../lambda/names.ts';
import type { StoredAlias } from '../store/aliasStore.ts';
import type { StoredFunction } from '../store/functionStore.ts';
import type { FunctionId } from '../store/functionVersion.ts';
import type { ActionContext, ServiceParts } from './context.ts';
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

/** The version behind a target: of an alias, the one it stands for in the first place. Throws 404. */
export function requireFunction(target: FunctionTarget, { parts }: ActionContext): StoredFunction {
  const { id, qualifier, arn } = target;
  const version = isAliasName(qualifier) ? parts.aliases.get(id, qualifier)?.functionVersion : qualifier;
  const isMissingAlias = qualifier !== undefined && version === undefined;
  const stored = isMissingAlias ? undefined : parts.functions.get(id, version ?? latestQualifier);
  if (stored === undefined) {
    throw lambdaErrors.functionNotFound(qualifier === undefined ? arn : `${arn}:${qualifier}`);
  }
  return stored;
}

/** `$LATEST`, the only version that can be changed and published. Throws 404, and 400 for another version. */
export function requireLatest(target: FunctionTarget, context: ActionContext): StoredFunction {
  const stored = requireFunction(target, context);
  if (target.qualifier !== undefined && target.qualifier !== latestQualifier) {
    throw lambdaErrors.versionImmutable(`${target.arn}:${target.qualifier}`);
  }
  return stored;
}

/** The function of an operation that concerns it as a whole. Throws 404, and 400 for a version or an alias. */
export function requireWholeFunction(functionName: string | undefined, context: ActionContext): StoredFunction {
  const target = functionTarget(functionName, undefined, context);
  if (target.qualifier !== undefined) throw lambdaErrors.functionsOnly();
  return requireFunction(target, context);
}

/**
 * The version that an invocation of the qualifier runs; `undefined` when there is none. An alias with a second version
 * chooses at random, by the weight. `random` is from 0 up to 1.
 */
export function invokedVersion(
  { id, qualifier = latestQualifier }: FunctionTarget,
  { aliases, functions }: ServiceParts,
  random = Math.random(),
): string | undefined {
  const alias = isAliasName(qualifier) ? aliases.get(id, qualifier) : undefined;
  const version = alias === undefined ? qualifier : chosenVersion(alias, random);
  return functions.get(id, version) === undefined ? undefined : version;
}

/** True for what can be an alias: neither `$LATEST` nor a number. */
export function isAliasName(qualifier: string | undefined): qualifier is string {
  return qualifier !== undefined && !qualifier.startsWith('$') && !/^\d+$/.test(qualifier);
}

function chosenVersion({ functionVersion, additional }: StoredAlias, random: number): string {
  return additional !== undefined && random < additional.weight ? additional.version : functionVersion;
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
