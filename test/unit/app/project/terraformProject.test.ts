import { describe, expect, it } from 'vitest';
import { TemplateError } from '../../../../src/app/project/template/parsedTemplate.ts';
import { readHcl } from '../../../../src/app/project/terraform/hclReader.ts';
import {
  readTerraformFile,
  readTerraformVariables,
  terraformFunctions,
} from '../../../../src/app/project/terraform/terraformProject.ts';

const read = (text: string, variables = {}) =>
  terraformFunctions('/project', readTerraformFile({ path: '/project/main.tf', text }), variables);

const main = `# Orders
variable "stage" {
  type    = string
  default = "dev"
  validation {
    condition     = contains(["dev", "prod"], var.stage)
    error_message = "No \${var.stage}"
  }
}
variable "memory" { default = 256 }

locals {
  prefix = "shop-\${var.stage}" // a comment
  common = { STAGE = var.stage, "REGION" : "eu-west-1" }
}

data "archive_file" "orders" {
  type        = "zip"
  source_dir  = "\${path.module}/src/orders"
  output_path = "\${path.module}/build/orders.zip"
}

resource "aws_lambda_function" "orders" {
  function_name    = format("%s-orders", local.prefix)
  filename         = data.archive_file.orders.output_path
  source_code_hash = data.archive_file.orders.output_base64sha256
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = var.memory
  timeout          = var.stage == "prod" ? 30 : 5
  role             = aws_iam_role.orders.arn

  environment {
    variables = merge(local.common, {
      TABLE = aws_dynamodb_table.orders.name
      LEVEL = "info"
    })
  }

  tags = { for name, value in local.common : name => upper(value) }
}
`;

describe('functions of a Terraform module', () => {
  it('have the folder of their archive, and values as far as the files can answer them', () => {
    expect(read(main)).toEqual([
      {
        kind: 'terraform',
        functionName: 'shop-dev-orders',
        logicalId: 'aws_lambda_function.orders',
        place: { file: '/project/main.tf', line: 23 },
        folder: '/project/src/orders',
        build: undefined,
        settings: {
          runtime: 'nodejs22.x',
          handler: 'index.handler',
          architecture: 'arm64',
          memorySizeMB: 256,
          environment: { STAGE: 'dev', REGION: 'eu-west-1', LEVEL: 'info' },
        },
      },
    ]);
  });

  it('take the values of .tfvars files', () => {
    const variables = readTerraformVariables('stage = "prod"\nmemory = 1024\n');
    expect(read(main, variables)).toMatchObject([
      { functionName: 'shop-prod-orders', settings: { memorySizeMB: 1024, environment: { STAGE: 'prod' } } },
    ]);
  });

  it('are several where for_each or count say so', () => {
    const many = `
resource "aws_lambda_function" "worker" {
  for_each      = toset(["mail", "print"])
  function_name = "worker-\${each.key}"
  filename      = "worker.zip"
}
resource "aws_lambda_function" "shard" {
  count         = 2
  function_name = "shard-\${count.index}"
  filename      = "shard.zip"
}
resource "aws_lambda_function" "unknown" {
  for_each      = var.regions
  function_name = "x-\${each.key}"
  filename      = "x.zip"
}`;
    expect(read(many).map(({ functionName, logicalId }) => [functionName, logicalId])).toEqual([
      ['worker-mail', 'aws_lambda_function.worker["mail"]'],
      ['worker-print', 'aws_lambda_function.worker["print"]'],
      ['shard-0', 'aws_lambda_function.shard[0]'],
      ['shard-1', 'aws_lambda_function.shard[1]'],
      ['unknown', 'aws_lambda_function.unknown'],
    ]);
  });

  it('may be a module of the community, an archive of one file, a zip that is there, or no zip at all', () => {
    const others = `
module "report" {
  source        = "terraform-aws-modules/lambda/aws"
  version       = "~> 8.0"
  function_name = "report"
  handler       = "app.handler"
  runtime       = "python3.13"
  source_path   = "\${path.module}/report"
  environment_variables = { LEVEL = "debug" }
}
data "archive_file" "one" {
  type = "zip"
  source_file = "\${path.module}/one/index.mjs"
  output_path = "one.zip"
}
resource "aws_lambda_function" "one" {
  function_name = "one"
  filename      = "one.zip"
}
resource "aws_lambda_function" "ready" {
  function_name = "ready"
  filename      = "dist/ready.zip"
}
resource "aws_lambda_function" "image" {
  function_name = "image"
  package_type  = "Image"
  image_uri     = "x"
}`;
    expect(read(others).map(({ functionName, folder, build }) => ({ functionName, folder, build }))).toEqual([
      { functionName: 'one', folder: '/project/one', build: undefined },
      { functionName: 'ready', folder: '/project', build: { kind: 'copy' } },
      { functionName: 'report', folder: '/project/report', build: undefined },
    ]);
  });

  it('locals that name each other in a circle answer nothing', () => {
    const circle = `locals {
  a = local.b
  b = local.a
}
resource "aws_lambda_function" "f" {
  function_name = local.a
  filename = "f.zip"
}`;
    expect(read(circle)).toMatchObject([{ functionName: 'f' }]);
  });
});

describe('the reader of Terraform’s language', () => {
  it('reads texts that are written as documents, escapes, indexes, and passes over what only Terraform can answer', () => {
    const { attributes } = readHcl(`a = <<-EOT
  two
  lines
  EOT
b = "tab\\t \\u00e9 $\${not} \\"x\\""
c = var.list[0]
d = [for x in var.list : x if x != ""]
e = !true
f = (1 + 2) * 3
g = [1, -2.5, true, null, "x",]
h = var.a ? "{" : "}"
/* over
   lines */
i = { (var.key) = 1 }
j = {
  k : "v"
}
`);
    expect(Object.fromEntries(attributes)).toEqual({
      a: { kind: 'literal', value: '  two\n  lines\n' },
      b: { kind: 'literal', value: `tab\t é \${not} "x"` },
      c: { kind: 'reference', path: ['var', 'list', '0'] },
      d: { kind: 'unknown' },
      e: { kind: 'unknown' },
      f: { kind: 'unknown' },
      g: {
        kind: 'list',
        items: [1, -2.5, true, null, 'x'].map((value) => ({ kind: 'literal', value })),
      },
      h: { kind: 'unknown' },
      i: { kind: 'unknown' },
      j: { kind: 'object', members: [['k', { kind: 'literal', value: 'v' }]] },
    });
  });

  it.each([
    ['resource "a" "b" {\n  x = 1\n', 3],
    ['x = "open\n', 1],
    ['}', 1],
    ['a = <<EOT\nnever', 2],
    ['a = [1\n2]', 2],
  ])('names the line of what is wrong: %j', (text, line) => {
    const failure = (() => {
      try {
        return readHcl(text);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(TemplateError);
    expect(failure).toMatchObject({ line });
  });

  it('refuses what is nested too deep instead of ending the process', () => {
    expect(() => readHcl(`a = ${'['.repeat(100_000)}`)).toThrow('nested too deep');
  });
});
