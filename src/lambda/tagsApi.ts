/** What is used of the Resource Groups Tagging API, which reads the tags of many functions at once. */

import type { GetResourcesCommandInput, GetResourcesCommandOutput } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Call } from './api.ts';

export interface TagsApi {
  readonly getResources: Call<GetResourcesCommandInput, GetResourcesCommandOutput>;
}
