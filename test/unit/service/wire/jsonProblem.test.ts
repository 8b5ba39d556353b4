import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonProblem } from '../../../../src/service/wire/jsonProblem.ts';
import { checkPayload, parseJsonBody } from '../../../../src/service/wire/jsonText.ts';

const at = (column: number, line = 1) =>
  `\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`;
const anyValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

describe('findJsonProblem', () => {
  it.each([
    ["{'a'", `Unexpected character (''' (code 39)): was expecting double-quote to start field name${at(2)}`],
    ['hello', `Unrecognized token 'hello': was expecting ${anyValue}${at(6)}`],
    ['<x>', `Unexpected character ('<' (code 60)): expected a valid value ${anyValue}${at(1)}`],
    ['', `No content to map due to end-of-input${at(1)}`],
    ['{"a" 1}', `Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value${at(6)}`],
    ['{"a":1 2}', `Unexpected character ('2' (code 50)): was expecting comma to separate Object entries${at(8)}`],
    ['[1 2]', `Unexpected character ('2' (code 50)): was expecting comma to separate Array entries${at(4)}`],
    ['[1,]', `Unexpected character (']' (code 93)): expected a valid value ${anyValue}${at(4)}`],
    ['{"a":1,\n}', `Unexpected character ('}' (code 125)): was expecting double-quote to start field name${at(1, 2)}`],
    ['"abc', `Unexpected end-of-input: was expecting closing quote for a string value${at(1)}`],
    ['"\\x"', `Unrecognized character escape 'x' (code 120)${at(3)}`],
    ['{} x', `Unexpected character ('x' (code 120)): expected a valid value ${anyValue}${at(4)}`],
  ])('words %j as Jackson does', (text, problem) => {
    expect(findJsonProblem(text)).toBe(problem);
  });

  it('names the bracket that was never closed', () => {
    const marker = `(start marker at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: 6])`;
    expect(findJsonProblem('{"a":[1')).toBe(
      `Unexpected end-of-input: expected close marker for Array ${marker}${at(8)}`,
    );
  });

  it('finds a problem in exactly those texts that JSON.parse refuses', () => {
    const nearlyJson = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '-', '.', 'e', 'true', 'null', ' ', '\\', 'a'))
        .map((parts) => parts.join('')),
      fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, position, inserted]) => {
        const cut = position % (text.length + 1);
        return text.slice(0, cut) + inserted + text.slice(cut);
      }),
    );
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(findJsonProblem(text) === 'Unexpected content').toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not run out of stack', () => {
    expect(findJsonProblem('['.repeat(200_000))).toContain('expected close marker for Array');
  });
});

describe('checkPayload', () => {
  it.each(['null', '"World"', '0', '[]', ' {"a": "ü"} '])('takes %s', (text) => {
    expect(() => checkPayload(Buffer.from(text))).not.toThrow();
  });

  it('says twice what could not be parsed, as AWS does', () => {
    expect(() => checkPayload(Buffer.from('x'))).toThrow(
      /^Could not parse request body into json: Could not parse payload into json: Unrecognized token 'x'/,
    );
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => checkPayload(Buffer.from([0x22, 0xff, 0x22]))).toThrow(/Invalid UTF-8 start byte 0xff/);
  });
});

describe('parseJsonBody', () => {
  it('reads a view into a larger buffer', () => {
    const bytes = Buffer.from('xx{"a":1}xx').subarray(2, 9);
    expect(parseJsonBody(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))).toEqual({ a: 1 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
