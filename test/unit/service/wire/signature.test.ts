import { createHmac, hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { SignatureVerifier, type SignedRequest } from '../../../../src/service/wire/signature.ts';
import { type RawRequest, type SigningOptions, signed } from '../../../support/rawRequest.ts';

const endpoint = 'http://127.0.0.1:3000';
const credentials = { accessKeyId: 'LWBKEXAMPLE', secretAccessKey: 'a secret/with+signs' };
const now = Date.UTC(2026, 0, 15, 10, 11, 12);
const verifier = new SignatureVerifier(credentials);

/** Signs with AWS's signer, then verifies with ours; `change` tampers in between. */
async function verify(
  raw: RawRequest,
  options: Partial<SigningOptions> & { service?: string } = {},
  change: (request: SignedRequest) => SignedRequest = (request) => request,
) {
  const {
    method = 'GET',
    path,
    headers,
    body = '',
  } = await signed(endpoint, raw, {
    credentials,
    date: new Date(now),
    ...options,
  });
  const [pathname = '', query = ''] = path.split('?');
  const request = change({ method, path: pathname, query, headers: { ...headers } });
  const head = verifier.verifyHead(request, 'lambda', now);
  head.verifyBody(Buffer.from(body));
  return head.region;
}

async function refusalOf(verification: Promise<unknown>): Promise<string> {
  const error = await verification.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LambdaServiceError)) throw new Error(`Not refused: ${String(error)}`);
  expect(error.httpStatus).toBe(403);
  return `${error.code}: ${error.message}`;
}

describe('SignatureVerifier', () => {
  it.each([true, false])(
    'agrees with the SDK on any path, query and body (hash announced: %s)',
    async (announceHash) => {
      const segment = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(
          fc.array(segment, { minLength: 1, maxLength: 4 }),
          fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 }),
          fc.string(),
          async (segments, query, body) => {
            const path = `/${segments.map(strictEncode).join('/')}`;
            const search = Object.entries(query)
              .filter(([key]) => key.toLowerCase() !== 'x-amz-signature')
              .map(([key, value]) => `${strictEncode(key)}=${strictEncode(value)}`)
              .join('&');
            const raw = { method: 'POST', path: search === '' ? path : `${path}?${search}`, body };
            await expect(verify(raw, { announceHash })).resolves.toBe('us-east-1');
          },
        ),
        { numRuns: 150 },
      );
    },
  );

  it('tells the Region of the credential scope', async () => {
    await expect(verify({ path: '/x' }, { region: 'eu-central-1' })).resolves.toBe('eu-central-1');
    await expect(verify({ path: '/x' }, { region: 'us-gov-west-1' })).resolves.toBe('us-gov-west-1');
  });

  it('collapses spaces in signed headers', async () => {
    await expect(verify({ path: '/x', headers: { 'x-amz-meta': '  a   b  ' } })).resolves.toBe('us-east-1');
  });

  const mismatch = /^InvalidSignatureException: The request signature we calculated does not match/;

  it.each<[string, (request: SignedRequest) => SignedRequest]>([
    ['method', (request) => ({ ...request, method: 'DELETE' })],
    ['path', (request) => ({ ...request, path: '/other' })],
    ['query', (request) => ({ ...request, query: 'a=2' })],
    ['signed header', (request) => ({ ...request, headers: { ...request.headers, 'x-amz-log-type': 'None' } })],
    ['Host', (request) => ({ ...request, headers: { ...request.headers, host: 'localhost:3000' } })],
  ])('refuses another %s', async (_, change) => {
    const raw = { method: 'POST', path: '/x?a=1', headers: { 'x-amz-log-type': 'Tail' } };
    expect(await refusalOf(verify(raw, {}, change))).toMatch(mismatch);
  });

  it('refuses another secret', async () => {
    const wrong = { ...credentials, secretAccessKey: 'another' };
    expect(await refusalOf(verify({ path: '/x' }, { credentials: wrong }))).toMatch(mismatch);
  });

  it('refuses another body, announced or not', async () => {
    const { headers = {} } = await signed(
      endpoint,
      { method: 'POST', path: '/x', body: 'a' },
      { credentials, date: new Date(now) },
    );
    const head = verifier.verifyHead({ method: 'POST', path: '/x', query: '', headers }, 'lambda', now);
    expect(() => head.verifyBody(Buffer.from('b'))).toThrow(/does not match the SHA-256/);
    const { headers: bare = {} } = await signed(
      endpoint,
      { method: 'POST', path: '/x', body: 'a' },
      { credentials, date: new Date(now), announceHash: false },
    );
    const later = verifier.verifyHead({ method: 'POST', path: '/x', query: '', headers: bare }, 'lambda', now);
    expect(() => later.verifyBody(Buffer.from('b'))).toThrow(/signature we calculated does not match/);
  });

  it('refuses a body that the signature does not cover', async () => {
    const raw = { method: 'POST', path: '/x', body: 'a', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } };
    expect(await refusalOf(verify(raw))).toMatch(/^InvalidSignatureException: The value of the 'x-amz-content-sha256'/);
  });

  it('refuses an unknown key without a hint at the secret', async () => {
    const stranger = { ...credentials, accessKeyId: 'AKIAEXAMPLE' };
    expect(await refusalOf(verify({ path: '/x' }, { credentials: stranger }))).toBe(
      'UnrecognizedClientException: The security token included in the request is invalid.',
    );
  });

  it('allows five minutes either way', async () => {
    const minutes = (count: number) => new Date(now + count * 60_000);
    await expect(verify({ path: '/x' }, { date: minutes(-5) })).resolves.toBe('us-east-1');
    await expect(verify({ path: '/x' }, { date: minutes(5) })).resolves.toBe('us-east-1');
    expect(await refusalOf(verify({ path: '/x' }, { date: minutes(-6) }))).toBe(
      'InvalidSignatureException: Signature expired: 20260115T100512Z is now earlier than 20260115T100612Z (20260115T101112Z - 5 min.)',
    );
    expect(await refusalOf(verify({ path: '/x' }, { date: minutes(6) }))).toBe(
      'InvalidSignatureException: Signature not yet current: 20260115T101712Z is still later than 20260115T101612Z (20260115T101112Z + 5 min.)',
    );
  });

  it('takes the time from Date, in either form, where there is no X-Amz-Date', async () => {
    const verified = async (date: string) => {
      const head = verifier.verifyHead(signedWithDate(date), 'lambda', now);
      head.verifyBody(Buffer.alloc(0));
      return head.region;
    };
    await expect(verified('Thu, 15 Jan 2026 10:11:12 GMT')).resolves.toBe('us-east-1');
    await expect(verified('20260115T101112Z')).resolves.toBe('us-east-1');
    expect(await refusalOf(verified('Thu, 15 Jan 2026 10:00:12 GMT'))).toMatch(/Signature expired: 20260115T100012Z/);
    expect(await refusalOf(verified('20260115 at noon'))).toMatch(/^IncompleteSignatureException: Date must be/);
  });

  it('refuses what says how to treat a request and is not signed', async () => {
    const added = (name: string) => (request: SignedRequest) => ({
      ...request,
      headers: { ...request.headers, [name]: 'Event' },
    });
    expect(await refusalOf(verify({ path: '/x' }, {}, added('x-amz-invocation-type')))).toBe(
      "InvalidSignatureException: 'x-amz-invocation-type' must be a 'SignedHeader' in the AWS Authorization.",
    );
    await expect(verify({ path: '/x' }, {}, added('x-amzn-trace-id'))).resolves.toBe('us-east-1');
    // A time that is not signed does not hide it.
    const hidden = (request: SignedRequest) => {
      const { authorization = '', ...others } = added('x-amz-invocation-type')(request).headers;
      return { ...request, headers: { ...others, authorization: authorization.replace(';x-amz-date', '') } };
    };
    expect(await refusalOf(verify({ path: '/x' }, {}, hidden))).toContain("'x-amz-invocation-type' must be");
  });

  it.each(['constructor', '__proto__', 'toString', 'hasownproperty'])('knows no header %s', async (name) => {
    const renamed = (request: SignedRequest) => ({
      ...request,
      headers: {
        ...request.headers,
        authorization: request.headers.authorization?.replace('SignedHeaders=', `SignedHeaders=${name};`) ?? '',
      },
    });
    expect(await refusalOf(verify({ path: '/x' }, {}, renamed))).toMatch(mismatch);
  });

  it('insists on the service of the request', async () => {
    expect(await refusalOf(verify({ path: '/x' }, { service: 'logs' }))).toBe(
      "InvalidSignatureException: Credential should be scoped to correct service: 'lambda'. ",
    );
  });

  const header = (value: string) => (request: SignedRequest) => ({
    ...request,
    headers: { ...request.headers, authorization: value },
  });
  const scope = '20260115/us-east-1/lambda/aws4_request';

  it.each([
    ['Bearer abc', /^IncompleteSignatureException: Unsupported AWS 'algorithm'/],
    [
      'AWS4-HMAC-SHA256 SignedHeaders=host',
      /^IncompleteSignatureException: Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. \(Hashed/,
    ],
    [
      `AWS4-HMAC-SHA256 Credential=LWBKEXAMPLE/x, SignedHeaders=host, Signature=0`,
      /^IncompleteSignatureException: Credential must have/,
    ],
    [
      `AWS4-HMAC-SHA256 Credential=LWBKEXAMPLE/${scope}, SignedHeaders=x-amz-date, Signature=0`,
      /^InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader'/,
    ],
    [
      'AWS4-HMAC-SHA256 Credential=LWBKEXAMPLE/20260115/us-east-1/lambda/aws5, SignedHeaders=host, Signature=0',
      /valid terminator: 'aws4_request', not 'aws5'/,
    ],
    [
      'AWS4-HMAC-SHA256 Credential=LWBKEXAMPLE/20260115/nowhere/lambda/aws4_request, SignedHeaders=host, Signature=0',
      /scoped to a valid region/,
    ],
    [
      'AWS4-HMAC-SHA256 Credential=LWBKEXAMPLE/20260114/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
      /'20260114' != '20260115', from '20260115T101112Z'/,
    ],
    [`AWS4-HMAC-SHA256 Credential=LWBKEXAMPLE/${scope}, SignedHeaders=host, Signature=zz`, mismatch],
  ])('refuses %s', async (value, expected) => {
    expect(await refusalOf(verify({ path: '/x' }, {}, header(value)))).toMatch(expected);
  });

  it('asks for a signature where there is none', () => {
    expect(() => verifier.verifyHead({ method: 'GET', path: '/', query: '', headers: {} }, 'lambda', now)).toThrow(
      'Missing Authentication Token',
    );
  });

  it('refuses a date that is no date', async () => {
    const dated = (value: string) => (request: SignedRequest) => ({
      ...request,
      headers: { ...request.headers, 'x-amz-date': value },
    });
    expect(await refusalOf(verify({ path: '/x' }, {}, dated('20260115T999999Z')))).toMatch(/^IncompleteSignature/);
  });
});

/** As older SDKs signed: the standard's header in place of Amazon's, here in the words of the specification. */
function signedWithDate(date: string): SignedRequest {
  const timeMs = Date.parse(date);
  const dateTime = Number.isNaN(timeMs) ? date : `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const host = '127.0.0.1:3000';
  const canonical = `GET\n/x\n\ndate:${date}\nhost:${host}\n\ndate;host\n${hash('sha256', '')}`;
  const scope = '20260115/us-east-1/lambda/aws4_request';
  const key = ['20260115', 'us-east-1', 'lambda', 'aws4_request'].reduce(
    (secret: string | Buffer, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const toSign = `AWS4-HMAC-SHA256\n${dateTime}\n${scope}\n${hash('sha256', canonical)}`;
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=LWBKEXAMPLE/${scope}, SignedHeaders=date;host, Signature=${signature}`;
  return { method: 'GET', path: '/x', query: '', headers: { host, date, authorization } };
}

function strictEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
