/** Tags of all functions of a target: in a few requests where the target can tell them together, one by one elsewhere. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionTags } from '../lambda/functionTags.ts';
import { parseFunctionReference } from '../lambda/names.ts';
import type { Connection } from './target.ts';

/** Pages of GetResources hold up to a hundred. */
const perPage = 100;
const requestsAtOnce = 8;

/** By function name; a function without tags may be missing. Rejects as the requests do. */
export async function readAllTags(
  connection: Connection,
  functions: readonly FunctionConfiguration[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FunctionTags>> {
  return connection.tags === undefined ? oneByOne(connection, functions, signal) : together(connection.tags, signal);
}

async function together(
  tags: NonNullable<Connection['tags']>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FunctionTags>> {
  const api = await tags();
  const found = new Map<string, FunctionTags>();
  let token: string | undefined;
  do {
    const page = await api.getResources(
      {
        ResourceTypeFilters: ['lambda:function'],
        ResourcesPerPage: perPage,
        ...(token === undefined ? {} : { PaginationToken: token }),
      },
      { signal },
    );
    for (const { ResourceARN = '', Tags = [] } of page.ResourceTagMappingList ?? []) {
      const name = parseFunctionReference(ResourceARN)?.name;
      if (name !== undefined) found.set(name, Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])));
    }
    token = page.PaginationToken === '' ? undefined : page.PaginationToken;
  } while (token !== undefined);
  return found;
}

async function oneByOne(
  { lambda }: Connection,
  functions: readonly FunctionConfiguration[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FunctionTags>> {
  const found = new Map<string, FunctionTags>();
  const waiting = functions.values();
  const worker = async () => {
    for (const { FunctionName, FunctionArn } of waiting) {
      if (FunctionName === undefined || FunctionArn === undefined) continue;
      found.set(FunctionName, (await lambda.listTags({ Resource: FunctionArn }, { signal })).Tags ?? {});
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, worker));
  return found;
}
