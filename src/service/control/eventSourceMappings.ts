/** What the operations on event source mappings have in common: which mapping, of which function, how shown. */

import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { partitionOf } from '../../lambda/names.ts';
import type { EventSourceMappingRecord, MappingState } from '../store/eventSourceMappingRecord.ts';
import { isChanging, stateOf } from '../store/resourceChange.ts';
import type { ActionContext } from './context.ts';
import { functionTarget, invokedVersion } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';
import { mappingErrors } from './resourceErrors.ts';

export interface StoredMapping {
  readonly uuid: string;
  readonly record: EventSourceMappingRecord;
}

/** Throws 404 for a mapping that is not there, or no longer. */
export function requireMapping(uuid: string | undefined, context: ActionContext): StoredMapping {
  const mapping = findMapping(uuid ?? '', context);
  if (mapping === undefined) throw lambdaErrors.noSuchResource();
  return mapping;
}

/** UUIDs are found in any case. */
export function findMapping(uuid: string, { parts, region }: ActionContext): StoredMapping | undefined {
  const id = uuid.toLowerCase();
  const record = parts.mappings.get(region, id);
  return record === undefined || stateOf(record, parts.clock.now()) === undefined ? undefined : { uuid: id, record };
}

/** All of the Region behind `afterUuid`, in the order of their UUIDs. Forgets those that have gone in the meantime. */
export function listMappings({ parts, region }: ActionContext, afterUuid = ''): readonly StoredMapping[] {
  const nowMs = parts.clock.now();
  const stored = parts.mappings.list(region, afterUuid);
  for (const { id, record } of stored) if (stateOf(record, nowMs) === undefined) parts.mappings.delete(region, id);
  return stored
    .filter(({ record }) => stateOf(record, nowMs) !== undefined)
    .map(({ id, record }) => ({ uuid: id, record }));
}

/** Throws 400 while a change is under way. */
export function requireIdle({ record }: StoredMapping, verb: 'update' | 'delete', { parts }: ActionContext): void {
  if (isChanging(record, parts.clock.now())) throw mappingErrors.inUse(verb);
}

/** The function of a mapping, with its qualifier in the ARN. Throws 400 when there is none. */
export function mappedFunction(functionName: string | undefined, context: ActionContext) {
  const target = functionTarget(functionName, undefined, context);
  if (invokedVersion(target, context.parts) === undefined) throw mappingErrors.noFunction();
  return {
    name: target.id.name,
    arn: target.qualifier === undefined ? target.arn : `${target.arn}:${target.qualifier}`,
  };
}

/** The change into a state that lasts. */
export function changingTo(state: MappingState | undefined, during: MappingState, { parts }: ActionContext) {
  return { state, change: { state: during, endsAt: parts.clock.now() + parts.transitionMs } };
}

/** As the API answers it. `during` is the state that the answer to a change itself has. */
export function shownMapping(
  { uuid, record }: StoredMapping,
  { parts, region }: ActionContext,
  during?: MappingState,
): EventSourceMappingConfiguration {
  const { settings, startingPositionTimestamp, lastModified } = record;
  const state = during ?? stateOf(record, parts.clock.now());
  return {
    UUID: uuid,
    EventSourceMappingArn: mappingArn(region, parts.accountId, uuid),
    ...settings,
    ...(startingPositionTimestamp === undefined
      ? {}
      : { StartingPositionTimestamp: new Date(startingPositionTimestamp) }),
    LastModified: new Date(lastModified),
    ...(state === undefined ? {} : { State: state }),
  };
}

function mappingArn(region: string, accountId: string, uuid: string): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;
}
