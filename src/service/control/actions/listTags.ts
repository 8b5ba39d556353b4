/** ListTags: the tags of a function. */

import type { ListTagsCommandInput, ListTagsCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { taggedFunction } from '../tagRules.ts';

export const listTags: Action<ListTagsCommandInput, ListTagsCommandOutput> = (input, context) => {
  return { Tags: taggedFunction(input.Resource, context).tags };
};
