/** PublishVersion: numbers the current code and settings; what has not changed keeps its number. */

import type { PublishVersionCommandInput, PublishVersionCommandOutput } from '@aws-sdk/client-lambda';
import { configurationOf } from '../../store/functionStore.ts';
import type { Action } from '../context.ts';
import { functionTarget, requireLatest, requireUpdatable } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { publish } from '../publishing.ts';

export const publishVersion: Action<PublishVersionCommandInput, PublishVersionCommandOutput> = (input, context) => {
  if (input.PublishTo !== undefined) throw lambdaErrors.publishToUnsupported();
  const target = functionTarget(input.FunctionName, undefined, context);
  const stored = requireLatest(target, context);
  const { RevisionId, CodeSha256 = '' } = configurationOf(stored);
  requireUpdatable(stored, target.arn, input.RevisionId, RevisionId);
  if (input.CodeSha256 && input.CodeSha256 !== CodeSha256) {
    throw lambdaErrors.otherCodeSha256(input.CodeSha256, CodeSha256);
  }
  return publish(target.id, stored.record, input.Description, context.parts);
};
