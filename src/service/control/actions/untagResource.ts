/** UntagResource: removes tags from a resource; keys that it does not have are no error. */

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { taggedResource } from '../tagRules.ts';

export const untagResource: Action<UntagResourceCommandInput, UntagResourceCommandOutput> = (input, context) => {
  const { tags, write } = taggedResource(input.Resource, context);
  const removed = new Set(input.TagKeys);
  write(Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))));
  return {};
};
