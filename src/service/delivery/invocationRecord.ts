/**
 * What an asynchronous invocation leaves when it has ended: AWS's invocation record, and what its targets are sent.
 * Source: Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
 */

import { randomUUID } from 'node:crypto';
import type { Delivery } from '../store/deliveryOutbox.ts';
import type { FunctionId } from '../store/functionVersion.ts';

export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

export interface EndedInvocation {
  readonly requestId: string;
  readonly id: FunctionId;
  /** With a qualifier, `$LATEST` included. */
  readonly functionArn: string;
  readonly traceId: string;
  readonly condition: Condition;
  readonly attempts: number;
  /** JSON text. */
  readonly payload: Uint8Array;
  /** Of the last attempt; absent when that did not run. */
  readonly response?: InvocationResponse | undefined;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
}

export interface InvocationResponse {
  readonly statusCode: number;
  readonly executedVersion: string;
  readonly functionError: 'Unhandled' | undefined;
  readonly payload: Uint8Array;
}

/** ARNs; what is not set gets nothing. */
export interface DeliveryTargets {
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
  readonly deadLetter?: string | undefined;
}

const errorMessageBytes = 1024;
/** What the service would have answered to a caller when nothing ran. */
const refusal = { code: 429, message: 'Rate Exceeded.' } as const;

/** A dead-letter queue and a destination for failures stand side by side: both are sent to. */
export function deliveriesOf(ended: EndedInvocation, targets: DeliveryTargets): readonly Delivery[] {
  const delivery = (kind: Delivery['kind'], targetArn: string | undefined, body: () => Uint8Array) => {
    if (!targetArn) return [];
    const { requestId, functionArn, traceId, endedAt } = ended;
    const shared = { requestId, functionArn, traceId, function: ended.id, createdAt: endedAt };
    return [{ ...shared, id: randomUUID(), kind, targetArn, body: body() }];
  };
  const record = () => invocationRecord(ended);
  if (ended.condition === 'Success') return delivery('success', targets.onSuccess, record);
  const error = errorOf(ended);
  return [
    ...delivery('failure', targets.onFailure, record),
    ...delivery('dead-letter', targets.deadLetter, () => ended.payload).map((letter) => ({ ...letter, error })),
  ];
}

/** Payloads go in as the bytes they are: numbers that JavaScript cannot hold stay what they were. */
function invocationRecord(ended: EndedInvocation): Uint8Array {
  const { requestId, functionArn, condition, attempts, payload, response, endedAt } = ended;
  const head = {
    version: '1.0',
    timestamp: new Date(endedAt).toISOString(),
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: attempts },
  };
  const parts: (string | Uint8Array)[] = [JSON.stringify(head).slice(0, -1), ',"requestPayload":', payload];
  if (response !== undefined) {
    const { statusCode, executedVersion, functionError } = response;
    const context = JSON.stringify({ statusCode, executedVersion, functionError });
    parts.push(`,"responseContext":${context},"responsePayload":`, jsonOf(response.payload));
  }
  parts.push('}');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** Nothing makes a function answer with JSON: what is none goes in as a string, nothing as null. */
function jsonOf(payload: Uint8Array): string | Uint8Array {
  if (payload.byteLength === 0) return 'null';
  return parsed(payload) === undefined ? JSON.stringify(Buffer.from(payload).toString('utf8')) : payload;
}

function errorOf({ response }: EndedInvocation): { readonly code: number; readonly message: string } {
  if (response === undefined) return refusal;
  const error = parsed(response.payload);
  const message = typeof error === 'object' && error !== null && 'errorMessage' in error ? error.errorMessage : '';
  return { code: response.statusCode, message: firstBytes(typeof message === 'string' ? message : '') };
}

/** `undefined`, which JSON cannot say, for what is no JSON. */
function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** No character is cut in two. */
function firstBytes(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= errorMessageBytes) return text;
  return new TextDecoder().decode(bytes.subarray(0, errorMessageBytes), { stream: true });
}
