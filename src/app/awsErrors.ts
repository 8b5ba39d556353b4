/** Errors of a target in words for a person: what happened, to what, what to do next. */

import { DeadlineError } from '../base/clock.ts';
import { type HumanAction, HumanError, messageOf } from '../base/humanError.ts';
import { LambdaServiceError } from '../lambda/serviceError.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import { certificateCodeOf, proxyFailureOf, systemCodeOf } from './connectionErrors.ts';
import { localTargetId } from './localTarget.ts';

export interface FailedAction {
  /** What was tried: `List functions`, `Redeploy orders-api`. */
  readonly action: string;
  /** `Target.label`. */
  readonly targetLabel: string;
  /** The button that does it again, where one can. */
  readonly retry?: HumanAction;
}

/** A `HumanError` passes as it is; everything else is explained, and kept as the cause. */
export function toHumanError(error: unknown, what: FailedAction): HumanError {
  if (error instanceof HumanError) return error;
  const explained = explain(error, what);
  const place = `${what.action} on ${what.targetLabel}`;
  const action = explained.action === 'retry' ? what.retry : explained.action;
  return new HumanError(`${place}: ${explained.text}`, { cause: error, ...(action ? { action } : {}) });
}

interface Explanation {
  readonly text: string;
  /** `'retry'`: doing the same again may well succeed. */
  readonly action?: HumanAction | 'retry';
}

function explain(error: unknown, what: FailedAction): Explanation {
  if (error instanceof LambdaServiceError) return explainAnswer(error, what);
  const name = error instanceof Error ? error.name : '';
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return explainCredentials(messageOf(error), what);
  }
  if (name === 'TimeoutError' || error instanceof DeadlineError) {
    return {
      text: 'there was no answer in time. Check the network, a VPN or a proxy, and try again.',
      action: 'retry',
    };
  }
  const proxyFailure = proxyFailureOf(error);
  if (proxyFailure !== undefined) return { ...proxyFailures[proxyFailure], action: 'retry' };
  const certificateCode = certificateCodeOf(error);
  if (certificateCode !== undefined) return explainCertificate(certificateCode, messageOf(error), what);
  const code = systemCodeOf(error);
  return code === undefined ? { text: messageOf(error) } : explainConnection(code, what);
}

function explainAnswer(error: LambdaServiceError, what: FailedAction): Explanation {
  const { code, message } = error;
  // Only a proxy asks for this, never AWS: its answer arrives where the endpoint's was expected.
  if (error.httpStatus === 407) return { ...proxyFailures['sign-in'], action: 'retry' };
  if (isAccessDenied(error)) return explainDenied(message);
  if (expiredCodes.has(code)) return explainExpired(what);
  if (unknownKeyCodes.has(code)) {
    return {
      text: `these credentials are not accepted (${code}). Check the keys of profile ${profileOf(what)}.`,
      action: 'retry',
    };
  }
  if (throttleCodes.has(code) || error.httpStatus === 429) return explainThrottle(error);
  switch (code) {
    case 'ResourceConflictException':
      return message.includes('update is in progress') || message.includes('state: Pending')
        ? { text: 'another update of the function is in progress. Try again when it has finished.' }
        : { text: message };
    case 'ResourceNotFoundException':
      return { text: `${message}. It may have been deleted, or it is in another Region.`, action: refresh };
    case 'PreconditionFailedException':
      return { text: 'the function was changed by someone else meanwhile. Look at the change, then try again.' };
    case 'RequestEntityTooLargeException':
    case 'RequestTooLargeException':
      return { text: `Lambda refused the size of the request: ${message}` };
    case 'RecursiveInvocationException':
      return {
        text: 'Lambda stopped a chain of invocations in which the function called itself about 16 times. Look for what it writes to that invokes it; where the loop is meant, set RecursiveLoop to Allow.',
      };
    case 'ResourceNotReadyException':
    case 'SnapStartNotReadyException':
      return { text: `the function is not ready yet. Try again in a moment. (${message})`, action: 'retry' };
    case 'KMSAccessDeniedException':
    case 'KMSDisabledException':
    case 'KMSNotFoundException':
    case 'KMSInvalidStateException':
      return { text: `Lambda could not decrypt the environment variables. Check the function's KMS key. (${message})` };
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
    case 'RequestExpired':
      return { text: `the signature was refused. Check the secret key and the clock of this machine. (${message})` };
    case 'ServiceException':
    case 'InternalServerException':
    case 'ServiceUnavailableException':
      return { text: `the service had an internal error. Try again. (${message || code})`, action: 'retry' };
    default:
      return { text: /^(UnknownError)?$/.test(message) ? `${code}, HTTP status ${error.httpStatus}` : message };
  }
}

function isAccessDenied(error: LambdaServiceError): boolean {
  return /^(AccessDenied(Exception)?|ForbiddenException|UnauthorizedOperation|AuthorizationError)$/.test(error.code);
}

/** AWS names the action that was refused: `… is not authorized to perform: lambda:ListFunctions on resource: …`. */
function explainDenied(message: string): Explanation {
  const permission = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
  const who = /^User: (\S+)/.exec(message)?.[1];
  const boundary = /with an explicit deny in (?:a |an )?([\w -]+?)(?:: |$|\.)/.exec(message)?.[1];
  if (permission === undefined) return { text: `access was denied. ${message}`.trimEnd() };
  const subject = who === undefined ? 'these credentials' : who;
  return {
    text:
      boundary === undefined
        ? `the permission ${permission} is missing. An administrator can add it to ${subject}.`
        : `the permission ${permission} is denied to ${subject} by a ${boundary}.`,
  };
}

function explainExpired(what: FailedAction, login = 'aws sso login'): Explanation {
  return {
    text: `the session has expired. Sign in again: ${login} --profile ${profileOf(what)}`,
    action: { label: 'Sign In…', command: 'lambdaWorkbench.signIn' satisfies CommandId, arguments: [what.targetLabel] },
  };
}

/** The SDK has no codes here, so its words decide. */
function explainCredentials(message: string, what: FailedAction): Explanation {
  if (/Could not load credentials/i.test(message)) {
    return {
      text: 'no credentials were found: neither in variables, nor in the shared AWS files, nor does a container or an instance answer with any.',
      action: 'retry',
    };
  }
  if (/Could not resolve credentials using profile/i.test(message)) {
    return {
      text: `profile ${profileOf(what)} has no credentials. Check the shared AWS files, or sign in.`,
      action: 'retry',
    };
  }
  if (/aws login|re-?authenticate|Failed to load token from/i.test(message)) return explainExpired(what, 'aws login');
  if (/sso|Token is expired|refresh failed/i.test(message)) return explainExpired(what);
  if (/MFA/i.test(message)) return { text: `the code of the MFA device is needed: ${message}`, action: 'retry' };
  return { text: `credentials of profile ${profileOf(what)}: ${message}`, action: 'retry' };
}

function explainThrottle(error: LambdaServiceError): Explanation {
  switch (error.members['Reason']) {
    case 'ReservedFunctionConcurrentInvocationLimitExceeded':
      return { text: 'the function is at its reserved concurrency. Wait for running invocations, or raise it.' };
    case 'ConcurrentInvocationLimitExceeded':
      return { text: 'the account is at its concurrency limit in this Region. Wait for running invocations.' };
    default:
      return { text: 'too many requests. Wait a moment and try again.', action: 'retry' };
  }
}

function explainConnection(code: string, what: FailedAction): Explanation {
  if (what.targetLabel === localLabel) {
    return { text: `the local service does not answer (${code}).`, action: restartLocalService };
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        text: 'the endpoint was not found. Check the network, and that the Region of the connection exists.',
        action: 'retry',
      };
    case 'ECONNREFUSED':
      return {
        text: `nothing listens at the endpoint. Check endpoint_url of profile ${profileOf(what)}.`,
        action: 'retry',
      };
    default:
      return { text: `the connection broke (${code}). Check the network and try again.`, action: 'retry' };
  }
}

function explainCertificate(code: string, message: string, what: FailedAction): Explanation {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return { text: `the certificate of the endpoint is not valid now (${code}). Check the clock of this machine.` };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return { text: `the certificate of the endpoint is for another host: ${message}` };
  }
  return {
    text: `the certificate of the endpoint is signed by an authority that is not trusted (${code}). Where a proxy or a company signs for it, name a file with that authority in ca_bundle of profile ${profileOf(what)}, or in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS and start the editor again.`,
    action: 'retry',
  };
}

const proxyFailures = {
  'sign-in': {
    text: 'the proxy wants a sign-in (HTTP status 407). Put name and password into http.proxy of the settings, or into HTTPS_PROXY: http://name:password@host:port',
  },
  refused: { text: 'the proxy refused to connect to the endpoint. Ask who runs it, or name the host in http.noProxy.' },
  unreachable: { text: 'the proxy does not answer. Check http.proxy of the settings, and HTTPS_PROXY.' },
} as const;

const localLabel = 'Local';
const refresh: HumanAction = { label: 'Refresh', command: 'lambdaWorkbench.refresh' satisfies CommandId };
const restartLocalService: HumanAction = {
  label: 'Restart Local Service',
  command: 'lambdaWorkbench.restartLocalService' satisfies CommandId,
  arguments: [localTargetId],
};

const expiredCodes: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'UnauthorizedException']);
const unknownKeyCodes: ReadonlySet<string> = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
]);
const throttleCodes: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

/** `profile · region` begins with the profile. */
function profileOf(what: FailedAction): string {
  return what.targetLabel.split(' · ')[0] ?? what.targetLabel;
}
