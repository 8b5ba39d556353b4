/** PutFunctionConcurrency: from now on no more invocations of the function run at once; 0 stops it. */

import type { PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { totalOf } from '../provisionedConcurrency.ts';

export const putFunctionConcurrency: Action<PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput> = (
  input,
  context,
) => {
  const { concurrency } = context.parts;
  const { id } = requireWholeFunction(input.FunctionName, context);
  const reserved = input.ReservedConcurrentExecutions ?? 0;
  const provisioned = totalOf(context.parts.provisioned.ofFunction(id));
  if (reserved < provisioned) throw lambdaErrors.reservedBelowProvisioned(reserved, provisioned);
  const unreserved = limits.accountConcurrency - concurrency.total(id.region, id.name) - reserved;
  if (unreserved < limits.unreservedConcurrencyMin) throw lambdaErrors.tooMuchReserved();
  concurrency.put(id, reserved);
  return { ReservedConcurrentExecutions: reserved };
};
