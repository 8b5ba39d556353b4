/** Where else a request left a trace: lines of other tailed functions that name its request id or its trace id. */

import { textMatch } from '../lambda/textMatch.ts';
import type { LogSnapshot, RequestHit } from '../protocol/logPanel.ts';

export interface RequestQuery {
  /** The source that is not looked in. */
  readonly sourceId: string;
  readonly requestId: string;
  /** As X-Ray writes it, `1-…-…`. */
  readonly traceId?: string;
}

/** A page of answers is enough; a request that is named more often is found by a filter. */
const mostHits = 100;
const longestText = 200;

/** Oldest first; one hit per invocation. */
export function findRequest({ lines, invocations }: LogSnapshot, query: RequestQuery): readonly RequestHit[] {
  const owners = new Map<string, string>();
  for (const { sourceId, invocation } of invocations) {
    for (const line of invocation.lines) owners.set(`${sourceId}\n${line.event.eventId}`, invocation.key);
  }
  const namesRequest = textMatch(query.requestId);
  const namesTrace = query.traceId === undefined ? () => false : textMatch(query.traceId);
  const seen = new Set<string>();
  const hits: RequestHit[] = [];
  for (const { sourceId, line } of lines) {
    if (sourceId === query.sourceId || hits.length >= mostHits) continue;
    const { eventId, message, timestamp } = line.event;
    const isRequest = namesRequest(message);
    if (!isRequest && !namesTrace(message)) continue;
    const invocationKey = owners.get(`${sourceId}\n${eventId}`);
    const place = `${sourceId}\n${invocationKey ?? eventId}`;
    if (seen.has(place)) continue;
    seen.add(place);
    hits.push({
      sourceId,
      invocationKey,
      eventId,
      timestamp,
      text: line.text.slice(0, longestText),
      matchedBy: isRequest ? 'requestId' : 'traceId',
    });
  }
  return hits;
}
