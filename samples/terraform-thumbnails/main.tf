terraform {
  required_providers {
    aws     = { source = "hashicorp/aws" }
    archive = { source = "hashicorp/archive" }
  }
}

locals {
  prefix = "thumbnails-${var.stage}"
  common = { STAGE = var.stage }
}

data "archive_file" "resize" {
  type        = "zip"
  source_dir  = "${path.module}/src/resize"
  output_path = "${path.module}/build/resize.zip"
}

data "archive_file" "cleanup" {
  type        = "zip"
  source_dir  = "${path.module}/src/cleanup"
  output_path = "${path.module}/build/cleanup.zip"
}

resource "aws_lambda_function" "resize" {
  function_name    = "${local.prefix}-resize"
  filename         = data.archive_file.resize.output_path
  source_code_hash = data.archive_file.resize.output_base64sha256
  role             = var.role_arn
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  memory_size      = 512

  environment {
    variables = merge(local.common, { SIZES = "64,128" })
  }
}

resource "aws_lambda_function" "cleanup" {
  function_name    = "${local.prefix}-cleanup"
  filename         = data.archive_file.cleanup.output_path
  source_code_hash = data.archive_file.cleanup.output_base64sha256
  role             = var.role_arn
  handler          = "app.handler"
  runtime          = "python3.12"
  timeout          = 15

  environment {
    variables = local.common
  }
}
