import { describe, expect, it } from 'vitest';
import { SignatureVerifier } from '../../../../src/service/wire/signature.ts';

/** Key, time, Region and service of AWS's published Signature Version 4 test suite. */
const verifier = new SignatureVerifier({
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
});
const dateTime = '20150830T123600Z';
const now = Date.UTC(2015, 7, 30, 12, 36, 0);
const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

interface Vector {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signature: string;
}

const vanilla = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';

describe("AWS's published signatures", () => {
  it.each<[string, Vector]>([
    ['get-vanilla', { signature: vanilla }],
    [
      'get-vanilla-query-order-key-case',
      {
        query: 'Param2=value2&Param1=value1',
        signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
      },
    ],
    [
      'get-unreserved',
      { path: `/${unreserved}`, signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f' },
    ],
    ['get-relative', { path: '/example/..', signature: vanilla }],
    ['get-relative-relative', { path: '/example1/example2/../..', signature: vanilla }],
    ['get-slash', { path: '//', signature: vanilla }],
    ['get-slash-dot-slash', { path: '/./', signature: vanilla }],
    [
      'get-slashes',
      { path: '//example//', signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84' },
    ],
    ['post-vanilla', { method: 'POST', signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b' }],
    [
      'get-header-value-trim',
      {
        headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
        signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
      },
    ],
  ])('%s', (_, { method = 'GET', path = '/', query = '', headers: more = {}, signature }) => {
    const headers = { host: 'example.amazonaws.com', 'x-amz-date': dateTime, ...more };
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
      `SignedHeaders=${Object.keys(headers).sort().join(';')}, Signature=${signature}`;
    const request = { method, path, query, headers: { ...headers, authorization } };
    expect(() => verifier.verifyHead(request, 'service', now).verifyBody(Buffer.alloc(0))).not.toThrow();
  });
});
