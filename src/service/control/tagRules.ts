/** Which resources have tags, and how many. */

import type { StoredFunction } from '../store/functionStore.ts';
import type { ActionContext } from './context.ts';
import { functionTarget, requireFunction } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/** Tags of one function. */
export const tagLimit = 50;

/** The function of a tag operation's ARN. Other kinds of resources do not exist here. */
export function taggedFunction(resource: string | undefined, context: ActionContext): StoredFunction {
  if (!/:function:/.test(resource ?? '')) throw lambdaErrors.noSuchResource();
  const target = functionTarget(resource, undefined, context);
  if (target.qualifier !== undefined) throw lambdaErrors.tagsOnQualifier();
  return requireFunction(target, context);
}
