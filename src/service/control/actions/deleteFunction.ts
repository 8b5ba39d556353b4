/** DeleteFunction: the function, or one version of it, is gone at once; invocations that run may end. Its logs stay. */

import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { latestQualifier } from '../../../lambda/names.ts';
import type { Action } from '../context.ts';
import { functionTarget, isAliasName } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

export const deleteFunction: Action<DeleteFunctionCommandInput, DeleteFunctionCommandOutput> = (input, context) => {
  const { parts } = context;
  const { id, qualifier, arn } = functionTarget(input.FunctionName, input.Qualifier, context);
  if (qualifier === latestQualifier) throw lambdaErrors.latestCannotBeDeleted();
  if (parts.functions.get(id) === undefined) throw lambdaErrors.functionNotFound(arn);
  if (isAliasName(qualifier)) throw lambdaErrors.aliasDeletion();
  if (qualifier === undefined) {
    parts.functions.delete(id);
    parts.concurrency.delete(id);
  } else {
    const inUse = parts.aliases
      .list(id)
      .filter(({ functionVersion, additional }) => [functionVersion, additional?.version].includes(qualifier));
    if (inUse.length > 0) throw lambdaErrors.versionInUse(inUse.map(({ name }) => name));
    // Deleting a version that is not there is no error.
    parts.functions.deleteVersion(id, qualifier);
    parts.eventInvokes.delete(id, qualifier);
    parts.policies.delete(id, qualifier);
    parts.scalingConfigs.delete(id, qualifier);
    parts.runtimeManagement.delete(id, qualifier);
    parts.provisioned.delete(id, qualifier);
  }
  parts.invoker.retire(id.name, id.region, qualifier);
  parts.codeChanged();
  return { StatusCode: 204 };
};
