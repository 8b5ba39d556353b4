/** Paging tokens of the log operations: a kind and the place behind an event. */

import { eventId, type LogPosition, positionOf } from '../logs/eventId.ts';
import { logsErrors } from './logsErrors.ts';

/** `f` forward, `b` backward. */
export type TokenKind = 'f' | 'b';

const pageTokenMs = 24 * 3_600_000;

/** Looks like AWS's: `f/…/s`. */
export function positionToken(kind: TokenKind, { timestamp, id }: LogPosition): string {
  return `${kind}/${eventId(timestamp, id)}/s`;
}

/** Throws `InvalidParameterException` for a token that was not made here. */
export function readPositionToken(token: string): { readonly kind: TokenKind; readonly position: LogPosition } {
  const [, kind, digits = ''] = /^([fb])\/(\d+)\/s$/.exec(token) ?? [];
  const position = positionOf(digits);
  if (kind === undefined || position === undefined) throw logsErrors.invalidToken();
  return { kind: kind === 'f' ? 'f' : 'b', position };
}

/** The token of the next page of FilterLogEvents; good for a day. */
export function pageToken({ timestamp, id }: LogPosition, nowMs: number): string {
  return `p/${eventId(timestamp, id)}/${nowMs}`;
}

/** Throws `InvalidParameterException` for a token that was not made here, or is older than a day. */
export function readPageToken(token: string, nowMs: number): LogPosition {
  const [, digits = '', madeAt] = /^p\/(\d+)\/(\d{1,15})$/.exec(token) ?? [];
  const position = positionOf(digits);
  if (position === undefined || nowMs - Number(madeAt) > pageTokenMs) throw logsErrors.invalidToken();
  return position;
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
