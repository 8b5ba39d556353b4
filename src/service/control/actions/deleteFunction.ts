/** DeleteFunction: the function is gone at once; invocations that run may end. Its logs stay. */

import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { latestQualifier } from '../../../lambda/names.ts';
import type { Action } from '../context.ts';
import { functionTarget } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

export const deleteFunction: Action<DeleteFunctionCommandInput, DeleteFunctionCommandOutput> = (input, context) => {
  const { parts } = context;
  const { id, qualifier, arn } = functionTarget(input.FunctionName, input.Qualifier, context);
  if (qualifier === latestQualifier) throw lambdaErrors.latestCannotBeDeleted();
  if (parts.functions.get(id) === undefined) throw lambdaErrors.functionNotFound(arn);
  // Deleting a version that is not there is no error, and there are none yet.
  if (qualifier === undefined) {
    parts.functions.delete(id);
    parts.invoker.retire(id.name, id.region);
    parts.codeChanged();
  }
  return { StatusCode: 204 };
};
