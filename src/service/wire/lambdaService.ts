/** AWS Lambda on the wire: the operations that are answered, and the routes of all. */

import {
  AddPermission$,
  CreateAlias$,
  CreateFunction$,
  DeleteAlias$,
  DeleteFunction$,
  DeleteFunctionConcurrency$,
  DeleteFunctionEventInvokeConfig$,
  GetAccountSettings$,
  GetAlias$,
  GetFunction$,
  GetFunctionConcurrency$,
  GetFunctionConfiguration$,
  GetFunctionEventInvokeConfig$,
  GetPolicy$,
  Invoke$,
  InvokeWithResponseStream$,
  ListAliases$,
  ListFunctionEventInvokeConfigs$,
  ListFunctions$,
  ListTags$,
  ListVersionsByFunction$,
  PublishVersion$,
  PutFunctionConcurrency$,
  PutFunctionEventInvokeConfig$,
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
  AddPermission: AddPermission$,
  CreateAlias: CreateAlias$,
  CreateFunction: CreateFunction$,
  DeleteAlias: DeleteAlias$,
  DeleteFunction: DeleteFunction$,
  DeleteFunctionConcurrency: DeleteFunctionConcurrency$,
  DeleteFunctionEventInvokeConfig: DeleteFunctionEventInvokeConfig$,
  GetAccountSettings: GetAccountSettings$,
  GetAlias: GetAlias$,
  GetFunction: GetFunction$,
  GetFunctionConcurrency: GetFunctionConcurrency$,
  GetFunctionConfiguration: GetFunctionConfiguration$,
  GetFunctionEventInvokeConfig: GetFunctionEventInvokeConfig$,
  GetPolicy: GetPolicy$,
  Invoke: Invoke$,
  InvokeWithResponseStream: InvokeWithResponseStream$,
  ListAliases: ListAliases$,
  ListFunctionEventInvokeConfigs: ListFunctionEventInvokeConfigs$,
  ListFunctions: ListFunctions$,
  ListTags: ListTags$,
  ListVersionsByFunction: ListVersionsByFunction$,
  PublishVersion: PublishVersion$,
  PutFunctionConcurrency: PutFunctionConcurrency$,
  PutFunctionEventInvokeConfig: PutFunctionEventInvokeConfig$,
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
