/** `AKID/20260115/us-east-1/lambda/aws4_request`: who signed, when, for what. */

import { signatureErrors } from './signatureErrors.ts';

export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20260115/us-east-1/lambda/aws4_request` and its parts. */
  readonly scope: string;
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

/** Throws `LambdaServiceError` (403) unless there are exactly five parts. */
export function parseScope(credential: string): CredentialScope {
  const [accessKeyId = '', scopeDate, region, service, terminator, ...more] = credential.split('/');
  if (
    scopeDate === undefined ||
    region === undefined ||
    service === undefined ||
    terminator === undefined ||
    more.length > 0
  ) {
    throw signatureErrors.malformedCredential(credential);
  }
  const scope = [scopeDate, region, service, terminator].join('/');
  return { accessKeyId, scope, scopeDate, region, service, terminator };
}
