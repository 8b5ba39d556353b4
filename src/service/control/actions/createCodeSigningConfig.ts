/** CreateCodeSigningConfig: whose signatures count, and what happens to code without one. */

import type { CreateCodeSigningConfigCommandInput, CreateCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda';
import { newCodeSigningId, shownCodeSigning } from '../codeSigning.ts';
import type { Action } from '../context.ts';
import { checkNewTags } from '../tagRules.ts';

export const createCodeSigningConfig: Action<
  CreateCodeSigningConfigCommandInput,
  CreateCodeSigningConfigCommandOutput
> = (input, context) => {
  checkNewTags(input.Tags);
  const id = newCodeSigningId();
  const record = {
    description: input.Description,
    publishers: input.AllowedPublishers?.SigningProfileVersionArns ?? [],
    untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? 'Warn',
    lastModified: context.parts.clock.now(),
    tags: input.Tags ?? {},
  };
  context.parts.codeSigning.put(context.region, id, record);
  return { CodeSigningConfig: shownCodeSigning({ id, record }, context) };
};
