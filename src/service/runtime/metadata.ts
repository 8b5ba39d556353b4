/** `GET /2026-01-15/metadata/execution-environment`: where the environment runs. Source: Lambda developer guide. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiRefusal } from '../environment/apiRefusal.ts';
import { sendJson } from './reply.ts';

export const metadataPath = '/2026-01-15/metadata/execution-environment';

export interface Metadata {
  readonly metadataToken: string;
  readonly region: string;
}

export function answerMetadata(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { metadataToken, region }: Metadata,
): void {
  if (method !== 'GET') throw new ApiRefusal(405, 'MethodNotAllowed', 'Only GET is allowed');
  if (headers.authorization !== `Bearer ${metadataToken}`) {
    throw new ApiRefusal(401, 'Unauthorized', 'The token is missing or wrong');
  }
  const body = JSON.stringify({ AvailabilityZoneID: zoneOf(region) });
  sendJson(response, 200, body, { 'Cache-Control': 'private, max-age=43200, immutable' });
}

/** The first zone of the Region, as its id is formed: `ap-southeast-2` has `apse2-az1`. */
function zoneOf(region: string): string {
  const [area = '', ...rest] = region.split('-');
  const number = rest.pop() ?? '';
  const short = rest.map((word) => word.replace(/^(north|south)?(east|west)?.*$/, initials) || word.charAt(0));
  return `${area}${short.join('')}${number}-az1`;
}

function initials(_word: string, first = '', second = ''): string {
  return first.charAt(0) + second.charAt(0);
}
