/** DescribeQueryDefinitions: kept queries in the order of their names. */

import type {
  DescribeQueryDefinitionsCommandInput,
  DescribeQueryDefinitionsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { pageByKey } from '../logFilters.ts';

export const describeQueryDefinitions: Action<
  DescribeQueryDefinitionsCommandInput,
  DescribeQueryDefinitionsCommandOutput
> = ({ queryDefinitionNamePrefix = '', queryLanguage, maxResults = 1000, nextToken }, { parts, region }) => {
  const key = ({ id, record }: { readonly id: string; readonly record: { readonly name: string } }) =>
    `${record.name}\n${id}`;
  const found = parts.queryDefinitions
    .list(region)
    .filter(({ record }) => record.name.startsWith(queryDefinitionNamePrefix))
    .filter(({ record }) => queryLanguage === undefined || record.queryLanguage === queryLanguage)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const { page, ...next } = pageByKey(found, key, { limit: maxResults, nextToken });
  return { queryDefinitions: page.map(({ id, record }) => ({ queryDefinitionId: id, ...record })), ...next };
};
