import { describe, expect, it } from 'vitest';
import { resolveValue, scopeOf } from '../../../../src/app/project/template/intrinsics.ts';

const scope = scopeOf(
  {
    Parameters: { Name: { Default: 'api' }, Empty: { Type: 'String' } },
    Mappings: { ByName: { api: { size: 3 } } },
    Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, Unknown: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } },
  },
  {},
);

describe('an intrinsic function', () => {
  it.each([
    [{ Ref: 'Name' }, 'api'],
    [{ Ref: 'Empty' }, undefined],
    [{ Ref: 'AWS::Region' }, undefined],
    [{ 'Fn::Sub': `x-\${Name}` }, 'x-api'],
    [{ 'Fn::Sub': `\${!Name}` }, `\${Name}`],
    [{ 'Fn::Sub': [`\${Name}-\${Own}`, { Own: { Ref: 'Name' } }] }, 'api-api'],
    [{ 'Fn::Sub': `\${Table.Arn}` }, undefined],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Name' }]] }, 'a-api'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Empty' }]] }, undefined],
    [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    [{ 'Fn::Select': ['0', { 'Fn::Split': ['/', 'x/y'] }] }, 'x'],
    [{ 'Fn::Select': [1, [{ Ref: 'Empty' }, 'b']] }, 'b'],
    [{ 'Fn::FindInMap': ['ByName', { Ref: 'Name' }, 'size'] }, 3],
    [{ 'Fn::FindInMap': ['ByName', 'none', 'size'] }, undefined],
    [{ 'Fn::If': ['Yes', 1, 2] }, 1],
    [{ 'Fn::If': ['Unknown', 1, 2] }, undefined],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'Unknown' }] }, undefined],
    [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'Unknown' }] }, true],
    [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    [{ 'Fn::ImportValue': 'x' }, undefined],
    [{ 'Fn::GetAtt': ['A', 'Arn'] }, undefined],
    [{ a: { Ref: 'Empty' }, b: [{ Ref: 'Name' }, { Ref: 'Empty' }] }, { b: ['api'] }],
    [null, undefined],
  ])('%j is %j', (value, expected) => {
    expect(resolveValue(value, scope)).toEqual(expected);
  });
});
