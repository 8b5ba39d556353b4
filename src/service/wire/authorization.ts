/** The `Authorization` header of a signed request, taken apart. */

import type { IncomingHttpHeaders } from 'node:http';
import { basicTime } from './basicTime.ts';
import { type CredentialScope, parseScope } from './credentialScope.ts';
import { signatureErrors } from './signatureErrors.ts';

export interface Authorization extends CredentialScope {
  /** Lower case, in the order in which they were signed. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
  /** `20260115T101112Z`, from `X-Amz-Date` or `Date`. */
  readonly dateTime: string;
  /** How long a presigned URL is valid; `undefined` for a header, which is valid as long as clocks may differ. */
  readonly validMs: number | undefined;
}

/** Of the header, all but the signature: the same in request after request of a client. */
type Signer = CredentialScope & Pick<Authorization, 'signedHeaders'>;

const signers = new Map<string, Signer>();
const mostSigners = 100;
const longestBeginning = 1024;
/** The signature at the end, as every SDK has it. */
const signaturePattern = /Signature=([0-9a-f]{64})$/;

/** Throws `LambdaServiceError` (403) for a missing, incomplete or malformed header. */
export function parseAuthorization(headers: IncomingHttpHeaders, algorithm: string): Authorization {
  const header = headers.authorization;
  if (header === undefined) throw signatureErrors.missing();
  const [, signature] = signaturePattern.exec(header) ?? [];
  if (signature === undefined) return parseWhole(header, headers, algorithm);
  const beginning = header.slice(0, -signature.length);
  const signer = signers.get(beginning);
  const dateTime = signer === undefined ? undefined : signingTime(headers);
  if (signer !== undefined && dateTime !== undefined) return { ...signer, signature, dateTime, validMs: undefined };
  const parsed = parseWhole(header, headers, algorithm);
  if (parsed.signature === signature && beginning.length <= longestBeginning) {
    if (signers.size >= mostSigners) signers.clear();
    signers.set(beginning, parsed);
  }
  return parsed;
}

function parseWhole(header: string, headers: IncomingHttpHeaders, algorithm: string): Authorization {
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
  const dateTime = signingTime(headers);
  const absent = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !fields.get(name));
  if (dateTime === undefined) absent.push('date');
  if (absent.length > 0 || dateTime === undefined) throw signatureErrors.incomplete(absent, header);
  return {
    ...parseScope(fields.get('Credential') ?? ''),
    signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
    signature: fields.get('Signature') ?? '',
    dateTime,
    validMs: undefined,
  };
}

/** `X-Amz-Date` goes before `Date`, which may also be in HTTP's own form. */
function signingTime(headers: IncomingHttpHeaders): string | undefined {
  const own = headers['x-amz-date'];
  if (typeof own === 'string') return own;
  const { date } = headers;
  if (date === undefined || !/^[A-Z][a-z]{2}, /.test(date)) return date;
  const timeMs = Date.parse(date);
  return Number.isNaN(timeMs) ? date : basicTime(timeMs);
}
