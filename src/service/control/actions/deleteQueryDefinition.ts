/** DeleteQueryDefinition. */

import type {
  DeleteQueryDefinitionCommandInput,
  DeleteQueryDefinitionCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';

export const deleteQueryDefinition: Action<DeleteQueryDefinitionCommandInput, DeleteQueryDefinitionCommandOutput> = (
  input,
  { parts, region },
) => {
  const id = input.queryDefinitionId ?? '';
  if (parts.queryDefinitions.get(region, id) === undefined) throw logsErrors.queryDefinitionNotFound();
  parts.queryDefinitions.delete(region, id);
  return { success: true };
};
