/** ListTags: the tags of a function, an event source mapping, a code signing configuration or a capacity provider. */

import type { ListTagsCommandInput, ListTagsCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { taggedResource } from '../tagRules.ts';

export const listTags: Action<ListTagsCommandInput, ListTagsCommandOutput> = (input, context) => {
  return { Tags: taggedResource(input.Resource, context).tags };
};
