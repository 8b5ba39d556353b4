/** GetAccountSettings: the limits, and what the Region uses of them. */

import type { GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';

/** 300 GB per Region. (Lambda quotas, 2026.) */
const codeStorageBytes = 300 * 1024 ** 3;

export const getAccountSettings: Action<GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput> = (
  _input,
  { parts, region },
) => {
  const { functionCount, codeBytes } = parts.functions.usage(region);
  const layerBytes = parts.layers.all(region).reduce((sum, { record }) => sum + record.codeBytes, 0);
  return {
    AccountLimit: {
      TotalCodeSize: codeStorageBytes,
      CodeSizeUnzipped: limits.unzippedPackageBytes,
      CodeSizeZipped: limits.zippedPackageBytes,
      ConcurrentExecutions: limits.accountConcurrency,
      UnreservedConcurrentExecutions: limits.accountConcurrency - parts.concurrency.total(region),
    },
    AccountUsage: { TotalCodeSize: codeBytes + layerBytes, FunctionCount: functionCount },
  };
};
