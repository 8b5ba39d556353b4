import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../../../src/service/wire/signRequest.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret/with+signs' };
const now = Date.UTC(2026, 0, 15, 10, 11, 12);

/** As the SDK's signer wants it: a hash, or a keyed one. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

describe('signedHeaders', () => {
  it.each([
    ['GET', 'http://127.0.0.1:9000/bucket/key.zip', undefined],
    ['GET', 'http://127.0.0.1:9000/bucket/a%20folder/k%C3%A9y%2B%281%29.zip?versionId=v%2F1', undefined],
    ['PUT', 'https://s3.example.com/base/bucket/key', Buffer.from('{"a":"é"}')],
  ] as const)('signs as the SDK does for S3: %s %s', async (method, address, body) => {
    const url = new URL(address);
    const request = body === undefined ? { method, url } : { method, url, body };
    const headers = signedHeaders(request, 'eu-west-1', credentials, now);
    expect(headers['x-amz-content-sha256']).toBe(
      createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    );
    const signer = new SignatureV4({
      service: 's3',
      region: 'eu-west-1',
      credentials,
      sha256: Sha256 as never,
      uriEscapePath: false,
    });
    const signed = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { host: url.host, 'x-amz-content-sha256': headers['x-amz-content-sha256'] ?? '' },
      },
      { signingDate: new Date(now) },
    );
    expect(headers['authorization']).toBe(signed.headers['authorization']);
    expect(headers['x-amz-date']).toBe('20260115T101112Z');
    expect(headers).not.toHaveProperty('host');
  });
});
