/** UpdateEventSourceMapping: changes what is given; `Updating`, `Enabling` or `Disabling`, then as it is to be. */

import type {
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput,
} from '@aws-sdk/client-lambda';
import type { MappingState } from '../../store/eventSourceMappingRecord.ts';
import type { Action } from '../context.ts';
import { changingTo, mappedFunction, requireIdle, requireMapping, shownMapping } from '../eventSourceMappings.ts';
import { eventSourceOf } from '../eventSources.ts';
import { checkMembers, withRequested } from '../mappingSettings.ts';

export const updateEventSourceMapping: Action<
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput
> = (input, context) => {
  const { mappings, clock } = context.parts;
  const mapping = requireMapping(input.UUID, context);
  requireIdle(mapping, 'update', context);
  const { settings: before, state } = mapping.record;
  const source = eventSourceOf(before.EventSourceArn, before.SelfManagedEventSource !== undefined);
  const { UUID, FunctionName, ...requested } = input;
  checkMembers(source, requested);
  const settings = withRequested(before, requested, source);
  if (FunctionName !== undefined) settings.FunctionArn = mappedFunction(FunctionName, context).arn;
  const wanted = input.Enabled === undefined ? state : input.Enabled ? 'Enabled' : 'Disabled';
  const during: MappingState = wanted === state ? 'Updating' : wanted === 'Enabled' ? 'Enabling' : 'Disabling';
  const record = {
    ...mapping.record,
    settings,
    lastModified: clock.now(),
    ...changingTo(wanted, during, context),
  };
  mappings.put(context.region, mapping.uuid, record);
  return shownMapping({ uuid: mapping.uuid, record }, context, during);
};
