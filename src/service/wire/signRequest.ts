/** Signature Version 4, made: for the requests that the service itself sends to S3. */

import { createHmac, hash } from 'node:crypto';
import type { SigningKey } from './signature.ts';

const algorithm = 'AWS4-HMAC-SHA256';

export interface RequestToSign {
  readonly method: 'GET' | 'PUT';
  /** The query must be sorted and escaped as it is to be sent. */
  readonly url: URL;
  readonly body?: Uint8Array;
}

/** What a request to S3 is sent with. */
export function signedHeaders(
  { method, url, body }: RequestToSign,
  region: string,
  key: SigningKey,
  nowMs: number,
): Record<string, string> {
  const bodyHash = hash('sha256', body ?? '');
  const dateTime = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  const date = dateTime.slice(0, 8);
  const headers = { host: url.host, 'x-amz-content-sha256': bodyHash, 'x-amz-date': dateTime };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  // S3 escapes a path once, unlike every other service.
  const canonical = [method, url.pathname, url.search.slice(1), lines.join(''), names, bodyHash].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const signingKey = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const toSign = [algorithm, dateTime, scope, hash('sha256', canonical)].join('\n');
  const signature = hmac(signingKey, toSign).toString('hex');
  const { host, ...sent } = headers;
  return {
    ...sent,
    authorization: `${algorithm} Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
