/** Which version a scaling configuration belongs to: a published one that is to run on a capacity provider. */

import type { StoredFunction } from '../store/functionStore.ts';
import type { FunctionId } from '../store/functionVersion.ts';
import type { ActionContext } from './context.ts';
import { functionTarget, requireFunction } from './functionTarget.ts';
import { scalingErrors } from './resourceErrors.ts';

export interface ManagedVersion {
  readonly id: FunctionId;
  readonly qualifier: string;
  /** Without the qualifier. */
  readonly arn: string;
  readonly stored: StoredFunction;
}

/** Throws 404 for what is not there, and 400 for a version that needs no instances of its own. */
export function managedVersion(
  input: { readonly FunctionName: string | undefined; readonly Qualifier: string | undefined },
  context: ActionContext,
): ManagedVersion {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  const stored = requireFunction(target, context);
  if (stored.record.latest.configuration.CapacityProviderConfig === undefined) throw scalingErrors.notManaged();
  return { id: target.id, qualifier: target.qualifier ?? '', arn: target.arn, stored };
}
