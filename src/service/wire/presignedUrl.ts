/** A signature in the query of a URL, taken apart. */

import type { Authorization } from './authorization.ts';
import { parseScope } from './credentialScope.ts';
import { signatureErrors } from './signatureErrors.ts';

const required = ['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature'];

/** AWS: a presigned URL is valid for a week at most. */
const longestS = 7 * 24 * 3600;

/** True for a query that says how it is signed. */
export function isPresigned(query: string): boolean {
  return /(?:^|&)X-Amz-(?:Algorithm|Signature)=/.test(query);
}

/** Throws `LambdaServiceError` (403) for a query that is signed incompletely or for longer than is allowed. */
export function parsePresigned(query: string, algorithm: string): Authorization {
  const parameters = new URLSearchParams(query);
  const parameter = (name: string) => parameters.get(name) ?? '';
  if (parameter('X-Amz-Algorithm') !== algorithm) throw signatureErrors.algorithm();
  const absent = required.filter((name) => parameter(name) === '');
  if (absent.length > 0) throw signatureErrors.incompleteQuery(absent);
  const expires = parameter('X-Amz-Expires');
  if (!/^\d{1,9}$/.test(expires)) throw signatureErrors.expiresNoNumber();
  if (Number(expires) > longestS) throw signatureErrors.expiresTooLate();
  return {
    ...parseScope(parameter('X-Amz-Credential')),
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    signature: parameter('X-Amz-Signature'),
    dateTime: parameter('X-Amz-Date'),
    validMs: Number(expires) * 1000,
  };
}

/** The query as it was signed. */
export function withoutSignature(query: string): string {
  return query
    .split('&')
    .filter((part) => !part.startsWith('X-Amz-Signature='))
    .join('&');
}
