/** The SDK's default chain, alone in a file: loaded with the first request that needs credentials of a profile. */

import { fromNodeProviderChain } from '@aws-sdk/credential-providers';

export const defaultChain = fromNodeProviderChain;
