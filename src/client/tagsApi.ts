/** The Resource Groups Tagging API over the SDK. Loaded with its first call: grouping and filtering by tag are asked for. */

import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { TagsApi } from '../lambda/tagsApi.ts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';

export function tagsApi(settings: EndpointSettings): TagsApi {
  const { caller } = settings;
  const client = new ResourceGroupsTaggingAPIClient(clientConfiguration(settings, 'tags'));
  return {
    getResources: (input, options) => caller.call((how) => client.send(new GetResourcesCommand(input), how), options),
  };
}
