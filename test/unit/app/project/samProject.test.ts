import { describe, expect, it } from 'vitest';
import { readSamConfig } from '../../../../src/app/project/samConfig.ts';
import { samFunctions } from '../../../../src/app/project/samProject.ts';
import { TemplateError } from '../../../../src/app/project/template/parsedTemplate.ts';

const file = '/project/template.yaml';
const read = (text: string, options = {}) => samFunctions(text, { file, ...options });

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: dev }
  Memory: { Type: Number, Default: '512' }
Mappings:
  Sizes:
    dev: { Timeout: 7 }
    prod: { Timeout: 30 }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsNotProd: !Not [{ Condition: IsProd }]
Globals:
  Function:
    Runtime: nodejs22.x
    MemorySize: !Ref Memory
    Layers: [arn:aws:lambda:us-east-1:000000000000:layer:common:1]
    Environment:
      Variables: { STAGE: !Ref Stage, TABLE: !GetAtt Table.Arn }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        Format: esm
        External: ['@aws-sdk/*']
        EntryPoints: [./handler.ts]
    Properties:
      FunctionName: !Sub 'orders-\${Stage}'
      CodeUri: src/orders/
      Handler: handler.handler
      Timeout: !FindInMap [Sizes, !Ref Stage, Timeout]
      Architectures: [arm64]
      Layers: [!Ref SomeLayer, arn:aws:lambda:us-east-1:000000000000:layer:own:2]
      Environment:
        Variables:
          URL: !If [IsNotProd, !Join ['/', ['http:', '', 'localhost']], none]
          ATTEMPTS: 3
  Report:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ./report, Handler: app.lambda_handler, Runtime: python3.13, Role: !GetAtt Role.Arn }
  Table: { Type: 'AWS::DynamoDB::Table' }
  Inline:
    Type: AWS::Serverless::Function
    Properties: { InlineCode: 'x', Handler: index.handler }
  Bucketed:
    Type: AWS::Lambda::Function
    Properties: { Code: { S3Bucket: b, S3Key: k }, Handler: index.handler }
  Image:
    Type: AWS::Serverless::Function
    Properties: { PackageType: Image }
`;

describe('functions of a SAM template', () => {
  it('have Globals merged in and intrinsic functions resolved as far as the template can answer them', () => {
    expect(read(template)).toEqual([
      {
        kind: 'sam',
        functionName: 'orders-dev',
        logicalId: 'Orders',
        place: { file, line: 21 },
        folder: '/project/src/orders',
        build: { kind: 'esbuild', entry: 'handler.ts', format: 'esm', external: ['@aws-sdk/*'] },
        settings: {
          runtime: 'nodejs22.x',
          handler: 'handler.handler',
          architecture: 'arm64',
          memorySizeMB: 512,
          timeoutS: 7,
          environment: { STAGE: 'dev', URL: 'http://localhost', ATTEMPTS: '3' },
          layers: [
            'arn:aws:lambda:us-east-1:000000000000:layer:common:1',
            'arn:aws:lambda:us-east-1:000000000000:layer:own:2',
          ],
        },
      },
      {
        kind: 'sam',
        functionName: 'Report',
        logicalId: 'Report',
        place: { file, line: 40 },
        folder: '/project/report',
        build: undefined,
        settings: {
          runtime: 'python3.13',
          handler: 'app.lambda_handler',
          memorySizeMB: 512,
          environment: { STAGE: 'dev' },
          layers: ['arn:aws:lambda:us-east-1:000000000000:layer:common:1'],
        },
      },
    ]);
  });

  it('take the values of samconfig.toml, and know how the stack names what has no name', () => {
    const config = readSamConfig(`version = 0.1
[default.deploy.parameters]
stack_name = "shop"
parameter_overrides = 'Stage=prod Memory="1024"'
`);
    const [orders, report] = read(template, config);
    expect(orders).toMatchObject({ functionName: 'orders-prod', settings: { memorySizeMB: 1024, timeoutS: 30 } });
    expect(orders?.generatedPrefix).toBeUndefined();
    expect(report?.generatedPrefix).toBe('shop-Report-');
  });

  it.each([
    ['ParameterKey=Stage,ParameterValue=prod ParameterKey=Note,ParameterValue="two words"', 'one text'],
    ['["Stage=prod", "Note=\\"two words\\""]', 'a list'],
  ])('reads parameter overrides written as %s (%#)', (value) => {
    const text = value.startsWith('[') ? value : `'${value}'`;
    expect(readSamConfig(`[default.global.parameters]\nparameter_overrides = ${text}`).parameters).toEqual({
      Stage: 'prod',
      Note: 'two words',
    });
  });

  it('says nothing from a samconfig.toml that is broken', () => {
    expect(readSamConfig('[default')).toEqual({ stackName: undefined, parameters: {} });
  });

  it('may be written in JSON, and lie in the template’s own folder', () => {
    const json = JSON.stringify({ Resources: { F: { Type: 'AWS::Serverless::Function', Properties: {} } } }, null, 2);
    expect(read(json)).toMatchObject([{ functionName: 'F', folder: '/project', place: { line: 3 } }]);
  });

  it.each([
    ['Resources:\n  A: [', 2],
    ['Resources:\n\tA: 1', 2],
    ['- a list', 1],
    ['', 1],
  ])('a broken template names the line: %j', (text, line) => {
    const failure = (() => {
      try {
        return read(text);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(TemplateError);
    expect(failure).toMatchObject({ line });
  });

  it('an alias that multiplies itself is refused, quickly', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let n = 1; n < 9; n += 1)
      lines.push(
        `a${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
      );
    expect(() => read(lines.join('\n'))).toThrow('too many members');
  });

  it('conditions that name each other in a circle answer nothing', () => {
    const circle = `Conditions:
  A: !Not [{ Condition: B }]
  B: !Not [{ Condition: A }]
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: !If [A, x, y] }
`;
    expect(read(circle)).toMatchObject([{ functionName: 'F' }]);
  });

  it('merges YAML maps by << and keeps a member called __proto__ a member', () => {
    const text = `x: &base { Runtime: nodejs22.x }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: { <<: *base, Handler: a.b, __proto__: { Timeout: 9 } }
`;
    expect(read(text)).toMatchObject([{ settings: { runtime: 'nodejs22.x', handler: 'a.b' } }]);
    expect(read(text)[0]?.settings.timeoutS).toBeUndefined();
  });
});
