/** Signature Version 4, made: for the requests that the service itself sends to S3. */

import { createHmac, hash } from 'node:crypto';
import type { SigningKey } from './signature.ts';

const algorithm = 'AWS4-HMAC-SHA256';
const emptyHash = hash('sha256', '');

/** Headers of a signed GET without a body. The query of `url` must be sorted and escaped as it is to be sent. */
export function signedGetHeaders(url: URL, region: string, key: SigningKey, nowMs: number): Record<string, string> {
  const dateTime = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  const date = dateTime.slice(0, 8);
  const headers = { host: url.host, 'x-amz-content-sha256': emptyHash, 'x-amz-date': dateTime };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  // S3 escapes a path once, unlike every other service.
  const canonical = ['GET', url.pathname, url.search.slice(1), lines.join(''), names, emptyHash].join('\n');
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
