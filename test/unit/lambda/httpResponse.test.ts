import { describe, expect, test } from 'vitest';
import { httpResponseOf, streamedResponseOf } from '../../../src/lambda/httpResponse.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('what is an HTTP response', () => {
  test('a status code with anything that goes with one', () => {
    expect(httpResponseOf({ statusCode: 201, body: '{}' })).toMatchObject({ statusCode: 201, reason: 'Created' });
    expect(httpResponseOf({ statusCode: '404', headers: {} })).toMatchObject({ statusCode: 404, reason: 'Not Found' });
    expect(httpResponseOf({ statusCode: 204, cookies: ['a=1'] })?.body).toEqual({ kind: 'none' });
  });

  test.each([
    ['a status code alone', { statusCode: 200 }],
    ['a status code that is none', { statusCode: 2000, body: '' }],
    ['a fraction', { statusCode: 200.5, body: '' }],
    ['a list', [{ statusCode: 200, body: '' }]],
    ['a text', 'OK'],
    ['null', null],
  ])('%s is not one', (_what, value) => {
    expect(httpResponseOf(value)).toBeUndefined();
  });

  test('format 2.0 makes a body of what has no status code', () => {
    expect(httpResponseOf({ id: 7 }, true)).toMatchObject({
      statusCode: 200,
      isInferred: true,
      mediaType: 'application/json',
      body: { kind: 'text', text: '{"id":7}' },
    });
    expect(httpResponseOf('hello', true)?.body).toEqual({ kind: 'text', text: 'hello' });
    expect(httpResponseOf({ statusCode: 204 }, true)).toMatchObject({ statusCode: 204, isInferred: false });
    expect(httpResponseOf({ statusCode: 'no' }, true)).toBeUndefined();
  });

  test('a load balancer is told its own phrase', () => {
    expect(httpResponseOf({ statusCode: 418, statusDescription: '418 I am a teapot', body: '' })?.reason).toBe(
      'I am a teapot',
    );
    expect(httpResponseOf({ statusCode: 418, body: '' })?.reason).toBe('');
  });
});

describe('headers and cookies', () => {
  test('one entry per value; lists win over single values of the same name', () => {
    expect(
      httpResponseOf({
        statusCode: 200,
        headers: { 'X-One': 1, Via: 'lost', flag: true },
        multiValueHeaders: { via: ['a', 'b'] },
      })?.headers,
    ).toEqual([
      { name: 'via', value: 'a' },
      { name: 'via', value: 'b' },
      { name: 'X-One', value: '1' },
      { name: 'flag', value: 'true' },
    ]);
  });

  test('cookies of both formats, taken apart', () => {
    const response = httpResponseOf({
      statusCode: 200,
      cookies: ['session=a=b; Path=/; HttpOnly'],
      headers: { 'Set-Cookie': 'theme=dark; Max-Age=60;  SameSite = Lax' },
    });
    expect(response?.cookies).toEqual([
      {
        name: 'session',
        value: 'a=b',
        attributes: [
          ['Path', '/'],
          ['HttpOnly', ''],
        ],
      },
      {
        name: 'theme',
        value: 'dark',
        attributes: [
          ['Max-Age', '60'],
          ['SameSite', 'Lax'],
        ],
      },
    ]);
  });

  test('the content type tells media type and character set', () => {
    const headers = { 'Content-Type': 'Text/HTML; charset="ISO-8859-1"', 'content-encoding': 'identity' };
    expect(httpResponseOf({ statusCode: 200, headers })).toMatchObject({
      mediaType: 'text/html',
      charset: 'iso-8859-1',
      contentEncoding: undefined,
    });
  });
});

describe('the body', () => {
  test('is decoded from base64', () => {
    const { body } = httpResponseOf({ statusCode: 200, body: 'w6k=', isBase64Encoded: true }) ?? {};
    expect(body?.kind === 'bytes' && text(body.bytes)).toBe('é');
  });

  test('that is not base64 is said, and shown as it came', () => {
    const response = httpResponseOf({ statusCode: 200, body: 'not*base64', isBase64Encoded: true });
    expect(response?.body).toEqual({ kind: 'text', text: 'not*base64' });
    expect(response?.problems).toEqual(['isBase64Encoded is true, but the body is not base64.']);
  });

  test('that is an object is what API Gateway refuses', () => {
    const response = httpResponseOf({ statusCode: 200, body: { id: 1 } });
    expect(response?.body).toEqual({ kind: 'text', text: '{"id":1}' });
    expect(response?.problems[0]).toMatch(/^The body is an object, not text\. A REST API answers that with 502/);
  });
});

describe('a streamed response', () => {
  const prelude = '{"statusCode":201,"headers":{"Content-Type":"text/plain"},"cookies":["a=1"]}';
  const end = '\0'.repeat(8);
  const read = (text: string) => streamedResponseOf(Buffer.from(text));

  test('begins with its prelude', () => {
    expect(read(`${prelude}${end}body\0`)).toMatchObject({
      statusCode: 201,
      mediaType: 'text/plain',
      cookies: [{ name: 'a', value: '1' }],
      body: { kind: 'bytes', bytes: Buffer.from('body\0') },
    });
    expect(read(`${prelude}${end}`)?.body).toEqual({ kind: 'none' });
    expect(read(`{"headers":{}}${end}x`)?.statusCode).toBe(200);
  });

  test('is not seen in what only looks like one', () => {
    for (const text of [
      '',
      prelude,
      `${prelude}\0\0\0\0\0\0\0`,
      `plain${end}text`,
      `[1]${end}`,
      `{"statusCode":1}${end}`,
    ]) {
      expect(read(text)).toBeUndefined();
    }
    expect(read(`{"a":"${'x'.repeat(70_000)}"}${end}`)).toBeUndefined();
  });
});
