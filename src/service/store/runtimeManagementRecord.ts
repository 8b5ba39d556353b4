/** When a version of a function moves on to a newer build of its runtime. */

import type { UpdateRuntimeOn } from '@aws-sdk/client-lambda';

export interface RuntimeManagementRecord {
  readonly updateRuntimeOn: UpdateRuntimeOn;
  /** With `Manual` only. */
  readonly runtimeVersionArn: string | undefined;
}
