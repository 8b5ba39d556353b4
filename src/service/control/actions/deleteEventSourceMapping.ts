/** DeleteEventSourceMapping: `Deleting`, then gone. */

import type {
  DeleteEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { changingTo, requireIdle, requireMapping, shownMapping } from '../eventSourceMappings.ts';

export const deleteEventSourceMapping: Action<
  DeleteEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandOutput
> = (input, context) => {
  const { mappings, clock, transitionMs } = context.parts;
  const mapping = requireMapping(input.UUID, context);
  requireIdle(mapping, 'delete', context);
  const record = {
    ...mapping.record,
    lastModified: clock.now(),
    ...changingTo(undefined, 'Deleting', context),
  };
  if (transitionMs > 0) mappings.put(context.region, mapping.uuid, record);
  else mappings.delete(context.region, mapping.uuid);
  return shownMapping({ uuid: mapping.uuid, record }, context, 'Deleting');
};
