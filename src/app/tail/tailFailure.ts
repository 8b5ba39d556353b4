/** What a tail does about a failed request. */

import { HumanError } from '../../base/humanError.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';

export type TailFailure =
  /** The log group is not there: nothing was logged so far. */
  | 'missing'
  /** Too many requests: the same again, later. */
  | 'throttled'
  /** The network or the service has a bad moment: the same again, a few times. */
  | 'transient'
  /** Permissions, credentials, anything that stays as it is until a person acts. */
  | 'final';

const throttlingCodes: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'LimitExceededException',
]);

/** Errors that the SDK raises before it sends anything. */
const credentialErrors: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError']);

export function classifyTailFailure(error: unknown): TailFailure {
  if (error instanceof LambdaServiceError) {
    if (error.code === 'ResourceNotFoundException') return 'missing';
    if (throttlingCodes.has(error.code) || error.httpStatus === 429) return 'throttled';
    return error.httpStatus >= 500 || error.httpStatus === 0 ? 'transient' : 'final';
  }
  if (error instanceof HumanError || !(error instanceof Error)) return 'final';
  return credentialErrors.has(error.name) ? 'final' : 'transient';
}
