/** CreateEventSourceMapping: a source of events for a function; `Creating`, then `Enabled` or `Disabled`. */

import { randomUUID } from 'node:crypto';
import type {
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput,
} from '@aws-sdk/client-lambda';
import type { MappingSettings } from '../../store/eventSourceMappingRecord.ts';
import type { Action, ActionContext } from '../context.ts';
import { changingTo, listMappings, mappedFunction, shownMapping } from '../eventSourceMappings.ts';
import { type EventSource, eventSourceOf } from '../eventSources.ts';
import { checkMembers, checkRequired, defaultSettings, withRequested } from '../mappingSettings.ts';
import { mappingErrors } from '../resourceErrors.ts';
import { checkNewTags } from '../tagRules.ts';

export const createEventSourceMapping: Action<
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput
> = (input, context) => {
  const { mappings, clock } = context.parts;
  const source = eventSourceOf(input.EventSourceArn, input.SelfManagedEventSource !== undefined);
  checkMembers(source, input);
  checkRequired(source, input);
  const uuid = randomUUID();
  const settings = withRequested({ ...defaultSettings(source, uuid), ...sourceOf(input) }, input, source);
  const { name, arn } = mappedFunction(input.FunctionName, context);
  checkNewTags(input.Tags);
  const own: MappingSettings = { ...settings, FunctionArn: arn };
  refuseDuplicate(own, name, source, context);
  const record = {
    settings: own,
    startingPositionTimestamp: input.StartingPositionTimestamp?.getTime(),
    lastModified: clock.now(),
    tags: input.Tags ?? {},
    ...changingTo(input.Enabled === false ? 'Disabled' : 'Enabled', 'Creating', context),
  };
  mappings.put(context.region, uuid, record);
  return shownMapping({ uuid, record }, context, 'Creating');
};

function sourceOf({ EventSourceArn }: CreateEventSourceMappingCommandInput): MappingSettings {
  return EventSourceArn === undefined ? {} : { EventSourceArn };
}

/** One source feeds one function (or version, or alias) once; of a Kafka cluster each topic does. */
function refuseDuplicate(settings: MappingSettings, name: string, source: EventSource, context: ActionContext): void {
  const keys = sourceKeys(settings);
  for (const { uuid, record } of listMappings(context)) {
    if (record.settings.FunctionArn !== settings.FunctionArn) continue;
    if (!sourceKeys(record.settings).some((key) => keys.includes(key))) continue;
    const shown = settings.EventSourceArn ?? bootstrapServers(settings).join(',');
    throw source.kind === 'sqs'
      ? mappingErrors.queueExists(shown, name, uuid)
      : mappingErrors.exists(shown, name, uuid);
  }
}

function sourceKeys(settings: MappingSettings): readonly string[] {
  const part = settings.Topics?.[0] ?? settings.Queues?.[0] ?? '';
  const places = settings.EventSourceArn === undefined ? bootstrapServers(settings) : [settings.EventSourceArn];
  return places.map((place) => `${place} ${part}`);
}

function bootstrapServers({ SelfManagedEventSource }: MappingSettings): readonly string[] {
  return SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
}
