/** UntagResource: removes tags from a function; keys that it does not have are no error. */

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { taggedFunction } from '../tagRules.ts';

export const untagResource: Action<UntagResourceCommandInput, UntagResourceCommandOutput> = (input, context) => {
  const { parts } = context;
  const stored = taggedFunction(input.Resource, context);
  const removed = new Set(input.TagKeys);
  const tags = Object.fromEntries(Object.entries(stored.tags).filter(([key]) => !removed.has(key)));
  parts.functions.updateTags(stored.id, tags, { ...stored.record, revisionId: parts.newRevisionId() });
  return {};
};
