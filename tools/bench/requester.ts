/** One keep-alive connection that sends the same signed request again and again: the client costs both sides the same. */

import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { ServiceReady } from '../../src/protocol/serviceReady.ts';

export interface Requester {
  /** Sends the request, reads the whole answer and returns its text. Rejects unless the status is 200 or another success. */
  send(): Promise<string>;
  close(): void;
}

/** `body` to `path` at `endpoint`, with headers made once. */
export function requester(
  endpoint: string,
  path: string,
  body: string,
  headers: Record<string, string>,
  method: Method = 'POST',
): Requester {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, noDelay: true });
  const url = new URL(path, endpoint);
  return {
    send: () =>
      new Promise((resolve, reject) => {
        const outgoing = request(url, { method, agent, headers, timeout: 30_000 }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () =>
            isSuccess(response.statusCode) ? resolve(text) : reject(new Error(`${response.statusCode}: ${text}`)),
          );
        });
        outgoing.on('timeout', () => outgoing.destroy(new Error('No answer within 30 s')));
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

export type Method = 'GET' | 'PUT' | 'POST';

function isSuccess(status = 0): boolean {
  return status >= 200 && status < 300;
}

/**
 * The headers of a request signed with SigV4 (AWS general reference, "Create a signed request"). Valid for minutes.
 * A query must be in canonical form already.
 */
export function signedHeaders(
  ready: ServiceReady,
  path: string,
  body: string,
  now: Date,
  method: Method = 'POST',
  more: Readonly<Record<`x-amz-${string}`, string>> = {},
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${ready.region}/lambda/aws4_request`;
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const headers = { host: new URL(ready.endpoint).host, 'x-amz-content-sha256': bodyHash, 'x-amz-date': time, ...more };
  const sorted = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = sorted.map(([name]) => name).join(';');
  const lines = sorted.map(([name, value]) => `${name}:${value}\n`);
  const [plainPath = '', query = ''] = path.split('?');
  const canonical = [method, plainPath, query, lines.join(''), names, bodyHash].join('\n');
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const key = [time.slice(0, 8), ready.region, 'lambda', 'aws4_request'].reduce(
    (secret: string | Buffer, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${ready.secretAccessKey}`,
  );
  const signature = createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${hashed}`).digest('hex');
  return {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    authorization: `AWS4-HMAC-SHA256 Credential=${ready.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
