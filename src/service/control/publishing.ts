/** Publishing: `$LATEST` becomes a version, unless the newest version is the same already. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionRecord } from '../store/functionRecord.ts';
import type { FunctionId } from '../store/functionVersion.ts';
import { isPublishedAs, publishedRecord } from '../store/publishedRecord.ts';
import type { ServiceParts } from './context.ts';

/** Stores `latest` as `$LATEST`, with the version that it becomes. Returns that version as the API answers it. */
export function publish(
  id: FunctionId,
  latest: FunctionRecord,
  description: string | undefined,
  parts: ServiceParts,
): FunctionConfiguration {
  const newest = parts.functions.newestVersion(id)?.record;
  if (newest !== undefined && isPublishedAs(latest, newest)) {
    parts.functions.update(id, latest);
    return underItsNumber(newest);
  }
  const options = { ...parts, nowMs: parts.clock.now() };
  // A new version gives $LATEST a new revision; during an update it gets one at the end anyway.
  const next = latest.change === undefined ? { ...latest, revisionId: parts.newRevisionId() } : latest;
  return underItsNumber(
    parts.functions.publish(id, next, (version) => publishedRecord(next, version, description, options)),
  );
}

function underItsNumber({ latest: { configuration } }: FunctionRecord): FunctionConfiguration {
  return { ...configuration, FunctionArn: `${configuration.FunctionArn}:${configuration.Version}` };
}
