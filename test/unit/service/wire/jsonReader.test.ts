import { PutLogEvents$ } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunction$ } from '@aws-sdk/client-lambda';
import { NormalizedSchema } from '@smithy/core/schema';
import { describe, expect, it } from 'vitest';
import { jsonReader } from '../../../../src/service/wire/jsonReader.ts';

const readFunction = jsonReader(NormalizedSchema.of(CreateFunction$[4]));
const readEvents = jsonReader(NormalizedSchema.of(PutLogEvents$[4]));

describe('jsonReader', () => {
  it('converts by the schema and drops what the schema does not know', () => {
    expect(
      readFunction({
        FunctionName: 'f',
        Timeout: 3,
        Publish: false,
        Code: { ZipFile: 'AQID' },
        Environment: { Variables: { A: 'b' } },
        Layers: ['x'],
        Description: null,
        Surprise: 1,
      }),
    ).toEqual({
      FunctionName: 'f',
      Timeout: 3,
      Publish: false,
      Code: { ZipFile: Buffer.from([1, 2, 3]) },
      Environment: { Variables: { A: 'b' } },
      Layers: ['x'],
    });
  });

  it.each([
    [{ Timeout: '3' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ Timeout: true }, 'TRUE_VALUE can not be converted to an Integer'],
    [{ FunctionName: 3 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ FunctionName: {} }, 'Start of structure or map found where not expected.'],
    [{ FunctionName: [] }, 'Start of list found where not expected'],
    [{ Publish: 'yes' }, 'STRING_VALUE can not be converted to a Boolean'],
    [{ Layers: 'x' }, 'Expected list or null'],
    [{ Tags: ['x'] }, 'Expected map or null'],
    [{ Code: 'x' }, 'Unexpected field type'],
    [{ Code: [] }, 'Start of list found where not expected'],
    [{ Code: { ZipFile: '?' } }, 'Unable to decode base64 content'],
    ['x', 'Unexpected field type'],
  ])('refuses %j', (value, message) => {
    expect(() => readFunction(value)).toThrow(expect.objectContaining({ code: 'SerializationException', message }));
  });

  it('keeps a key named __proto__ a key', () => {
    const tags = JSON.parse('{"Tags":{"__proto__":"x"}}') as unknown;
    const read = readFunction(tags) as { Tags: object };
    expect(Object.keys(read.Tags)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(read.Tags)).toBe(Object.prototype);
  });

  it('leaves numbers of long members numbers', () => {
    const logEvents = [{ timestamp: 1_768_471_872_000, message: 'x' }];
    expect(readEvents({ logGroupName: 'g', logStreamName: 's', logEvents })).toMatchObject({ logEvents });
  });
});
