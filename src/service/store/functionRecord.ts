/**
 * One version of a function and the change that it is going through.
 *
 * A change ends at a moment that is stored with it, and whoever looks afterwards sees it ended. So there is no timer
 * that could be lost: a service that is killed in between finds the change finished when it comes back.
 */

import type { FunctionConfiguration, LastUpdateStatusReasonCode } from '@aws-sdk/client-lambda';

export interface Deployment {
  readonly configuration: FunctionConfiguration;
  readonly packageId: string;
  /** Of a function with a container image; `packageId` is then the image's digest. */
  readonly imageUri?: string;
  /** Of the layers, in their order; a layer that is deleted stays with the functions that have it. */
  readonly layerPackageIds?: readonly string[];
}

export interface FunctionRecord {
  /** What the API answers. */
  readonly latest: Deployment;
  /** What invocations run; absent until the function is active for the first time. */
  readonly serving: Deployment | undefined;
  /** The end of the change that is under way. */
  readonly change: { readonly endsAt: number; readonly revisionId: string } | undefined;
  /** The revision after a change that concerns no code, configuration or environment: new tags. */
  readonly revisionId: string | undefined;
  readonly createdAt: number;
  /** Of a published version, which may be described in other words: what `$LATEST` said of itself at that time. */
  readonly latestDescription?: string | undefined;
}

export interface ChangeOptions {
  readonly nowMs: number;
  /** How long the change stays visible as `Pending` or `InProgress`. */
  readonly transitionMs: number;
  /** Makes revision ids. */
  readonly newRevisionId: () => string;
}

const creatingReason = 'The function is being created.';

/** A new function: `Pending` until its change ends. */
export function createdRecord(deployment: Deployment, options: ChangeOptions): FunctionRecord {
  const pending = {
    State: 'Pending',
    StateReason: creatingReason,
    StateReasonCode: 'Creating',
  } as const;
  return changing(deployment, pending, undefined, options.nowMs, options);
}

/** The record with new code or configuration: `InProgress` until its change ends; the old keeps serving until then. */
export function updatedRecord(record: FunctionRecord, deployment: Deployment, options: ChangeOptions): FunctionRecord {
  // AWS gives the reason of a creation here as well, code included, although its model has no such code.
  const inProgress = {
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: creatingReason,
    LastUpdateStatusReasonCode: 'Creating' as LastUpdateStatusReasonCode,
  } as const;
  return changing(deployment, inProgress, record.serving, record.createdAt, options);
}

/** The record as of `nowMs`; the same object when nothing has ended. */
export function settle(record: FunctionRecord, nowMs: number): FunctionRecord {
  if (record.change === undefined || nowMs < record.change.endsAt) return record;
  const { State, StateReason, StateReasonCode, LastUpdateStatusReason, LastUpdateStatusReasonCode, ...rest } =
    record.latest.configuration;
  const settled: Deployment = {
    ...record.latest,
    configuration: {
      ...rest,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      RevisionId: record.change.revisionId,
    },
  };
  return { ...record, latest: settled, serving: settled, change: undefined, revisionId: undefined };
}

function changing(
  deployment: Deployment,
  state: Partial<FunctionConfiguration>,
  serving: Deployment | undefined,
  createdAt: number,
  options: ChangeOptions,
): FunctionRecord {
  const { LastUpdateStatus, ...configuration } = deployment.configuration;
  return {
    latest: {
      ...deployment,
      configuration: { ...configuration, ...state, RevisionId: options.newRevisionId() },
    },
    serving,
    change: { endsAt: options.nowMs + options.transitionMs, revisionId: options.newRevisionId() },
    revisionId: undefined,
    createdAt,
  };
}
