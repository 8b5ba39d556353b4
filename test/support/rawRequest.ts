/** HTTP requests that no SDK would send, signed by AWS's own signer or not at all. */

import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { request } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { testRegion } from './localService.ts';

export interface RawRequest {
  readonly method?: string;
  /** Path and query, sent as they are. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface SigningOptions {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region?: string;
  readonly service?: string;
  readonly date?: Date;
  /** The JavaScript SDK sends `x-amz-content-sha256`, botocore does not. */
  readonly announceHash?: boolean;
}

/** Sends one request on a connection of its own. */
export function send(endpoint: string, { method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The request with the headers that AWS's signer adds. */
export async function signed(endpoint: string, raw: RawRequest, options: SigningOptions): Promise<RawRequest> {
  const { host, hostname, port } = new URL(endpoint);
  const [path = '', query] = raw.path.split('?');
  const signer = new SignatureV4({
    service: options.service ?? 'lambda',
    region: options.region ?? testRegion,
    credentials: options.credentials,
    sha256: Sha256,
    applyChecksum: options.announceHash ?? true,
  });
  const { headers } = await signer.sign(
    {
      method: raw.method ?? 'GET',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host, ...raw.headers },
      body: raw.body,
    },
    options.date === undefined ? {} : { signingDate: options.date },
  );
  return { ...raw, headers };
}

/** Signs and sends. */
export async function sendSigned(endpoint: string, raw: RawRequest, options: SigningOptions): Promise<RawResponse> {
  return send(endpoint, await signed(endpoint, raw, options));
}

/** Node's hash in the form that the signer asks for. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}
