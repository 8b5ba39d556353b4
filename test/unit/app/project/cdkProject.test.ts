import { describe, expect, it } from 'vitest';
import { cdkFunctions, cdkStacks } from '../../../../src/app/project/cdkProject.ts';

const manifest = JSON.stringify({
  version: '48.0.0',
  artifacts: {
    'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
    Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json', stackName: 'shop' } },
    Other: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Other.template.json' } },
    Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
  },
});

const lambda = (path: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { 'Fn::Sub': `cdk-assets-\${AWS::AccountId}` }, S3Key: 'x.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    ...properties,
  },
  Metadata: { 'aws:cdk:path': path, 'aws:asset:path': 'asset.0123abcd', 'aws:asset:property': 'Code' },
});

describe('functions of a synthesized CDK app', () => {
  it('are found in every stack of the manifest', () => {
    expect(cdkStacks(manifest)).toEqual([
      { templateFile: 'Shop.template.json', stackName: 'shop' },
      { templateFile: 'Other.template.json', stackName: 'Other' },
    ]);
    expect(() => cdkStacks('{}')).toThrow('No artifacts');
  });

  it('have the folder of their asset, and not the helpers of the CDK', () => {
    const template = {
      Resources: {
        OrdersF00: lambda('Shop/Api/Orders/Resource', { MemorySize: 512, FunctionName: 'orders' }),
        ReportF11: lambda('Shop/Report/Resource', {
          Environment: { Variables: { TABLE: { Ref: 'Table' }, LEVEL: 'info' } },
        }),
        LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8aFD4BFC8A: lambda('Shop/LogRetentionaae0/Resource'),
        Custom1: lambda('Shop/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler'),
        AWS679f53fac002430cb0da5b7982bd22872D164C4C: lambda('Shop/AWS679f53fac002430cb0da5b7982bd2287/Resource'),
        ProviderOnEvent: lambda('Shop/Provider/framework-onEvent/Resource'),
        Inline: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: 'x' } } },
      },
    };
    const file = '/app/cdk.out/Shop.template.json';
    expect(cdkFunctions(JSON.stringify(template, null, 1), file, 'shop')).toEqual([
      {
        kind: 'cdk',
        functionName: 'orders',
        logicalId: 'OrdersF00',
        place: { file, line: 3 },
        folder: '/app/cdk.out/asset.0123abcd',
        build: { kind: 'copy' },
        settings: { runtime: 'nodejs22.x', handler: 'index.handler', memorySizeMB: 512 },
      },
      {
        kind: 'cdk',
        functionName: 'Report',
        generatedPrefix: 'shop-ReportF11-',
        logicalId: 'ReportF11',
        place: { file, line: expect.any(Number) },
        folder: '/app/cdk.out/asset.0123abcd',
        build: { kind: 'copy' },
        settings: { runtime: 'nodejs22.x', handler: 'index.handler', environment: { LEVEL: 'info' } },
      },
    ]);
  });

  it('without the metadata of assets, have the folder that the package’s hash names', () => {
    const hash = '96bffcc8c4605345509b9dc1b81be00cb80602412046658cd6e18a74e4685120';
    const { Metadata: _, ...bare } = lambda('', { Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` } });
    const template = JSON.stringify({ Resources: { Greet: bare } });
    expect(cdkFunctions(template, '/app/cdk.out/S.template.json', 's')).toMatchObject([
      { functionName: 'Greet', folder: `/app/cdk.out/asset.${hash}` },
    ]);
  });

  it('a template that is cut off says so', () => {
    expect(() => cdkFunctions('{"Resources":', '/app/cdk.out/S.template.json', 's')).toThrow('run "cdk synth" again');
  });
});
