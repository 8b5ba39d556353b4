import { describe, expect, test } from 'vitest';
import { toHumanError } from '../../../src/app/awsErrors.ts';
import { DeadlineError } from '../../../src/base/clock.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';

const retry = { label: 'Retry', command: 'lambdaWorkbench.refresh' };
const onProfile = { action: 'List functions', targetLabel: 'dev · eu-west-1', retry };
const onLocal = { action: 'List functions', targetLabel: 'Local' };

const answered = (code: string, status: number, message: string, members = {}) =>
  new LambdaServiceError(code, status, message, { members });
const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const system = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

const explained: readonly [string, unknown, string, string | undefined][] = [
  [
    'a missing permission',
    answered(
      'AccessDeniedException',
      403,
      'User: arn:aws:iam::1:user/me is not authorized to perform: lambda:ListFunctions on resource: * because no identity-based policy allows the lambda:ListFunctions action',
    ),
    'the permission lambda:ListFunctions is missing. An administrator can add it to arn:aws:iam::1:user/me.',
    undefined,
  ],
  [
    'an explicit deny',
    answered(
      'AccessDeniedException',
      403,
      'User: arn:aws:iam::1:user/me is not authorized to perform: lambda:UpdateFunctionCode on resource: x with an explicit deny in a service control policy',
    ),
    'the permission lambda:UpdateFunctionCode is denied to arn:aws:iam::1:user/me by a service control policy.',
    undefined,
  ],
  ['a denial without words', answered('AccessDeniedException', 403, ''), 'access was denied.', undefined],
  [
    'an expired token',
    answered('ExpiredTokenException', 403, 'The security token included in the request is expired'),
    'the session has expired. Sign in again: aws sso login --profile dev',
    'Sign In…',
  ],
  [
    'an expired SSO session',
    named(
      'CredentialsProviderError',
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    ),
    'the session has expired. Sign in again: aws sso login --profile dev',
    'Sign In…',
  ],
  [
    'an ended session of aws login',
    named('CredentialsProviderError', 'Your session has expired. Please reauthenticate.'),
    'the session has expired. Sign in again: aws login --profile dev',
    'Sign In…',
  ],
  [
    'a certificate of an unknown authority',
    system('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
    'the certificate of the endpoint is signed by an authority that is not trusted (UNABLE_TO_GET_ISSUER_CERT_LOCALLY). Where a proxy or a company signs for it, name a file with that authority in ca_bundle of profile dev, or in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS and start the editor again.',
    'Retry',
  ],
  [
    'a certificate out of its time',
    system('CERT_HAS_EXPIRED'),
    'the certificate of the endpoint is not valid now (CERT_HAS_EXPIRED). Check the clock of this machine.',
    undefined,
  ],
  [
    'a certificate of another host',
    system('ERR_TLS_CERT_ALTNAME_INVALID'),
    'the certificate of the endpoint is for another host: connect ERR_TLS_CERT_ALTNAME_INVALID',
    undefined,
  ],
  [
    'a proxy that cannot be reached',
    new Error('Failed to establish a socket connection to proxies: PROXY proxy.corp:3128'),
    'the proxy does not answer. Check http.proxy of the settings, and HTTPS_PROXY.',
    'Retry',
  ],
  [
    'a profile whose name has sso in it',
    named(
      'CredentialsProviderError',
      'Could not resolve credentials using profile: [my-sso] in configuration file(s).',
    ),
    'profile dev has no credentials. Check the shared AWS files, or sign in.',
    'Retry',
  ],
  [
    'a profile without credentials',
    named('CredentialsProviderError', 'Could not resolve credentials using profile: [dev] in configuration file(s).'),
    'profile dev has no credentials. Check the shared AWS files, or sign in.',
    'Retry',
  ],
  [
    'unknown keys',
    answered('UnrecognizedClientException', 403, 'The security token included in the request is invalid.'),
    'these credentials are not accepted (UnrecognizedClientException). Check the keys of profile dev.',
    'Retry',
  ],
  [
    'a wrong signature',
    answered('InvalidSignatureException', 403, 'Signature expired: 2026'),
    'the signature was refused. Check the secret key and the clock of this machine. (Signature expired: 2026)',
    undefined,
  ],
  [
    'reserved concurrency',
    answered('TooManyRequestsException', 429, 'Rate Exceeded.', {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    }),
    'the function is at its reserved concurrency. Wait for running invocations, or raise it.',
    undefined,
  ],
  [
    'throttling',
    answered('ThrottlingException', 400, 'Rate exceeded'),
    'too many requests. Wait a moment and try again.',
    'Retry',
  ],
  [
    'an update in progress',
    answered(
      'ResourceConflictException',
      409,
      'The operation cannot be performed at this time. An update is in progress for resource: arn',
    ),
    'another update of the function is in progress. Try again when it has finished.',
    undefined,
  ],
  [
    'another conflict',
    answered('ResourceConflictException', 409, 'Function already exist: orders'),
    'Function already exist: orders',
    undefined,
  ],
  [
    'a wrong Region',
    answered(
      'ResourceNotFoundException',
      404,
      "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
    ),
    "Functions from 'us-east-1' are not reachable in this region ('eu-west-1'). It may have been deleted, or it is in another Region.",
    'Refresh',
  ],
  [
    'somebody else’s change',
    answered('PreconditionFailedException', 412, 'The Revision Id provided does not match'),
    'the function was changed by someone else meanwhile. Look at the change, then try again.',
    undefined,
  ],
  [
    'an internal error',
    answered('ServiceException', 500, ''),
    'the service had an internal error. Try again. (ServiceException)',
    'Retry',
  ],
  ['an answer without words', answered('Strange', 418, 'UnknownError'), 'Strange, HTTP status 418', undefined],
  [
    'its own words',
    answered('InvalidParameterValueException', 400, 'Uploaded file must be a non-empty zip'),
    'Uploaded file must be a non-empty zip',
    undefined,
  ],
  [
    'a name that is not found',
    system('ENOTFOUND'),
    'the endpoint was not found. Check the network, and that the Region of the connection exists.',
    'Retry',
  ],
  [
    'a refused connection',
    system('ECONNREFUSED'),
    'nothing listens at the endpoint. Check endpoint_url of profile dev.',
    'Retry',
  ],
  [
    'a broken connection',
    system('ECONNRESET'),
    'the connection broke (ECONNRESET). Check the network and try again.',
    'Retry',
  ],
  [
    'a wrapped system error',
    new Error('fetch failed', { cause: new AggregateError([system('ECONNREFUSED')]) }),
    'nothing listens at the endpoint. Check endpoint_url of profile dev.',
    'Retry',
  ],
  [
    'no answer in time',
    named('TimeoutError', 'socket timed out'),
    'there was no answer in time. Check the network, a VPN or a proxy, and try again.',
    'Retry',
  ],
  [
    'a deadline',
    new DeadlineError('x', 1),
    'there was no answer in time. Check the network, a VPN or a proxy, and try again.',
    'Retry',
  ],
  ['anything else', new Error('odd'), 'odd', undefined],
  ['what is not even an error', 'odd', 'odd', undefined],
];

describe('errors of a target', () => {
  test.each(explained)('%s', (_, error, text, button) => {
    const human = toHumanError(error, onProfile);
    expect(human.message).toBe(`List functions on dev · eu-west-1: ${text}`);
    expect(human.action?.label).toBe(button);
    expect(human.cause).toBe(error);
  });

  test('on Local a lost connection offers to restart the service', () => {
    const human = toHumanError(system('ECONNREFUSED'), onLocal);
    expect(human.message).toBe('List functions on Local: the local service does not answer (ECONNREFUSED).');
    expect(human.action).toMatchObject({
      label: 'Restart Local Service',
      command: 'lambdaWorkbench.restartLocalService',
    });
  });

  test('what cannot be done again by a button has none', () => {
    const human = toHumanError(system('ECONNRESET'), { action: 'Redeploy orders', targetLabel: 'dev · eu-west-1' });
    expect(human.action).toBeUndefined();
  });

  test('what is ready to be shown passes', () => {
    const ready = new HumanError('Link the function first.');
    expect(toHumanError(ready, onLocal)).toBe(ready);
  });
});
