import { describe, expect, test } from 'vitest';
import { changeLines, updateRequest } from '../../../src/app/configurationChange.ts';
import {
  configurationText,
  editableConfiguration,
  parseConfigurationText,
} from '../../../src/app/configurationDocument.ts';
import { HumanError } from '../../../src/base/humanError.ts';

const configuration = {
  FunctionName: 'orders',
  FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders',
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/orders',
  MemorySize: 128,
  Timeout: 3,
  CodeSha256: 'abc',
  RevisionId: 'r1',
  Environment: { Variables: { TABLE: 'orders', API_KEY: 's3cret' } },
  Layers: [{ Arn: 'arn:aws:lambda:us-east-1:000000000000:layer:tools:3', CodeSize: 12 }],
  VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
} as const;
const fetched = configuration as unknown as Parameters<typeof configurationText>[0];

describe('the document of a configuration', () => {
  test('holds what UpdateFunctionConfiguration takes, in its shapes, and nothing else', () => {
    expect(JSON.parse(configurationText(fetched))).toEqual({
      Description: '',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/orders',
      MemorySize: 128,
      Timeout: 3,
      Environment: { Variables: { TABLE: 'orders', API_KEY: 's3cret' } },
      Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:tools:3'],
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    });
  });

  test('says nothing of variables that could not be decrypted, so that saving does not remove them', () => {
    const unreadable = { ...fetched, Environment: { Error: { ErrorCode: 'AccessDenied', Message: 'no key' } } };
    expect(JSON.parse(configurationText(unreadable))).not.toHaveProperty('Environment');
  });

  test('read back unchanged changes nothing', () => {
    const { edited, unknown } = parseConfigurationText(configurationText(fetched));
    expect([changeLines(editableConfiguration(fetched), edited), unknown]).toEqual([[], []]);
  });

  test.each([
    ['{ "MemorySize": 64 }', 'MemorySize must be from 128 to 10240, and is 64. Nothing was sent.'],
    ['{ "Timeout": "3" }', 'Timeout must be a whole number from 1 to 900. Nothing was sent.'],
    ['{ "Timeout": 1.5 }', 'Timeout must be a whole number from 1 to 900. Nothing was sent.'],
    ['{ "Handler": "a b" }', 'Handler must not be empty and must hold no white space. Nothing was sent.'],
    ['{ "Role": "me" }', 'Role must be the ARN of a role. Nothing was sent.'],
    [
      '{ "Environment": { "Variables": { "1A": "x" } } }',
      'Environment.Variables has the name "1A": two or more letters, digits and _, a letter first. Nothing was sent.',
    ],
    [
      '{ "Environment": { "Variables": { "KEY": 7 } } }',
      'Environment.Variables.KEY must be a text in quotes. Nothing was sent.',
    ],
    ['{ "Layers": ["tools"] }', 'Layers[0] must be the ARN of a layer version. Nothing was sent.'],
    [
      '{ "TracingConfig": { "Mode": "On" } }',
      'TracingConfig.Mode must be one of Active, PassThrough. Nothing was sent.',
    ],
    ['[]', 'The document must be an object. Nothing was sent.'],
    [
      '{\n  "Timeout": 3,\n}',
      'The configuration is not JSON: line 3, column 1: property name expected. Nothing was sent.',
    ],
  ])('refuses %s in a sentence that names the member', (text, sentence) => {
    expect(() => parseConfigurationText(text)).toThrow(new HumanError(sentence));
  });

  test('names members that nobody knows, and does not send them', () => {
    const text = '{ "MemorySiz": 256, "Timeout": 5, "TracingConfig": { "Mode": "Active", "Rate": 1 } }';
    expect(parseConfigurationText(text)).toEqual({
      edited: { Timeout: 5, TracingConfig: { Mode: 'Active' } },
      unknown: ['MemorySiz', 'TracingConfig.Rate'],
    });
  });
});

describe('a change of a configuration', () => {
  const before = editableConfiguration(fetched);

  test('is sent as the members that differ, guarded by the revision; what is left out stays', () => {
    const after = { Timeout: 30, MemorySize: 128, Layers: [] };
    expect(updateRequest('orders', before, after, 'r1')).toEqual({
      FunctionName: 'orders',
      Timeout: 30,
      Layers: [],
      RevisionId: 'r1',
    });
  });

  test('reads as one line for each value; values of variables stay in the document', () => {
    const after = {
      Description: 'Takes orders',
      Timeout: 30,
      Environment: { Variables: { API_KEY: 'other', REGION: 'eu' } },
      Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:tools:4'],
    };
    expect(changeLines(before, after)).toEqual([
      'Description: (none) → Takes orders',
      'Timeout: 3 → 30',
      'Environment.Variables.TABLE: removed',
      'Environment.Variables.API_KEY: changed',
      'Environment.Variables.REGION: added',
      'Layers: − arn:aws:lambda:us-east-1:000000000000:layer:tools:3',
      'Layers: + arn:aws:lambda:us-east-1:000000000000:layer:tools:4',
    ]);
  });
});
