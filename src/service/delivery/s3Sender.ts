/**
 * Puts records of failures into buckets, as objects of Amazon S3. One request of one form is all that it takes: the SDK's client,
 * larger than those of the other services together, is left out.
 */

import type { Clock } from '../../base/clock.ts';
import type { Delivery } from '../store/deliveryOutbox.ts';
import { signedHeaders } from '../wire/signRequest.ts';
import type { Sender, SenderConfig, TargetArn } from './sender.ts';

export class S3Sender implements Sender {
  readonly #config: SenderConfig;
  readonly #clock: Clock;

  constructor(config: SenderConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  async send(delivery: Delivery, target: TargetArn, signal: AbortSignal): Promise<void> {
    const { endpoint, region, credentials } = this.#config;
    // With the bucket in the path: a local endpoint has no host names for buckets.
    const url = new URL(`${endpoint}/${target.resource}/${objectKey(delivery)}`);
    // A copy, since only bytes in a buffer of their own can be sent.
    const body = new Uint8Array(delivery.body);
    const signed = signedHeaders({ method: 'PUT', url, body }, region, credentials, this.#clock.now());
    const headers = { ...signed, 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'PUT', headers, body, redirect: 'error', signal }).catch(unreachable);
    const text = await response.text();
    if (!response.ok) throw refusalOf(response.status, text);
  }

  destroy(): void {}
}

/** `aws/lambda/async/NAME/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID`; the same at each attempt. */
function objectKey({ id, createdAt, function: { name } }: Delivery): string {
  const time = new Date(createdAt).toISOString().slice(0, 19);
  const day = time.slice(0, 10).replaceAll('-', '/');
  return `aws/lambda/async/${name}/${day}/${time.replaceAll(':', '.')}-${id}`;
}

/** `fetch` fails with a TypeError whose cause says what the network did. */
function unreachable(error: unknown): never {
  throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
}

/** S3 says what is wrong in XML; whatever says it otherwise is told by its status. */
function refusalOf(status: number, body: string): Error {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  const error = new Error(element('Message') ?? `HTTP status ${status}`);
  error.name = element('Code') ?? String(status);
  return error;
}
