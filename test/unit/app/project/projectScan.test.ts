import { relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { scanProject } from '../../../../src/app/project/projectScan.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterEach(() => folders.remove());

async function scan(files: Readonly<Record<string, string>>) {
  const root = folders.create(files);
  const { functions, problems } = await scanProject(root, AbortSignal.timeout(30_000));
  return {
    functions: functions.map(({ kind, functionName, place, folder }) =>
      [kind, functionName, `${relative(root, place.file)}:${place.line}`, relative(root, folder) || '.'].join(' '),
    ),
    problems: problems.map(
      ({ kind, place, message }) => `${kind} ${relative(root, place.file)}:${place.line} ${message}`,
    ),
  };
}

const sam = (name: string) =>
  `Resources:\n  ${name}:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: code/ }\n`;
const handler = 'export const handler = async (event) => event;\n';

describe('a scan of a workspace folder', () => {
  it('finds what every kind of project defines, and handlers that no definition speaks of', async () => {
    const manifest = {
      artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' } } },
    };
    const stack = {
      Resources: {
        F: {
          Type: 'AWS::Lambda::Function',
          Properties: { Handler: 'index.handler' },
          Metadata: { 'aws:asset:path': 'asset.1', 'aws:cdk:path': 'S/Cdk/Resource' },
        },
      },
    };
    const found = await scan({
      'sam/template.yaml': sam('Sam'),
      'sam/code/index.mjs': handler,
      'sam/.aws-sam/build/template.yaml': sam('Built'),
      'sls/serverless.yml': 'service: s\nprovider: { name: aws }\nfunctions:\n  f: { handler: f.handler }\n',
      'cdk/cdk.out/manifest.json': JSON.stringify(manifest),
      'cdk/cdk.out/S.template.json': JSON.stringify(stack),
      'cdk/cdk.out/asset.1/index.mjs': handler,
      'tf/main.tf': 'resource "aws_lambda_function" "t" {\n  filename = "t.zip"\n  function_name = var.name\n}\n',
      'tf/variables.tf': 'variable "name" {}\n',
      'tf/terraform.tfvars': 'name = "named"\n',
      'plain/src/index.ts': `\n\n${handler}`,
      'other/index.ts': 'export const answer = 42;\n',
      'node_modules/x/index.js': handler,
      'template.yaml': 'hello: {{ not: a template of ours\n',
    });
    expect(found).toEqual({
      functions: [
        'sam Sam sam/template.yaml:2 sam/code',
        'serverless s-dev-f sls/serverless.yml:4 sls',
        'terraform named tf/main.tf:1 tf',
        'cdk Cdk cdk/cdk.out/S.template.json:1 cdk/cdk.out/asset.1',
        'plain plain plain/src/index.ts:3 plain',
      ],
      problems: [],
    });
  });

  it('makes a broken definition a problem with its line, and goes on with the others', async () => {
    const found = await scan({
      'a/template.yaml': `${sam('F')}  G: [\n`,
      'a/code/index.mjs': handler,
      'b/serverless.yml': 'service: s\nprovider: { name: aws }\nfunctions: { f: { handler: f.handler }\n',
      'c/bad.tf': 'resource "aws_lambda_function" "t" {\n',
      'c/good.tf': 'resource "aws_lambda_function" "good" {\n filename = "x.zip"\n}\n',
      'd/cdk.out/manifest.json': '{',
      'e/template.yml': sam('Fine'),
    });
    expect(found.functions).toEqual(['terraform good c/good.tf:1 c', 'sam Fine e/template.yml:2 e/code']);
    expect(found.problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
      'sam a/template.yaml:6',
      'serverless b/serverless.yml:4',
      'terraform c/bad.tf:2',
      'cdk d/cdk.out/manifest.json:1',
    ]);
  });

  it('can be cancelled', async () => {
    const root = folders.create({ 'template.yaml': sam('F') });
    await expect(scanProject(root, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
