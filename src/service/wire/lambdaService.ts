/** AWS Lambda on the wire: the operations that are answered, and the routes of all. */

import {
  CreateAlias$,
  CreateFunction$,
  DeleteAlias$,
  DeleteFunction$,
  DeleteFunctionConcurrency$,
  GetAccountSettings$,
  GetAlias$,
  GetFunction$,
  GetFunctionConcurrency$,
  GetFunctionConfiguration$,
  Invoke$,
  InvokeWithResponseStream$,
  ListAliases$,
  ListFunctions$,
  ListTags$,
  ListVersionsByFunction$,
  PublishVersion$,
  PutFunctionConcurrency$,
  TagResource$,
  UntagResource$,
  UpdateAlias$,
  UpdateFunctionCode$,
  UpdateFunctionConfiguration$,
} from '@aws-sdk/client-lambda';
import { lambdaModel } from './generated/lambdaConstraints.ts';
import type { Operation } from './operation.ts';
import { compileRestJson } from './restJson.ts';
import { RouteTable } from './routes.ts';

// Imported one by one: the whole client would triple the bundle.
const schemas = {
  CreateAlias: CreateAlias$,
  CreateFunction: CreateFunction$,
  DeleteAlias: DeleteAlias$,
  DeleteFunction: DeleteFunction$,
  DeleteFunctionConcurrency: DeleteFunctionConcurrency$,
  GetAccountSettings: GetAccountSettings$,
  GetAlias: GetAlias$,
  GetFunction: GetFunction$,
  GetFunctionConcurrency: GetFunctionConcurrency$,
  GetFunctionConfiguration: GetFunctionConfiguration$,
  Invoke: Invoke$,
  InvokeWithResponseStream: InvokeWithResponseStream$,
  ListAliases: ListAliases$,
  ListFunctions: ListFunctions$,
  ListTags: ListTags$,
  ListVersionsByFunction: ListVersionsByFunction$,
  PublishVersion: PublishVersion$,
  PutFunctionConcurrency: PutFunctionConcurrency$,
  TagResource: TagResource$,
  UntagResource: UntagResource$,
  UpdateAlias: UpdateAlias$,
  UpdateFunctionCode: UpdateFunctionCode$,
  UpdateFunctionConfiguration: UpdateFunctionConfiguration$,
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
