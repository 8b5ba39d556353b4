/** AWS Lambda on the wire: the operations that are answered, and the routes of all. */

import {
  AddLayerVersionPermission$,
  AddPermission$,
  CreateAlias$,
  CreateFunction$,
  DeleteAlias$,
  DeleteFunction$,
  DeleteFunctionConcurrency$,
  DeleteFunctionEventInvokeConfig$,
  DeleteLayerVersion$,
  GetAccountSettings$,
  GetAlias$,
  GetFunction$,
  GetFunctionConcurrency$,
  GetFunctionConfiguration$,
  GetFunctionEventInvokeConfig$,
  GetLayerVersion$,
  GetLayerVersionByArn$,
  GetLayerVersionPolicy$,
  GetPolicy$,
  Invoke$,
  InvokeWithResponseStream$,
  ListAliases$,
  ListFunctionEventInvokeConfigs$,
  ListFunctions$,
  ListLayers$,
  ListLayerVersions$,
  ListTags$,
  ListVersionsByFunction$,
  PublishLayerVersion$,
  PublishVersion$,
  PutFunctionConcurrency$,
  PutFunctionEventInvokeConfig$,
  RemoveLayerVersionPermission$,
  RemovePermission$,
  TagResource$,
  UntagResource$,
  UpdateAlias$,
  UpdateFunctionCode$,
  UpdateFunctionConfiguration$,
  UpdateFunctionEventInvokeConfig$,
} from '@aws-sdk/client-lambda';
import { lambdaModel } from './generated/lambdaConstraints.ts';
import type { Operation } from './operation.ts';
import { compileRestJson } from './restJson.ts';
import { RouteTable } from './routes.ts';

// Imported one by one: the whole client would triple the bundle.
const schemas = {
  AddLayerVersionPermission: AddLayerVersionPermission$,
  AddPermission: AddPermission$,
  CreateAlias: CreateAlias$,
  CreateFunction: CreateFunction$,
  DeleteAlias: DeleteAlias$,
  DeleteFunction: DeleteFunction$,
  DeleteFunctionConcurrency: DeleteFunctionConcurrency$,
  DeleteFunctionEventInvokeConfig: DeleteFunctionEventInvokeConfig$,
  DeleteLayerVersion: DeleteLayerVersion$,
  GetAccountSettings: GetAccountSettings$,
  GetAlias: GetAlias$,
  GetFunction: GetFunction$,
  GetFunctionConcurrency: GetFunctionConcurrency$,
  GetFunctionConfiguration: GetFunctionConfiguration$,
  GetFunctionEventInvokeConfig: GetFunctionEventInvokeConfig$,
  GetLayerVersion: GetLayerVersion$,
  GetLayerVersionByArn: GetLayerVersionByArn$,
  GetLayerVersionPolicy: GetLayerVersionPolicy$,
  GetPolicy: GetPolicy$,
  Invoke: Invoke$,
  InvokeWithResponseStream: InvokeWithResponseStream$,
  ListAliases: ListAliases$,
  ListFunctionEventInvokeConfigs: ListFunctionEventInvokeConfigs$,
  ListFunctions: ListFunctions$,
  ListLayerVersions: ListLayerVersions$,
  ListLayers: ListLayers$,
  ListTags: ListTags$,
  ListVersionsByFunction: ListVersionsByFunction$,
  PublishLayerVersion: PublishLayerVersion$,
  PublishVersion: PublishVersion$,
  PutFunctionConcurrency: PutFunctionConcurrency$,
  PutFunctionEventInvokeConfig: PutFunctionEventInvokeConfig$,
  RemoveLayerVersionPermission: RemoveLayerVersionPermission$,
  RemovePermission: RemovePermission$,
  TagResource: TagResource$,
  UntagResource: UntagResource$,
  UpdateAlias: UpdateAlias$,
  UpdateFunctionCode: UpdateFunctionCode$,
  UpdateFunctionConfiguration: UpdateFunctionConfiguration$,
  UpdateFunctionEventInvokeConfig: UpdateFunctionEventInvokeConfig$,
};

export type LambdaOperationName = keyof typeof schemas;

export const lambdaSigningName = lambdaModel.signingName;
export const lambdaRoutes = new RouteTable(lambdaModel.operations);
export const lambdaCapitalMessage: ReadonlySet<string> = new Set(lambdaModel.capitalMessage);

const compiled = new Map<string, Operation>();

/** The operation of that name, compiled when it is first asked for; `undefined` when it is not answered yet. */
export function lambdaOperation(name: string): Operation | undefined {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(schemas, name)) return undefined;
  const operation = compileRestJson(schemas[name as LambdaOperationName], lambdaModel);
  compiled.set(name, operation);
  return operation;
}
