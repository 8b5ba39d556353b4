/** A query that is kept under a name, as it is stored. */

import type { QueryDefinition } from '@aws-sdk/client-cloudwatch-logs';

export interface QueryDefinitionRecord extends Omit<QueryDefinition, 'queryDefinitionId' | 'name'> {
  readonly name: string;
}
