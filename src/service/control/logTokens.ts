/** Paging tokens of the log operations: a kind and the place behind an event. */

import { eventId, type LogPosition, positionOf } from '../logs/eventId.ts';
import { logsErrors } from './logsErrors.ts';

/** `f` forward, `b` backward (GetLogEvents), `p` page (FilterLogEvents). */
export type TokenKind = 'f' | 'b' | 'p';

/** Looks like AWS's: `f/…/s`. */
export function positionToken(kind: TokenKind, { timestamp, id }: LogPosition): string {
  return `${kind}/${eventId(timestamp, id)}/s`;
}

/** Throws `InvalidParameterException` for a token that was not made here. */
export function readPositionToken(token: string): { readonly kind: string; readonly position: LogPosition } {
  const [, kind, digits] = /^([fbp])\/(\d+)\/s$/.exec(token) ?? [];
  const position = digits === undefined ? undefined : positionOf(digits);
  if (kind === undefined || position === undefined) throw logsErrors.invalidToken();
  return { kind, position };
}

/** A token behind a name, for lists that are ordered by name. */
export function nameToken(name: string): string {
  return Buffer.from(`n/${name}`).toString('base64url');
}

export function readNameToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('n/')) throw logsErrors.invalidToken();
  return text.slice(2);
}
