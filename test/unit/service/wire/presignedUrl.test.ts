import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { SignatureVerifier } from '../../../../src/service/wire/signature.ts';
import { Sha256 } from '../../../support/rawRequest.ts';

const credentials = { accessKeyId: 'LWBKEXAMPLE', secretAccessKey: 'a secret/with+signs' };
const now = Date.UTC(2026, 0, 15, 10, 11, 12);
const verifier = new SignatureVerifier(credentials);
const path = '/2015-03-31/functions/f%3Alive/configuration';

/** The query of a URL that AWS's own signer made; `change` tampers with it. */
async function presigned(expiresIn = 60, body?: string): Promise<string> {
  const signer = new SignatureV4({ service: 'lambda', region: 'us-east-1', credentials, sha256: Sha256 });
  const { query } = await signer.presign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: 3000,
      path,
      query: { Qualifier: 'a b' },
      headers: { host: '127.0.0.1:3000' },
      body,
    },
    { expiresIn, signingDate: new Date(now) },
  );
  return Object.entries(query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

function verify(query: string, atMs = now, body = '', asked = path): string {
  const request = { method: 'GET', path: asked, query, headers: { host: '127.0.0.1:3000' } };
  try {
    const head = verifier.verifyHead(request, 'lambda', atMs);
    head.verifyBody(Buffer.from(body));
    return head.region;
  } catch (error) {
    return String((error as Error).message);
  }
}

const mismatch = /^The request signature we calculated does not match/;

describe('a presigned URL', () => {
  it('is as good as a header, from any place in the query', async () => {
    const query = await presigned();
    expect(verify(query)).toBe('us-east-1');
    expect(verify(query.split('&').reverse().join('&'))).toBe('us-east-1');
  });

  it('covers its body', async () => {
    const query = await presigned(60, '{"a":1}');
    expect(verify(query, now, '{"a":1}')).toBe('us-east-1');
    expect(verify(query, now, '{"a":2}')).toMatch(mismatch);
  });

  it('is valid from its time on, for as long as it says and no longer', async () => {
    const query = await presigned(60);
    expect(verify(query, now + 60_000)).toBe('us-east-1');
    expect(verify(query, now + 60_001)).toBe(
      'Signature expired: 20260115T101112Z is now earlier than 20260115T101112Z (20260115T101212Z - 1 min.)',
    );
    expect(verify(query, now - 6 * 60_000)).toMatch(/^Signature not yet current/);
    const week = await presigned(604_800);
    expect(verify(week, now + 604_800_000)).toBe('us-east-1');
  });

  it('cannot be prolonged, nor used for anything else', async () => {
    const query = await presigned(60);
    expect(verify(query.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).toMatch(mismatch);
    expect(verify(`${query}&FunctionVersion=ALL`)).toMatch(mismatch);
    expect(verify(query, now, '', '/2015-03-31/functions/g/configuration')).toMatch(mismatch);
    expect(verify(query.replace(/X-Amz-Signature=.{4}/, 'X-Amz-Signature=0000'))).toMatch(mismatch);
  });

  it.each([
    ['X-Amz-Expires=60', 'X-Amz-Expires=604801', /^X-Amz-Expires must be less than a week/],
    ['X-Amz-Expires=60', 'X-Amz-Expires=-1', /^X-Amz-Expires should be a number/],
    ['X-Amz-Expires=60', 'X-Amz-Expires=1e3', /^X-Amz-Expires should be a number/],
    ['X-Amz-Expires=60', 'a=b', "AWS query-string parameters must include 'X-Amz-Expires'."],
    ['AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1', /^Unsupported AWS 'algorithm'/],
    ['X-Amz-SignedHeaders=host', 'X-Amz-SignedHeaders=date', /^'Host' or ':authority' must be/],
    ['LWBKEXAMPLE', 'AKIDEXAMPLE', 'The security token included in the request is invalid.'],
    ['aws4_request', 'aws4_request%2Fmore', /^Credential must have exactly 5/],
  ])('with %s made %s is refused', async (from, to, expected) => {
    const query = await presigned(60);
    expect(query).toContain(from);
    const message = verify(query.replace(from, to));
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });
});
