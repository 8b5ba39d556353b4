/** TagResource: adds tags to a resource and replaces those of the same key. */

import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { checkTags, taggedResource } from '../tagRules.ts';

export const tagResource: Action<TagResourceCommandInput, TagResourceCommandOutput> = (input, context) => {
  const { tags, write } = taggedResource(input.Resource, context);
  const together = { ...tags, ...input.Tags };
  checkTags(input.Tags ?? {}, together);
  write(together);
  return {};
};
