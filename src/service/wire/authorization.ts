/** The `Authorization` header of a signed request, taken apart. */

import type { IncomingHttpHeaders } from 'node:http';
import { signatureErrors } from './signatureErrors.ts';

export interface Authorization {
  readonly accessKeyId: string;
  /** `20260115/us-east-1/lambda/aws4_request` and its parts. */
  readonly scope: string;
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  /** Lower case, in the order of the header. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
  /** `20260115T101112Z`, from `X-Amz-Date`. */
  readonly dateTime: string;
}

/** Throws `LambdaServiceError` (403) for a missing, incomplete or malformed header. */
export function parseAuthorization(headers: IncomingHttpHeaders, algorithm: string): Authorization {
  const header = headers.authorization;
  if (header === undefined) throw signatureErrors.missing();
  if (!header.startsWith(`${algorithm} `)) throw signatureErrors.algorithm();
  const fields = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
      }),
  );
  const dateTime = headers['x-amz-date'];
  const absent = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !fields.get(name));
  if (typeof dateTime !== 'string') absent.push('date');
  if (absent.length > 0 || typeof dateTime !== 'string') throw signatureErrors.incomplete(absent, header);
  const [accessKeyId = '', ...scope] = (fields.get('Credential') ?? '').split('/');
  const [scopeDate, region, service, terminator] = scope;
  if (scopeDate === undefined || region === undefined || service === undefined || terminator === undefined) {
    throw signatureErrors.malformedCredential(fields.get('Credential') ?? '');
  }
  const signedHeaders = (fields.get('SignedHeaders') ?? '').split(';');
  // An unsigned Host would let a captured request be sent elsewhere.
  if (!signedHeaders.includes('host')) throw signatureErrors.hostNotSigned();
  return {
    accessKeyId,
    scope: scope.join('/'),
    scopeDate,
    region,
    service,
    terminator,
    signedHeaders,
    signature: fields.get('Signature') ?? '',
    dateTime,
  };
}
