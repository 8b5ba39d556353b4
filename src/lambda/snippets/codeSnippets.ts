/** A function as CDK (TypeScript) and as Terraform. Pure. */

import type { SnippetFunction } from './snippetFunction.ts';

/** Statements for the constructor of a stack. */
export function cdkSnippet(of: SnippetFunction): string {
  const text = (value: string) => JSON.stringify(value);
  const variables = of.variables.map(({ name, parameter }) => `    ${text(name)}: ${camel(parameter)}.valueAsString,`);
  const layers = of.layers.map(
    (arn, index) =>
      `    lambda.LayerVersion.fromLayerVersionArn(this, ${text(`${of.logicalId}Layer${index + 1}`)}, ${text(arn)}),`,
  );
  return [
    "import { CfnParameter, Duration, Size } from 'aws-cdk-lib';",
    "import * as iam from 'aws-cdk-lib/aws-iam';",
    "import * as lambda from 'aws-cdk-lib/aws-lambda';",
    '',
    ...of.variables.map(
      ({ parameter }) => `const ${camel(parameter)} = new CfnParameter(this, ${text(parameter)}, { noEcho: true });`,
    ),
    `const ${camel(of.logicalId)} = new lambda.Function(this, ${text(of.logicalId)}, {`,
    `  functionName: ${text(of.functionName)},`,
    ...line(of.description, (value) => `description: ${text(value)}`),
    ...line(of.runtime, (value) => `runtime: new lambda.Runtime(${text(value)})`),
    ...line(of.handler, (value) => `handler: ${text(value)}`),
    "  code: lambda.Code.fromAsset('.'),",
    ...line(of.role, (value) => `role: iam.Role.fromRoleArn(this, ${text(`${of.logicalId}Role`)}, ${text(value)})`),
    ...line(of.architecture, (value) => `architecture: lambda.Architecture.${value === 'arm64' ? 'ARM_64' : 'X86_64'}`),
    ...line(of.memorySizeMB, (value) => `memorySize: ${value}`),
    ...line(of.timeoutS, (value) => `timeout: Duration.seconds(${value})`),
    ...line(of.ephemeralStorageMB, (value) => `ephemeralStorageSize: Size.mebibytes(${value})`),
    ...(of.isTraced ? ['  tracing: lambda.Tracing.ACTIVE,'] : []),
    ...(layers.length === 0 ? [] : ['  layers: [', ...layers, '  ],']),
    ...(variables.length === 0 ? [] : ['  environment: {', ...variables, '  },']),
    '});',
    '',
  ].join('\n');
}

export function terraformSnippet(of: SnippetFunction): string {
  const label = snake(of.logicalId);
  const variables = of.variables.map(({ name, parameter }) => `      ${name} = var.${label}_${snake(parameter)}`);
  const declared = of.variables.flatMap(({ parameter }) => [
    `variable "${label}_${snake(parameter)}" {`,
    '  type      = string',
    '  sensitive = true',
    '}',
    '',
  ]);
  return [
    ...declared,
    `variable "${label}_package" {`,
    '  type        = string',
    '  description = "Path of the deployment package (zip)"',
    '}',
    '',
    `resource "aws_lambda_function" "${label}" {`,
    `  function_name = ${hcl(of.functionName)}`,
    ...bare(of.description, (value) => `description = ${hcl(value)}`),
    ...bare(of.runtime, (value) => `runtime = ${hcl(value)}`),
    ...bare(of.handler, (value) => `handler = ${hcl(value)}`),
    ...bare(of.role, (value) => `role = ${hcl(value)}`),
    ...bare(of.architecture, (value) => `architectures = [${hcl(value)}]`),
    ...bare(of.memorySizeMB, (value) => `memory_size = ${value}`),
    ...bare(of.timeoutS, (value) => `timeout = ${value}`),
    ...(of.layers.length === 0 ? [] : [`  layers = [${of.layers.map(hcl).join(', ')}]`]),
    `  filename = var.${label}_package`,
    `  source_code_hash = filebase64sha256(var.${label}_package)`,
    ...bare(of.ephemeralStorageMB, (value) => `ephemeral_storage {\n    size = ${value}\n  }`),
    ...(of.isTraced ? ['  tracing_config {', '    mode = "Active"', '  }'] : []),
    ...(variables.length === 0 ? [] : ['  environment {', '    variables = {', ...variables, '    }', '  }']),
    '}',
    '',
  ].join('\n');
}

function line<Value>(value: Value | undefined, write: (value: Value) => string): string[] {
  return value === undefined ? [] : [`  ${write(value)},`];
}

function bare<Value>(value: Value | undefined, write: (value: Value) => string): string[] {
  return value === undefined ? [] : [`  ${write(value)}`];
}

/** Terraform takes `${` and `%{` in texts for code. */
function hcl(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, '$1$1{');
}

function camel(id: string): string {
  return id.charAt(0).toLowerCase() + id.slice(1);
}

function snake(id: string): string {
  return id.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
