/** A function as CloudFormation and as SAM (AWS::Serverless), in YAML. Pure. */

import type { SnippetFunction } from './snippetFunction.ts';
import { type YamlValue, yamlText } from './yamlText.ts';

export function cloudFormationSnippet(of: SnippetFunction): string {
  const resource = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: of.functionName,
      ...common(of),
      Code: { S3Bucket: { Ref: 'CodeBucket' }, S3Key: { Ref: 'CodeKey' } },
      ...(of.isTraced ? { TracingConfig: { Mode: 'Active' } } : {}),
    },
  };
  const code = { CodeBucket: { Type: 'String' }, CodeKey: { Type: 'String' } };
  return yamlText({ Parameters: { ...code, ...secretParameters(of) }, Resources: { [of.logicalId]: resource } });
}

export function samSnippet(of: SnippetFunction): string {
  const resource = {
    Type: 'AWS::Serverless::Function',
    Properties: {
      FunctionName: of.functionName,
      CodeUri: '.',
      ...common(of),
      ...(of.isTraced ? { Tracing: 'Active' } : {}),
    },
  };
  return yamlText({
    Transform: 'AWS::Serverless-2016-10-31',
    ...(of.variables.length === 0 ? {} : { Parameters: secretParameters(of) }),
    Resources: { [of.logicalId]: resource },
  });
}

function common(of: SnippetFunction): Readonly<Record<string, YamlValue | undefined>> {
  const variables = of.variables.map(({ name, parameter }) => [name, { Ref: parameter }] as const);
  return {
    Description: of.description,
    Runtime: of.runtime,
    Handler: of.handler,
    Role: of.role,
    Architectures: of.architecture === undefined ? undefined : [of.architecture],
    MemorySize: of.memorySizeMB,
    Timeout: of.timeoutS,
    EphemeralStorage: of.ephemeralStorageMB === undefined ? undefined : { Size: of.ephemeralStorageMB },
    Layers: of.layers.length === 0 ? undefined : of.layers,
    Environment: variables.length === 0 ? undefined : { Variables: Object.fromEntries(variables) },
  };
}

/** `NoEcho`: what is typed in is shown nowhere. */
function secretParameters(of: SnippetFunction): Readonly<Record<string, YamlValue>> {
  return Object.fromEntries(of.variables.map(({ parameter }) => [parameter, { Type: 'String', NoEcho: true }]));
}
