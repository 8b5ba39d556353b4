/** GetFunction: the configuration, a link to the code, and the tags. */

import type { GetFunctionCommandInput, GetFunctionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { imageLocation } from '../imageFunctions.ts';
import { shownConfiguration } from '../shownConfiguration.ts';

export const getFunction: Action<GetFunctionCommandInput, GetFunctionCommandOutput> = (input, context) => {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  const stored = requireFunction(target, context);
  const { latest } = stored.record;
  const reserved = context.parts.concurrency.get(target.id);
  return {
    Configuration: shownConfiguration(stored, target.qualifier),
    Code:
      latest.imageUri === undefined
        ? { RepositoryType: 'S3', Location: context.parts.codeLinks.create(context.endpoint, latest.packageId) }
        : imageLocation(latest),
    ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    ...(Object.keys(stored.tags).length === 0 ? {} : { Tags: stored.tags }),
  };
};
