/** Checks what the developer is about to send, so that a mistake is told with its place before anything is sent. */

import type { InvokeCommandInput } from '@aws-sdk/client-lambda';
import { HumanError } from '../base/humanError.ts';
import { asObject } from '../base/json.ts';
import { formatBytes } from '../base/text.ts';
import { limits } from '../lambda/limits.ts';
import { latestQualifier } from '../lambda/names.ts';
import type { InvokeIntent } from '../protocol/invokePanel.ts';
import { jsonProblem } from './jsonProblem.ts';

/** The request for an intent. Throws `HumanError` for JSON that is none, and for what exceeds Lambda's limits. */
export function invokeRequest(functionName: string, intent: InvokeIntent): InvokeCommandInput {
  const payload = new TextEncoder().encode(checkedEvent(intent.eventText));
  checkSize(payload.byteLength, intent.invocationType);
  const isSynchronous = intent.invocationType === 'RequestResponse' || intent.invocationType === 'ResponseStream';
  const clientContext = isSynchronous ? encodedClientContext(intent.clientContext) : undefined;
  return {
    FunctionName: functionName,
    InvocationType: intent.invocationType === 'ResponseStream' ? 'RequestResponse' : intent.invocationType,
    Payload: payload,
    // The tail of the log comes with a synchronous answer only.
    ...(isSynchronous ? { LogType: 'Tail' as const } : {}),
    // An unqualified call is not the same as `$LATEST`: the function sees it in its ARN.
    ...(intent.qualifier === latestQualifier || intent.qualifier === '' ? {} : { Qualifier: intent.qualifier }),
    ...(clientContext === undefined ? {} : { ClientContext: clientContext }),
    ...(intent.tenantId === undefined || intent.tenantId === '' ? {} : { TenantId: intent.tenantId }),
  };
}

/** An empty event is `{}`, as the service itself reads it. */
function checkedEvent(text: string): string {
  if (text.trim() === '') return '{}';
  const problem = jsonProblem(text);
  if (problem !== undefined) throw new HumanError(`The event is not valid JSON: ${problem}`);
  return text;
}

function checkSize(bytes: number, type: InvokeIntent['invocationType']): void {
  const limit = type === 'Event' ? limits.asyncPayloadBytes : limits.syncPayloadBytes;
  if (bytes <= limit) return;
  const kind = type === 'Event' ? 'an asynchronous' : 'a synchronous';
  throw new HumanError(
    `The event is too large for ${kind} invoke: ${formatBytes(bytes)}, and the limit is ${formatBytes(limit)}.`,
  );
}

/** Base64 of a JSON object, at most 3,583 bytes; `undefined` for none. */
function encodedClientContext(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const problem = jsonProblem(text);
  if (problem !== undefined) throw new HumanError(`The client context is not valid JSON: ${problem}`);
  if (!asObject(JSON.parse(text))) throw new HumanError('The client context must be a JSON object.');
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  if (encoded.length <= limits.clientContextBytes) return encoded;
  throw new HumanError(
    `The client context is too large: ${encoded.length} bytes as base64, and the limit is ${limits.clientContextBytes}.`,
  );
}
