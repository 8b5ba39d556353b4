/** GetEventSourceMapping: one mapping with its state. */

import type { GetEventSourceMappingCommandInput, GetEventSourceMappingCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireMapping, shownMapping } from '../eventSourceMappings.ts';

export const getEventSourceMapping: Action<GetEventSourceMappingCommandInput, GetEventSourceMappingCommandOutput> = (
  input,
  context,
) => shownMapping(requireMapping(input.UUID, context), context);
