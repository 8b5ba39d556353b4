/** UpdateCodeSigningConfig: changes what is given; functions that have it follow with their next code. */

import type { UpdateCodeSigningConfigCommandInput, UpdateCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda';
import { requireCodeSigning, shownCodeSigning } from '../codeSigning.ts';
import type { Action } from '../context.ts';

export const updateCodeSigningConfig: Action<
  UpdateCodeSigningConfigCommandInput,
  UpdateCodeSigningConfigCommandOutput
> = (input, context) => {
  const { id, record } = requireCodeSigning(input.CodeSigningConfigArn, context);
  const updated = {
    ...record,
    description: input.Description ?? record.description,
    publishers: input.AllowedPublishers?.SigningProfileVersionArns ?? record.publishers,
    untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? record.untrusted,
    lastModified: context.parts.clock.now(),
  };
  context.parts.codeSigning.put(context.region, id, updated);
  return { CodeSigningConfig: shownCodeSigning({ id, record: updated }, context) };
};
