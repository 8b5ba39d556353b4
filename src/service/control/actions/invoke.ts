/** Invoke: synchronous, asynchronous, or a rehearsal. A failing function is a successful invoke. */

import { randomBytes } from 'node:crypto';
import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { latestQualifier } from '../../../lambda/names.ts';
import type { Invocation } from '../../invoke/invocation.ts';
import { checkPayload } from '../../wire/jsonText.ts';
import type { Action, ActionContext } from '../context.ts';
import { functionTarget } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

const emptyObject = Buffer.from('{}');

/** The members as they come off the wire: the payload is the body of the request. */
type InvokeInput = Omit<InvokeCommandInput, 'Payload'> & { readonly Payload?: Uint8Array };
/** And as they go back: bytes, without the SDK's conveniences. */
type InvokeOutput = Omit<InvokeCommandOutput, 'Payload'> & { readonly Payload?: Uint8Array };

export const invoke: Action<InvokeInput, InvokeOutput> = async (input, context) => {
  const invocation = prepare(input, context);
  context.responseHeaders['x-amzn-trace-id'] = invocation.traceId;
  switch (input.InvocationType ?? 'RequestResponse') {
    case 'DryRun':
      return { StatusCode: 204 };
    case 'Event':
      context.parts.invoker.enqueue(invocation);
      return { StatusCode: 202 };
    default: {
      const outcome = await context.parts.invoker.invoke(invocation);
      return {
        StatusCode: 200,
        ExecutedVersion: invocation.version.version,
        Payload: outcome.payload,
        ...(outcome.functionError === undefined ? {} : { FunctionError: outcome.functionError }),
        ...(outcome.logTail === undefined ? {} : { LogResult: Buffer.from(outcome.logTail).toString('base64') }),
      };
    }
  }
};

/** In AWS's order: the name, the payload, the state. */
function prepare(input: InvokeInput, context: ActionContext): Invocation {
  const { parts } = context;
  const { id, qualifier, arn } = functionTarget(input.FunctionName, input.Qualifier, context);
  const stored = parts.functions.get(id);
  const wanted = qualifier ?? latestQualifier;
  // The qualifier is always part of this answer.
  if (stored === undefined || wanted !== latestQualifier) throw lambdaErrors.functionNotFound(`${arn}:${wanted}`);
  const payload = input.Payload === undefined || input.Payload.byteLength === 0 ? emptyObject : input.Payload;
  checkPayload(payload);
  const clientContext = readClientContext(input.ClientContext);
  const version = parts.functions.serving(id, wanted);
  if (version === undefined) throw lambdaErrors.notActive(stored.record.latest.configuration.State ?? 'Pending');
  return {
    requestId: context.requestId,
    version,
    invokedFunctionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    payload,
    clientContext,
    traceId: context.traceHeader ?? newTrace(parts.clock.now()),
    logTail: input.LogType === 'Tail',
  };
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
  return `Root=1-${time}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
