/** No execution is durable here yet: which answer the operations on durable executions give. */

import { parseFunctionReference } from '../../lambda/names.ts';
import type { ActionContext } from './context.ts';
import { functionTarget } from './functionTarget.ts';
import { durableErrors } from './resourceErrors.ts';

/** Throws 404, or what AWS says of another Region's or account's ARN. */
export function refuseExecution(arn: string | undefined, context: ActionContext): never {
  const [functionArn = ''] = arn?.split('/durable-execution/') ?? [];
  if (parseFunctionReference(functionArn) !== undefined) functionTarget(functionArn, undefined, context);
  throw durableErrors.noExecution(arn ?? '');
}

/** Throws 400: what an execution itself calls knows no 404. */
export function refuseOwnExecution(arn: string | undefined): never {
  throw durableErrors.invalidExecution(arn ?? '');
}

/** Throws 404. */
export function refuseCallback(id: string | undefined): never {
  throw durableErrors.noCallback(id ?? '');
}
