/** How a stored function is shown: alone, under a qualifier, or in a list. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { latestQualifier } from '../../lambda/names.ts';
import { configurationOf, type StoredFunction } from '../store/functionStore.ts';

/** With a qualifier, the ARN carries it. */
export function shownConfiguration(stored: StoredFunction, qualifier: string | undefined): FunctionConfiguration {
  const configuration = configurationOf(stored);
  if (qualifier === undefined) return configuration;
  return { ...configuration, FunctionArn: `${configuration.FunctionArn}:${qualifier}` };
}

/** Lists leave out the state, its reasons and the runtime's version. (API reference, ListFunctions.) */
export function listedConfiguration(stored: StoredFunction, qualifier: string | undefined): FunctionConfiguration {
  const {
    State,
    StateReason,
    StateReasonCode,
    LastUpdateStatus,
    LastUpdateStatusReason,
    LastUpdateStatusReasonCode,
    RuntimeVersionConfig,
    ...listed
  } = shownConfiguration(stored, qualifier);
  return listed;
}

/** In lists of versions, each has its own number in the ARN. */
export function listedVersion(stored: StoredFunction): FunctionConfiguration {
  return listedConfiguration(stored, stored.record.latest.configuration.Version);
}

/** 0 for `$LATEST`. */
export function versionNumber({ record }: StoredFunction): number {
  const { Version } = record.latest.configuration;
  return Version === undefined || Version === latestQualifier ? 0 : Number(Version);
}
