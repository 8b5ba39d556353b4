/**
 * Generates the constraint tables of the local service's wire layer from AWS's service models (as botocore ships them).
 * Usage: node tools/generateConstraints.ts MODEL_FOLDER
 */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServiceModel, ShapeConstraints } from '../src/service/wire/serviceModel.ts';

interface ModelShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly required?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
  readonly exception?: boolean;
}

interface Model {
  readonly metadata: { readonly signingName?: string; readonly endpointPrefix: string; readonly protocol: string };
  readonly operations: Readonly<
    Record<
      string,
      { readonly http: { method: string; requestUri: string }; readonly input?: { readonly shape: string } }
    >
  >;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

interface Target {
  readonly modelFile: string;
  readonly tableFile: string;
  readonly exportName: string;
  /** Operations whose input is checked, that is, those that the service answers. */
  readonly answered: readonly string[];
  /** Shapes whose rule AWS words differently from its model; the actions check them. */
  readonly checkedByActions: readonly string[];
}

const generatedFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../src/service/wire/generated');

export const targets: readonly Target[] = [
  {
    modelFile: 'lambda-2015-03-31.service-2.json',
    tableFile: path.join(generatedFolder, 'lambdaConstraints.ts'),
    exportName: 'lambdaModel',
    answered: [
      'AddLayerVersionPermission',
      'AddPermission',
      'CheckpointDurableExecution',
      'CreateAlias',
      'CreateCapacityProvider',
      'CreateCodeSigningConfig',
      'CreateEventSourceMapping',
      'CreateFunction',
      'CreateFunctionUrlConfig',
      'DeleteAlias',
      'DeleteCapacityProvider',
      'DeleteCodeSigningConfig',
      'DeleteEventSourceMapping',
      'DeleteFunction',
      'DeleteFunctionCodeSigningConfig',
      'DeleteFunctionConcurrency',
      'DeleteFunctionEventInvokeConfig',
      'DeleteFunctionUrlConfig',
      'DeleteLayerVersion',
      'DeleteProvisionedConcurrencyConfig',
      'DeleteResourcePolicy',
      'GetAccountSettings',
      'GetAlias',
      'GetCapacityProvider',
      'GetCodeSigningConfig',
      'GetDurableExecution',
      'GetDurableExecutionHistory',
      'GetDurableExecutionState',
      'GetEventSourceMapping',
      'GetFunction',
      'GetFunctionCodeSigningConfig',
      'GetFunctionConcurrency',
      'GetFunctionConfiguration',
      'GetFunctionEventInvokeConfig',
      'GetFunctionRecursionConfig',
      'GetFunctionScalingConfig',
      'GetFunctionUrlConfig',
      'GetLayerVersion',
      'GetLayerVersionByArn',
      'GetLayerVersionPolicy',
      'GetPolicy',
      'GetProvisionedConcurrencyConfig',
      'GetResourcePolicy',
      'GetRuntimeManagementConfig',
      'Invoke',
      'InvokeAsync',
      'InvokeWithResponseStream',
      'ListAliases',
      'ListCapacityProviders',
      'ListCodeSigningConfigs',
      'ListDurableExecutionsByFunction',
      'ListEventSourceMappings',
      'ListFunctionEventInvokeConfigs',
      'ListFunctionUrlConfigs',
      'ListFunctionVersionsByCapacityProvider',
      'ListFunctions',
      'ListFunctionsByCodeSigningConfig',
      'ListLayerVersions',
      'ListLayers',
      'ListProvisionedConcurrencyConfigs',
      'ListTags',
      'ListVersionsByFunction',
      'PublishLayerVersion',
      'PublishVersion',
      'PutFunctionCodeSigningConfig',
      'PutFunctionConcurrency',
      'PutFunctionEventInvokeConfig',
      'PutFunctionRecursionConfig',
      'PutFunctionScalingConfig',
      'PutProvisionedConcurrencyConfig',
      'PutResourcePolicy',
      'PutRuntimeManagementConfig',
      'RemoveLayerVersionPermission',
      'RemovePermission',
      'SendDurableExecutionCallbackFailure',
      'SendDurableExecutionCallbackHeartbeat',
      'SendDurableExecutionCallbackSuccess',
      'StopDurableExecution',
      'TagResource',
      'UntagResource',
      'UpdateAlias',
      'UpdateCapacityProvider',
      'UpdateCodeSigningConfig',
      'UpdateEventSourceMapping',
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
      'UpdateFunctionEventInvokeConfig',
      'UpdateFunctionUrlConfig',
    ],
    checkedByActions: ['Runtime'],
  },
  {
    modelFile: 'logs-2014-03-28.service-2.json',
    tableFile: path.join(generatedFolder, 'logsConstraints.ts'),
    exportName: 'logsModel',
    answered: [
      'CreateLogGroup',
      'CreateLogStream',
      'DeleteLogGroup',
      'DeleteLogStream',
      'DeleteMetricFilter',
      'DeleteQueryDefinition',
      'DeleteRetentionPolicy',
      'DeleteSubscriptionFilter',
      'DescribeLogGroups',
      'DescribeLogStreams',
      'DescribeMetricFilters',
      'DescribeQueries',
      'DescribeQueryDefinitions',
      'DescribeSubscriptionFilters',
      'FilterLogEvents',
      'GetLogEvents',
      'GetLogGroupFields',
      'GetLogRecord',
      'GetQueryResults',
      'ListLogGroups',
      'ListTagsForResource',
      'ListTagsLogGroup',
      'PutLogEvents',
      'PutLogGroupDeletionProtection',
      'PutMetricFilter',
      'PutQueryDefinition',
      'PutRetentionPolicy',
      'PutSubscriptionFilter',
      'StartLiveTail',
      'StartQuery',
      'StopQuery',
      'TagLogGroup',
      'TagResource',
      'TestMetricFilter',
      'UntagLogGroup',
      'UntagResource',
    ],
    checkedByActions: [],
  },
];

/** The text of one table. */
export function generateTable(target: Target, modelFolder: string): string {
  const model = JSON.parse(readFileSync(path.join(modelFolder, target.modelFile), 'utf8')) as Model;
  const table = tableOf(model, target);
  const lines = [
    `/** Generated by tools/generateConstraints.ts from AWS's service model ${target.modelFile.split('.')[0]}. Do not edit. */`,
    '',
    "import type { ServiceModel } from '../serviceModel.ts';",
    '',
    `export const ${target.exportName}: ServiceModel = {`,
    ...Object.entries(table).map(([key, value]) => `  ${key}: ${section(value)},`),
    '};',
    '',
  ];
  return lines.join('\n');
}

function tableOf(model: Model, target: Target): ServiceModel {
  const rest = model.metadata.protocol === 'rest-json';
  const inputs = target.answered.flatMap((name) => {
    const shape = model.operations[name]?.input?.shape;
    return shape === undefined ? [] : [[name, shape] as const];
  });
  return {
    signingName: model.metadata.signingName ?? model.metadata.endpointPrefix,
    operations: Object.fromEntries(
      Object.entries(model.operations).map(([name, { http }]) => [
        name,
        rest ? `${http.method} ${http.requestUri}` : '',
      ]),
    ),
    inputs: Object.fromEntries(inputs),
    shapes: constraintsOf(
      model,
      inputs.map(([, shape]) => shape),
      new Set(target.checkedByActions),
    ),
    capitalMessage: Object.entries(model.shapes)
      .filter(([, shape]) => shape.exception && shape.members?.['Message'] !== undefined)
      .map(([name]) => name)
      .sort(),
  };
}

/** Every constrained shape that can be reached from the roots. */
function constraintsOf(model: Model, roots: readonly string[], skipped: ReadonlySet<string>) {
  const kept: Record<string, ShapeConstraints> = {};
  const visiting = new Set<string>();
  const visit = (name: string): boolean => {
    if (name in kept) return true;
    const shape = model.shapes[name];
    if (shape === undefined || visiting.has(name) || skipped.has(name)) return false;
    visiting.add(name);
    const keep = (reference: { readonly shape: string } | undefined) =>
      reference !== undefined && visit(reference.shape) ? reference.shape : undefined;
    const members = Object.entries(shape.members ?? {}).flatMap(([member, reference]) => {
      const constrained = keep(reference);
      return constrained === undefined ? [] : [[member, constrained] as const];
    });
    const constraints = withoutAbsent({
      min: shape.min,
      max: shape.max,
      pattern: shape.pattern,
      enum: shape.enum,
      integer: shape.type === 'integer' || shape.type === 'long' || undefined,
      required: shape.required?.length ? shape.required : undefined,
      members: members.length > 0 ? Object.fromEntries(members) : undefined,
      member: keep(shape.member),
      key: keep(shape.key),
      value: keep(shape.value),
    });
    visiting.delete(name);
    if (Object.keys(constraints).length === 0) return false;
    kept[name] = shape.sensitive ? { ...constraints, sensitive: true } : constraints;
    return true;
  };
  for (const root of roots) visit(root);
  return Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutAbsent(record: Readonly<Record<string, unknown>>): ShapeConstraints {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** One line per entry, so that a new model gives a readable difference. */
function section(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return literal(value);
  const entries = Object.entries(value).map(([key, entry]) => `    ${property(key)}: ${literal(entry)},`);
  return `{\n${entries.join('\n')}\n  }`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${property(key)}: ${literal(entry)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function main(modelFolder: string | undefined): void {
  if (modelFolder === undefined) {
    console.error('Usage: node tools/generateConstraints.ts MODEL_FOLDER');
    process.exitCode = 2;
    return;
  }
  for (const target of targets) {
    writeFileSync(target.tableFile, generateTable(target, modelFolder));
    console.log(`wrote ${path.relative(process.cwd(), target.tableFile)}`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv[2]);
