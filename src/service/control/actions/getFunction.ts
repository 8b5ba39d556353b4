/** GetFunction: the configuration, a link to the code, and the tags. */

import type { GetFunctionCommandInput, GetFunctionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { shownConfiguration } from '../shownConfiguration.ts';

export const getFunction: Action<GetFunctionCommandInput, GetFunctionCommandOutput> = (input, context) => {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  const stored = requireFunction(target, context);
  const location = context.parts.codeLinks.create(context.endpoint, stored.record.latest.packageId);
  const reserved = context.parts.concurrency.get(target.id);
  return {
    Configuration: shownConfiguration(stored, target.qualifier),
    Code: { RepositoryType: 'S3', Location: location },
    ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    ...(Object.keys(stored.tags).length === 0 ? {} : { Tags: stored.tags }),
  };
};
