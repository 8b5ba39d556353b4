/** StopQuery. */

import type { StopQueryCommandInput, StopQueryCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';

export const stopQuery: Action<StopQueryCommandInput, StopQueryCommandOutput> = (input, { parts, region }) => {
  const query = parts.queries.find(region, input.queryId ?? '');
  if (query === undefined) throw logsErrors.queryNotFound();
  if (!parts.queries.stop(query.id)) throw logsErrors.queryNotRunning();
  return { success: true };
};
