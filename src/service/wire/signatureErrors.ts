/** What AWS answers to a request that is not signed as it should be: one factory for each fault, all of them 403. */

import { hash } from 'node:crypto';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { basicTime } from './basicTime.ts';

const refused = (code: string, message: string) => new LambdaServiceError(code, 403, message);
const invalid = (message: string) => refused('InvalidSignatureException', message);

export const signatureErrors = {
  missing: () => refused('MissingAuthenticationTokenException', 'Missing Authentication Token'),

  unknownKey: () => refused('UnrecognizedClientException', 'The security token included in the request is invalid.'),

  algorithm: () => refused('IncompleteSignatureException', "Unsupported AWS 'algorithm': use AWS4-HMAC-SHA256."),

  incomplete(absent: readonly string[], header: string) {
    const sentences = absent.map((name) => {
      if (name === 'date')
        return "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
      return `Authorization header requires '${name}' parameter.`;
    });
    // The header itself may hold a secret by mistake, so AWS repeats only its hash.
    const digest = hash('sha256', header, 'base64');
    const trace = `(Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`;
    return refused('IncompleteSignatureException', `${sentences.join(' ')} ${trace}`);
  },

  /** A value of the query is no secret by itself, but the whole URL is: only names are repeated. */
  incompleteQuery: (absent: readonly string[]) =>
    refused(
      'IncompleteSignatureException',
      absent.map((name) => `AWS query-string parameters must include '${name}'.`).join(' '),
    ),

  expiresNoNumber: () => refused('IncompleteSignatureException', 'X-Amz-Expires should be a number'),

  expiresTooLate: () =>
    refused(
      'IncompleteSignatureException',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    ),

  malformedCredential: (credential: string) =>
    refused(
      'IncompleteSignatureException',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.split('/').length}'`,
    ),

  hostNotSigned: () => invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),

  headerNotSigned: (name: string) => invalid(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`),

  mismatch: () =>
    invalid(
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),

  bodyMismatch: () =>
    invalid("The value of the 'x-amz-content-sha256' header does not match the SHA-256 of the request's body."),

  terminator: (found: string) =>
    invalid(`Credential should be scoped with a valid terminator: 'aws4_request', not '${found}'.`),

  service: (wanted: string) => invalid(`Credential should be scoped to correct service: '${wanted}'. `),

  region: () => invalid('Credential should be scoped to a valid region. '),

  scopeDate: (scope: string, dateTime: string) =>
    invalid(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        `'${scope.split('/')[0]}' != '${dateTime.slice(0, 8)}', from '${dateTime}'.`,
    ),

  malformedDate: () =>
    refused(
      'IncompleteSignatureException',
      "Date must be in ISO-8601 'basic format'. Got it from the 'X-Amz-Date' header.",
    ),

  expired: (dateTime: string, nowMs: number, skewMs: number) =>
    invalid(
      `Signature expired: ${dateTime} is now earlier than ${basicTime(nowMs - skewMs)} (${basicTime(nowMs)} - ${skewMs / 60_000} min.)`,
    ),

  notYetCurrent: (dateTime: string, nowMs: number, skewMs: number) =>
    invalid(
      `Signature not yet current: ${dateTime} is still later than ${basicTime(nowMs + skewMs)} (${basicTime(nowMs)} + ${skewMs / 60_000} min.)`,
    ),
};
