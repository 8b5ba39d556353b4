/** What the operations on asynchronous invocation have in common: whose configuration, which destinations, how shown. */

import type { DestinationConfig, FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import { latestQualifier, parseFunctionReference } from '../../lambda/names.ts';
import type { EventInvokeRecord } from '../store/eventInvokeRecord.ts';
import type { ActionContext } from './context.ts';
import { type FunctionTarget, functionTarget, invokedVersion, isAliasName } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/** A target whose qualifier is always there: without one, `$LATEST` is meant. */
export type QualifiedTarget = FunctionTarget & { readonly qualifier: string };

export interface EventInvokeInput {
  readonly FunctionName: string | undefined;
  readonly Qualifier?: string | undefined;
  readonly MaximumRetryAttempts?: number | undefined;
  readonly MaximumEventAgeInSeconds?: number | undefined;
  readonly DestinationConfig?: DestinationConfig | undefined;
}

export function eventInvokeTarget(input: EventInvokeInput, context: ActionContext): QualifiedTarget {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  return { ...target, qualifier: target.qualifier ?? latestQualifier };
}

/** The configuration that is set. Throws 404, also for a function that is not there. */
export function requireConfig({ id, qualifier, arn }: QualifiedTarget, { parts }: ActionContext): EventInvokeRecord {
  const record = parts.eventInvokes.get(id, qualifier);
  if (record === undefined) throw lambdaErrors.noEventInvokeConfig(`${arn}:${qualifier}`);
  return record;
}

/** The settings that a request brings. Throws when there are none, and for destinations that cannot be any. */
export function requestedSettings(
  input: EventInvokeInput,
  target: QualifiedTarget,
  context: ActionContext,
): Omit<EventInvokeRecord, 'lastModified'> {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  if (MaximumRetryAttempts === undefined && MaximumEventAgeInSeconds === undefined && DestinationConfig === undefined) {
    throw lambdaErrors.noEventInvokeSetting();
  }
  requireTarget(target, context);
  if (DestinationConfig !== undefined) checkDestinations(DestinationConfig, target, context);
  return {
    ...(MaximumRetryAttempts === undefined ? {} : { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined ? {} : { maximumEventAgeInSeconds: MaximumEventAgeInSeconds }),
    ...(DestinationConfig === undefined
      ? {}
      : {
          onSuccess: DestinationConfig.OnSuccess?.Destination || undefined,
          onFailure: DestinationConfig.OnFailure?.Destination || undefined,
        }),
  };
}

/** As the API answers it. */
export function shownConfig(arn: string, qualifier: string, record: EventInvokeRecord): FunctionEventInvokeConfig {
  const { maximumRetryAttempts, maximumEventAgeInSeconds, onSuccess, onFailure, lastModified } = record;
  return {
    LastModified: new Date(lastModified),
    FunctionArn: `${arn}:${qualifier}`,
    ...(maximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds: maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
      OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
    },
  };
}

/** Throws 404 where the function, the version or the alias is not there. */
function requireTarget({ id, qualifier }: QualifiedTarget, { parts }: ActionContext): void {
  const found = isAliasName(qualifier) ? parts.aliases.get(id, qualifier) : parts.functions.get(id, qualifier);
  if (found === undefined) throw lambdaErrors.noSuchFunction();
}

function checkDestinations(config: DestinationConfig, { id }: QualifiedTarget, { parts }: ActionContext): void {
  const onFailure = config.OnFailure?.Destination;
  const onSuccess = config.OnSuccess?.Destination;
  for (const [destination, kinds] of [
    [onFailure, failureDestinations],
    [onSuccess, successDestinations],
  ] as const) {
    if (!destination) continue;
    if (!kinds.some((kind) => kind.test(destination))) throw lambdaErrors.unknownDestination(onSuccess, onFailure);
    const { name, region, accountId, qualifier } = parseFunctionReference(destination) ?? {};
    // Only functions can be looked for here.
    if (name === undefined || region === undefined) continue;
    if (name === id.name && region === id.region && accountId === parts.accountId) throw lambdaErrors.ownDestination();
    const target = { id: { region, name }, qualifier, arn: destination };
    const isHere = accountId === parts.accountId && invokedVersion(target, parts) !== undefined;
    if (!isHere) throw lambdaErrors.noSuchDestination(destination);
  }
}

/** The resources behind what follows `arn:PARTITION:`. */
const successDestinations = [
  /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$/,
  /^arn:[^:]+:(sqs|sns):[^:]+:\d{12}:[^:]+$/,
  /^arn:[^:]+:events:[^:]+:\d{12}:event-bus\/.+$/,
];
/** A bucket takes failures only. */
const failureDestinations = [...successDestinations, /^arn:[^:]+:s3:::[^:/]+$/];
