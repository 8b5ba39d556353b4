import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { cdkSnippet, terraformSnippet } from '../../../src/lambda/snippets/codeSnippets.ts';
import { snippetFunction } from '../../../src/lambda/snippets/snippetFunction.ts';
import { cloudFormationSnippet, samSnippet } from '../../../src/lambda/snippets/templateSnippets.ts';
import { parseBlockYaml } from '../../support/blockYaml.ts';

const layer = 'arn:aws:lambda:us-east-1:000000000000:layer:tools:3';
const role = 'arn:aws:iam::000000000000:role/orders';
const full: FunctionConfiguration = {
  FunctionName: 'orders-api',
  Description: 'Takes "orders": $'.concat('{all} of them'),
  Runtime: 'python3.13',
  Handler: 'app.handler',
  Role: role,
  Architectures: ['arm64'],
  MemorySize: 512,
  Timeout: 30,
  EphemeralStorage: { Size: 1024 },
  Layers: [{ Arn: layer }],
  TracingConfig: { Mode: 'Active' },
  Environment: { Variables: { API_KEY: 's3cret', TABLE: 'orders', api_key: 'two' } },
};
const of = snippetFunction(full);
const bare = snippetFunction({ FunctionName: '7up', Environment: { Variables: {} } });
const common = {
  FunctionName: 'orders-api',
  Description: full.Description,
  Runtime: 'python3.13',
  Handler: 'app.handler',
  Role: role,
  Architectures: ['arm64'],
  MemorySize: 512,
  Timeout: 30,
  EphemeralStorage: { Size: 1024 },
  Layers: [layer],
  Environment: { Variables: { API_KEY: { Ref: 'ApiKey' }, TABLE: { Ref: 'Table' }, api_key: { Ref: 'ApiKey2' } } },
};
const secret = { Type: 'String', NoEcho: true };
const secrets = { ApiKey: secret, Table: secret, ApiKey2: secret };

test('no snippet holds the value of a variable', () => {
  for (const write of [samSnippet, cloudFormationSnippet, cdkSnippet, terraformSnippet]) {
    expect(write(of)).not.toMatch(/s3cret|"two"/);
  }
});

test('SAM', () => {
  expect(parseBlockYaml(samSnippet(of))).toEqual({
    Transform: 'AWS::Serverless-2016-10-31',
    Parameters: secrets,
    Resources: {
      OrdersApi: { Type: 'AWS::Serverless::Function', Properties: { ...common, CodeUri: '.', Tracing: 'Active' } },
    },
  });
});

test('CloudFormation', () => {
  const code = { CodeBucket: { Type: 'String' }, CodeKey: { Type: 'String' } };
  expect(parseBlockYaml(cloudFormationSnippet(of))).toEqual({
    Parameters: { ...code, ...secrets },
    Resources: {
      OrdersApi: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          ...common,
          Code: { S3Bucket: { Ref: 'CodeBucket' }, S3Key: { Ref: 'CodeKey' } },
          TracingConfig: { Mode: 'Active' },
        },
      },
    },
  });
});

describe('CDK', () => {
  test.each([
    ['everything', of],
    ['next to nothing', bare],
  ])('with %s is TypeScript', (_, source) => {
    const { diagnostics } = ts.transpileModule(cdkSnippet(source), { reportDiagnostics: true });
    expect(diagnostics).toEqual([]);
  });

  test('takes variables from parameters that are not shown', () => {
    expect(cdkSnippet(of)).toContain('const apiKey = new CfnParameter(this, "ApiKey", { noEcho: true });');
    expect(cdkSnippet(of)).toContain('"API_KEY": apiKey.valueAsString,');
  });
});

describe('Terraform', () => {
  test('closes what it opens, and text is never code', () => {
    const snippet = terraformSnippet(of);
    const outside = snippet.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    expect([...outside.matchAll(/\{/g)].length).toBe([...outside.matchAll(/\}/g)].length);
    expect(snippet).toContain('description = "Takes \\"orders\\": $${all} of them"');
  });

  test('takes variables from sensitive variables', () => {
    expect(terraformSnippet(of)).toContain('API_KEY = var.orders_api_api_key\n');
    expect(terraformSnippet(of)).toContain(
      'variable "orders_api_api_key2" {\n  type      = string\n  sensitive = true',
    );
  });
});

test('a name that begins with a digit becomes an id that may', () => {
  expect(parseBlockYaml(samSnippet(bare))).toEqual({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Function7up: { Type: 'AWS::Serverless::Function', Properties: { FunctionName: '7up', CodeUri: '.' } },
    },
  });
});
