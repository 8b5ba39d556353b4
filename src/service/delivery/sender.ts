/** What sends to one service of AWS in one Region, and what it needs to know. */

import type { Delivery } from '../store/deliveryOutbox.ts';

/** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. */
export interface TargetArn {
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

export interface SenderConfig {
  /** Without a key pair, and without a slash at its end. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Sender {
  /** Resolves when the peer has acknowledged. Rejects with `UndeliverableError` where no other attempt could help. */
  send(delivery: Delivery, target: TargetArn, signal: AbortSignal): Promise<void>;
  /** Closes its connections. */
  destroy(): void;
}

/** The message itself was refused: for its size, its form, or its target's kind. */
export class UndeliverableError extends Error {
  override readonly name = 'UndeliverableError';
}

/** What every client of the SDK gets. The outbox tries again; the client does not. */
export function clientConfig({ endpoint, region, credentials }: SenderConfig) {
  return { endpoint, region, credentials, maxAttempts: 1 };
}

export function textOf({ body }: Delivery): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** What a dead-letter queue gets beside the event; nothing for a destination. An attribute must not be empty. */
export function messageAttributes({ kind, requestId, error }: Delivery) {
  if (kind !== 'dead-letter' || error === undefined) return {};
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const message = error.message.replace(forbiddenInMessages, '\ufffd');
  return {
    MessageAttributes: {
      RequestID: text(requestId),
      ErrorCode: { DataType: 'Number', StringValue: String(error.code) },
      ...(message === '' ? {} : { ErrorMessage: text(message) }),
    },
  };
}

/** Source: API reference of SQS, SendMessage, which takes the characters of XML alone. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are refused
const forbiddenInMessages = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
