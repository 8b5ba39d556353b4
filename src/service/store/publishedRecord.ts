/** A published version: a copy of `$LATEST` that never changes, and what counts as a difference between the two. */

import { isDeepStrictEqual } from 'node:util';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type ChangeOptions, createdRecord, type Deployment, type FunctionRecord } from './functionRecord.ts';

/** `Pending` while the change of `$LATEST` that it was published with is under way; otherwise `Active` at once. */
export function publishedRecord(
  latest: FunctionRecord,
  version: string,
  description: string | undefined,
  options: ChangeOptions,
): FunctionRecord {
  const { configuration, ...code } = latest.latest;
  const deployment: Deployment = {
    ...code,
    configuration: {
      ...withoutState(configuration),
      Version: version,
      Description: description ?? configuration.Description,
    },
  };
  const latestDescription = configuration.Description;
  if (latest.change !== undefined) return { ...createdRecord(deployment, options), latestDescription };
  const active: Deployment = {
    ...code,
    configuration: {
      ...deployment.configuration,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      RevisionId: options.newRevisionId(),
    },
  };
  const createdAt = options.nowMs;
  return { latest: active, serving: active, change: undefined, revisionId: undefined, createdAt, latestDescription };
}

/** Whether publishing `latest` again would give the same version. */
export function isPublishedAs(latest: FunctionRecord, version: FunctionRecord): boolean {
  const published = { ...version.latest.configuration, Description: version.latestDescription };
  return (
    latest.latest.packageId === version.latest.packageId &&
    isDeepStrictEqual(identity(latest.latest.configuration), identity(published))
  );
}

/** Code and settings, without what every copy has for itself. */
function identity(configuration: FunctionConfiguration): FunctionConfiguration {
  const { Version, RevisionId, LastModified, ...rest } = withoutState(configuration);
  return JSON.parse(JSON.stringify(rest)) as FunctionConfiguration;
}

function withoutState(configuration: FunctionConfiguration): FunctionConfiguration {
  const {
    State,
    StateReason,
    StateReasonCode,
    LastUpdateStatus,
    LastUpdateStatusReason,
    LastUpdateStatusReasonCode,
    ...rest
  } = configuration;
  return rest;
}
