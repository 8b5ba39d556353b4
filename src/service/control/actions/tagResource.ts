/** TagResource: adds tags to a function and replaces those of the same key. */

import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { taggedFunction, tagLimit } from '../tagRules.ts';

export const tagResource: Action<TagResourceCommandInput, TagResourceCommandOutput> = (input, context) => {
  const { parts } = context;
  const stored = taggedFunction(input.Resource, context);
  const tags = { ...stored.tags, ...input.Tags };
  if (Object.keys(tags).length > tagLimit) throw lambdaErrors.tooManyTags();
  parts.functions.updateTags(stored.id, tags, { ...stored.record, revisionId: parts.newRevisionId() });
  return {};
};
