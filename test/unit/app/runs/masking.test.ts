import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskerOf, maskText, secretsOf } from '../../../../src/app/runs/masking.ts';

const environment = { DB_PASSWORD: 'hunter2', TABLE: 'orders', ENDPOINT: 'https://internal.example' };
const markedFields = ['password', 'token', 'authorization', 'apiKey', 'cookie'];
const mask = maskerOf({ environments: [environment], markedFields });

test('secrets are values of secret names, and all that are long enough to be one', () => {
  expect(secretsOf([environment, { API_KEY: 'k', EMPTY_TOKEN: '' }])).toEqual([
    'https://internal.example',
    'hunter2',
    'k',
  ]);
});

describe('what is hidden', () => {
  test.each([
    ['a value in JSON', '{"a":"x hunter2 y"}', `{"a":"x ${maskText} y"}`],
    ['a marked field', '{"user":"ada","Password":"other","n":1}', `{"user":"ada","Password":"${maskText}","n":1}`],
    ['names with other spelling', '{"x-api_key": 7}', `{"x-api_key": "${maskText}"}`],
    ['a whole container', '{"cookies":["a=1",{"b":2}],"c":3}', `{"cookies":"${maskText}","c":3}`],
    ['the same name twice', '{"token":1,"token":"two"}', `{"token":"${maskText}","token":"${maskText}"}`],
    ['JSON in a string', '{"body":"{\\"password\\":\\"other\\"}"}', `{"body":"{\\"password\\":\\"${maskText}\\"}"}`],
    ['escaped letters', '{"a":"\\u0068unter2"}', `{"a":"${maskText}"}`],
    ['a form', 'user=ada&password=other&x=1', `user=ada&password=${maskText}&x=1`],
    ['a line of a log', 'INFO login {"token":"abc"} done', `INFO login {"token":"${maskText}"} done`],
    ['a line that was cut off', 'INFO {"token":"abc', `INFO {"token":"${maskText}"`],
    ['JSON in a string that was cut off', '{"b":"{\\"token\\":\\"abc', `{"b":"{\\"token\\":\\"${maskText}\\"`],
    ['an escape that was cut off', '{"b":"\\u0068unter2 \\u00', `{"b":"${maskText} `],
    ['an address', 'GET https%3A%2F%2Finternal.example failed', `GET ${maskText} failed`],
    [
      'numbers and texts around it as they were',
      '{"id":12345678901234567890,"t":1.0}',
      '{"id":12345678901234567890,"t":1.0}',
    ],
  ])('%s', (_, text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  test('a Base64 body, which stays one', () => {
    const body = Buffer.from('{"password":"other","user":"ada"}').toString('base64');
    const masked = JSON.parse(mask(JSON.stringify({ body, isBase64Encoded: true }))) as { body: string };
    expect(Buffer.from(masked.body, 'base64').toString()).toBe(`{"password":"${maskText}","user":"ada"}`);
  });

  test('bytes that are no text and hold a secret go as a whole', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('hunter2')]).toString('base64');
    expect(mask(`x ${bytes}`)).toBe(`x ${maskText}`);
  });

  test('texts of a value at any depth, its structure stays', () => {
    expect(mask({ log: [{ message: 'hunter2', n: 1 }], password: { a: 1, b: ['x', null] } })).toEqual({
      log: [{ message: maskText, n: 1 }],
      password: { a: maskText, b: [maskText, null] },
    });
  });
});

test('what holds no secret comes back character by character', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(maskerOf({ environments: [], markedFields: [] })(text)).toBe(text);
    }),
  );
});

describe('no secret is in what is written', () => {
  const secret = fc.string({ unit: 'binary', minLength: 8, maxLength: 40 }).filter(isWellFormed);
  const wrappings: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => JSON.stringify({ a: text }),
    (text) => JSON.stringify({ body: JSON.stringify({ b: [text] }) }),
    (text) => JSON.stringify(JSON.stringify(JSON.stringify(text))),
    (text) => JSON.stringify({ body: Buffer.from(`{"x":${JSON.stringify(text)}}`).toString('base64') }),
    (text) => `Error: connect ${text} refused`,
    (text) => `x=${encodeURIComponent(text)}&y=1`,
    (text) => `${text}${text}`,
  ];

  test('as it is, escaped, nested, in Base64, in an address', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), fc.constantFrom(...wrappings), (value, before, after, wrap) => {
        const masked = maskerOf({ environments: [{ VALUE: value }], markedFields })(wrap(`${before}${value}${after}`));
        const written = JSON.stringify({ masked });
        for (const text of [masked, written, ...decodings(masked)]) {
          expect(text.includes(value)).toBe(false);
        }
        expect(written.includes(JSON.stringify(value).slice(1, -1))).toBe(false);
      }),
    );
  });
});

/** What somebody would find who decoded every Base64 run of a text. */
function decodings(text: string): readonly string[] {
  return (text.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? []).map((run) => Buffer.from(run, 'base64').toString('utf8'));
}

/** Without half a surrogate pair: UTF-8, and so Base64, has no place for one. */
function isWellFormed(text: string): boolean {
  return new TextDecoder().decode(new TextEncoder().encode(text)) === text;
}
