/** Sends requests as they are, signed with SigV4, over kept connections; an answer must come in time. */

import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { WireRequest } from './wireRequest.ts';

export interface Endpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly errorType: string | undefined;
  /** Of an event stream, nothing: its head is all that is waited for. */
  readonly text: string;
}

/** A request that has no answer by then hangs. */
const answerDeadlineMs = 15_000;

export class SignedSender {
  readonly #target: Endpoint;
  readonly #agent: Agent;
  readonly #url: URL;

  constructor(target: Endpoint, connections: number) {
    this.#target = target;
    this.#url = new URL(target.endpoint);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, noDelay: true });
  }

  /** Rejects when there is no answer: a connection that breaks, or a deadline that passes. */
  send(wire: WireRequest): Promise<WireAnswer> {
    const { hostname, port } = this.#url;
    const headers = this.#signedHeaders(wire);
    return new Promise((resolve, reject) => {
      const { method, path, body } = wire;
      const options = { hostname, port, method, path, headers, agent: this.#agent, timeout: answerDeadlineMs };
      const outgoing = request(options, (response) => {
        const status = response.statusCode ?? 0;
        const errorType = response.headers['x-amzn-errortype'];
        const answered = (text: string) =>
          resolve({ status, errorType: typeof errorType === 'string' ? errorType : undefined, text });
        if (response.headers['content-type'] === 'application/vnd.amazon.eventstream') {
          answered('');
          response.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => answered(Buffer.concat(chunks).toString('utf8')));
        response.on('error', reject);
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer within ${answerDeadlineMs} ms`)));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #signedHeaders({ method, path, headers, body, signingName }: WireRequest): Record<string, string> {
    const { region, accessKeyId, secretAccessKey } = this.#target;
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${time.slice(0, 8)}/${region}/${signingName}/aws4_request`;
    const bodyHash = sha256(body);
    const signed: Record<string, string> = {
      ...headers,
      host: this.#url.host,
      'x-amz-content-sha256': bodyHash,
      'x-amz-date': time,
    };
    const names = Object.keys(signed).sort();
    const lines = names.map((name) => `${name}:${(signed[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
    const [target = '', query = ''] = splitOnce(path, '?');
    const canonical = [method, canonicalPath(target), canonicalQuery(query), lines, names.join(';'), bodyHash];
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical.join('\n'))}`;
    const key = [time.slice(0, 8), region, signingName, 'aws4_request'].reduce(
      (secret: string | Buffer, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${secretAccessKey}`,
    );
    const signature = createHmac('sha256', key).update(toSign).digest('hex');
    return {
      ...signed,
      'content-length': String(Buffer.byteLength(body)),
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    };
  }
}

/** Each segment escaped once more than it is sent, dots and empty segments resolved. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(escaped(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

/** Sorted by name and value; what is sent is escaped already. */
function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((part) => splitOnce(part, '='))
    .sort(([a = '', x = ''], [b = '', y = '']) => compare(a, b) || compare(x, y))
    .map(([name = '', value = '']) => `${name}=${value}`)
    .join('&');
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
