import { describe, expect, it } from 'vitest';
import { serverlessFunctions } from '../../../../src/app/project/serverlessProject.ts';

const file = '/project/serverless.yml';

function read(text: string, files: Readonly<Record<string, unknown>> = {}) {
  return serverlessFunctions(text, {
    file,
    readFile: (path) => files[path.replace(/^\.\//, '')],
    exists: (path) => path in files,
  });
}

const text = `service: shop
frameworkVersion: '3'
plugins: [serverless-esbuild]
custom:
  stage: \${opt:stage, self:provider.stage}
  table: \${self:service}-table-\${self:custom.stage}
  sizes: { dev: 256, prod: 1024 }
provider:
  name: aws
  runtime: nodejs22.x
  stage: staging
  region: eu-west-1
  architecture: arm64
  environment: { TABLE: '\${self:custom.table}', ACCOUNT: '\${aws:accountId}' }
functions:
  orders:
    handler: src/orders.handler
    memorySize: \${self:custom.sizes.\${sls:stage}, 512}
    timeout: 20
    environment:
      SECRET: \${ssm:/shop/secret}
      REGION: \${aws:region}
      LEVEL: \${env:LEVEL, 'info'}
  report:
    name: nightly-\${sls:stage}
    handler: report.main
    runtime: python3.13
  picture:
    image: 000000000000.dkr.ecr.eu-west-1.amazonaws.com/picture
`;

describe('functions of a serverless.yml', () => {
  it('have the provider’s settings, the framework’s defaults and its name, with variables resolved as far as files can', () => {
    expect(read(text, { 'src/orders.ts': '', 'report.py': '' })).toEqual([
      {
        kind: 'serverless',
        functionName: 'shop-staging-orders',
        logicalId: 'orders',
        place: { file, line: 16 },
        folder: '/project',
        build: { kind: 'esbuild', entry: 'src/orders.ts' },
        settings: {
          runtime: 'nodejs22.x',
          handler: 'src/orders.handler',
          architecture: 'arm64',
          memorySizeMB: 512,
          timeoutS: 20,
          environment: { TABLE: 'shop-table-staging', REGION: 'eu-west-1', LEVEL: 'info' },
        },
      },
      {
        kind: 'serverless',
        functionName: 'nightly-staging',
        logicalId: 'report',
        place: { file, line: 24 },
        folder: '/project',
        build: undefined,
        settings: {
          runtime: 'python3.13',
          handler: 'report.main',
          architecture: 'arm64',
          memorySizeMB: 1024,
          timeoutS: 6,
          environment: { TABLE: 'shop-table-staging' },
        },
      },
    ]);
  });

  it('may come from other files, as a list', () => {
    const functions = `service: { name: shop }
provider: { name: aws, runtime: nodejs22.x }
functions:
  - \${file(./functions.yml):api}
  - plain: { handler: plain.handler }
`;
    const found = read(functions, { 'functions.yml': { api: { get: { handler: 'get.handler' } } }, 'plain.js': '' });
    expect(found.map(({ functionName, build, place }) => ({ functionName, build, line: place.line }))).toEqual([
      { functionName: 'shop-dev-get', build: undefined, line: 4 },
      { functionName: 'shop-dev-plain', build: { kind: 'copy' }, line: 5 },
    ]);
  });

  it('are none of another provider', () => {
    expect(read('service: x\nprovider: { name: google }\nfunctions: { f: { handler: a.b } }')).toEqual([]);
  });

  it.each([
    ['itself', `custom: { a: "\${self:custom.a}" }`],
    ['another that names it', `custom: { a: "\${self:custom.b}", b: "\${self:custom.a}" }`],
  ])('a variable that names %s answers nothing', (_, custom) => {
    const circle = `service: s\n${custom}\nprovider: { name: aws }\nfunctions: { f: { handler: a.b, name: "\${self:custom.a}" } }`;
    expect(read(circle)).toMatchObject([{ functionName: 's-dev-f' }]);
  });

  it.each([
    ["'4'", 'esbuild'],
    ["'^4.2'", 'esbuild'],
    ["'3.40'", 'copy'],
  ])('JavaScript of frameworkVersion %s is built by %s', (version, kind) => {
    const project = `service: s\nframeworkVersion: ${version}\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions: { f: { handler: a.b } }`;
    expect(read(project, { 'a.js': '' })[0]?.build?.kind).toBe(kind);
  });
});
