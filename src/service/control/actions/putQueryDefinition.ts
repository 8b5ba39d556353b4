/** PutQueryDefinition: keeps a query under a name. */

import { randomUUID } from 'node:crypto';
import type { PutQueryDefinitionCommandInput, PutQueryDefinitionCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';

export const putQueryDefinition: Action<PutQueryDefinitionCommandInput, PutQueryDefinitionCommandOutput> = (
  input,
  { parts, region },
) => {
  const { name = '', queryString = '', queryLanguage = 'CWLI', logGroupNames, parameters } = input;
  const id = input.queryDefinitionId ?? randomUUID();
  if (input.queryDefinitionId !== undefined && parts.queryDefinitions.get(region, id) === undefined) {
    throw logsErrors.queryDefinitionNotFound();
  }
  parts.queryDefinitions.put(region, id, {
    name,
    queryString,
    queryLanguage,
    lastModified: parts.clock.now(),
    ...(logGroupNames === undefined ? {} : { logGroupNames }),
    ...(parameters === undefined ? {} : { parameters }),
  });
  return { queryDefinitionId: id };
};
