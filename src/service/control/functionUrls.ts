/** What the operations on function URLs have in common: whose URL is meant, and how it is shown. */

import { randomInt } from 'node:crypto';
import type { Cors, FunctionUrlConfig } from '@aws-sdk/client-lambda';
import type { FunctionUrlRecord } from '../store/functionUrlRecord.ts';
import type { ActionContext } from './context.ts';
import { type FunctionTarget, functionTarget, isAliasName } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/** A function or an alias that has a URL. Throws 404. */
export function requireUrl(
  input: { readonly FunctionName: string | undefined; readonly Qualifier?: string | undefined },
  context: ActionContext,
): { readonly target: FunctionTarget; readonly record: FunctionUrlRecord } {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  const record = context.parts.functionUrls.get(target.id, target.qualifier);
  if (record === undefined) throw lambdaErrors.noSuchResource();
  return { target, record };
}

/** A function or an alias that may have one. Throws 404. */
export function urlTarget(
  input: { readonly FunctionName: string | undefined; readonly Qualifier?: string | undefined },
  context: ActionContext,
): FunctionTarget {
  const { functions, aliases } = context.parts;
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  const isThere = isAliasName(target.qualifier)
    ? aliases.get(target.id, target.qualifier) !== undefined
    : functions.get(target.id) !== undefined;
  if (!isThere) throw lambdaErrors.functionDoesNotExist();
  return target;
}

/** As GetFunctionUrlConfig and lists have it. */
export function shownUrl(
  { arn, id }: FunctionTarget,
  qualifier: string | undefined,
  record: FunctionUrlRecord,
  { endpoint }: ActionContext,
): FunctionUrlConfig {
  return {
    FunctionUrl: `http://${record.urlId}.lambda-url.${id.region}.localhost:${new URL(endpoint).port}/`,
    FunctionArn: qualifier ? `${arn}:${qualifier}` : arn,
    AuthType: record.authType,
    ...(record.cors === undefined ? {} : { Cors: record.cors }),
    CreationTime: record.createdAt,
    LastModifiedTime: record.lastModified,
    InvokeMode: record.invokeMode,
  };
}

/** An empty configuration takes the headers away. */
export function keptCors(cors: Cors | undefined): Cors | undefined {
  return cors === undefined || Object.keys(cors).length === 0 ? undefined : cors;
}

export function newUrlId(): string {
  const characters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from({ length: 32 }, () => characters[randomInt(characters.length)]).join('');
}
