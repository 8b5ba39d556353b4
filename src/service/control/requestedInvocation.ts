/** The invocation that a request asks for, whichever operation it uses. */

import { limits } from '../../lambda/limits.ts';
import { latestQualifier } from '../../lambda/names.ts';
import type { Invocation } from '../invoke/invocation.ts';
import { continueLineage, isEndlessLoop, recursionError } from '../invoke/lineage.ts';
import { checkPayload } from '../wire/jsonText.ts';
import type { ActionContext } from './context.ts';
import { functionTarget, invokedVersion } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';
import { randomHex } from './randomHex.ts';

/** The members that Invoke and InvokeWithResponseStream have in common. */
export interface InvocationRequest {
  readonly FunctionName: string | undefined;
  readonly Qualifier?: string | undefined;
  readonly Payload?: Uint8Array;
  readonly ClientContext?: string | undefined;
  readonly LogType?: string | undefined;
  readonly TenantId?: string | undefined;
  readonly InvocationType?: string | undefined;
}

const emptyObject = Buffer.from('{}');

/** Throws `LambdaServiceError` in AWS's order: the name, the payload, the state. */
export function requestedInvocation(input: InvocationRequest, context: ActionContext): Invocation {
  const { parts } = context;
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  const { id, qualifier, arn } = target;
  const wanted = invokedVersion(target, parts);
  // The qualifier is always part of this answer.
  if (wanted === undefined) throw lambdaErrors.functionNotFound(`${arn}:${qualifier ?? latestQualifier}`);
  const payload = input.Payload === undefined || input.Payload.byteLength === 0 ? emptyObject : input.Payload;
  checkPayload(payload);
  const clientContext = readClientContext(input.ClientContext);
  const version = parts.functions.serving(id, wanted);
  if (version === undefined) throw lambdaErrors.notActive('Pending');
  const isIsolated = version.configuration.TenancyConfig?.TenantIsolationMode === 'PER_TENANT';
  if (isIsolated && input.TenantId === undefined) throw lambdaErrors.tenantMissing();
  if (!isIsolated && input.TenantId !== undefined) throw lambdaErrors.tenantUnwanted();
  const traceId = continueLineage(context.traceHeader ?? newTrace(parts.clock.now()), arn);
  // What is only queued ends there: its event goes where the function's failures go.
  if (input.InvocationType !== 'Event' && isEndlessLoop(traceId, arn) && parts.recursion.get(id) !== 'Allow') {
    throw recursionError();
  }
  return {
    requestId: context.requestId,
    version: isIsolated ? { ...version, tenantId: input.TenantId } : version,
    invokedFunctionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    payload,
    clientContext,
    traceId,
    logTail: input.LogType === 'Tail',
    isFresh: asksForFresh(input, context),
  };
}

/** AWS has no such header. What waits in the queue cannot ask: nobody knows when it runs. */
function asksForFresh({ InvocationType }: InvocationRequest, { environmentHeader }: ActionContext): boolean {
  if (environmentHeader === undefined) return false;
  if (environmentHeader !== 'fresh' || InvocationType === 'Event') throw lambdaErrors.environmentHeader();
  return true;
}

function readClientContext(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  if (encoded.length > limits.clientContextBytes) throw lambdaErrors.clientContext();
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw lambdaErrors.clientContext();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw lambdaErrors.clientContext();
  return text;
}

/** `Root=1-` time `-` random, not sampled: nobody traces here. */
function newTrace(nowMs: number): string {
  const time = Math.floor(nowMs / 1000).toString(16);
  return `Root=1-${time}-${randomHex(12)};Parent=${randomHex(8)};Sampled=0`;
}
