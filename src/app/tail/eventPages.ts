/** FilterLogEvents as pages of log events. */

import type { FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import type { LogsApi } from '../../lambda/api.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import { feedRequestTimeoutMs } from './tailFeed.ts';

export interface PageRequest {
  readonly logGroupName: string;
  /** Milliseconds since 1970, inclusive. */
  readonly startTime: number;
  /** Inclusive too. */
  readonly endTime?: number;
  /** In CloudWatch Logs' own filter language. */
  readonly filterPattern?: string;
}

/** A page, and the token of the next one. An empty page may have a next one: the service looks at a part of the log at a time. */
export interface EventPage {
  readonly events: readonly LogEvent[];
  readonly nextToken: string | undefined;
}

export async function readEventPage(
  logs: LogsApi,
  request: PageRequest,
  nextToken: string | undefined,
  signal: AbortSignal,
): Promise<EventPage> {
  const input: FilterLogEventsCommandInput = {
    logGroupName: request.logGroupName,
    startTime: Math.max(0, Math.floor(request.startTime)),
    ...(request.endTime === undefined ? {} : { endTime: Math.max(0, Math.floor(request.endTime)) }),
    ...(request.filterPattern === undefined ? {} : { filterPattern: request.filterPattern }),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
  const output = await logs.filterLogEvents(input, { signal, requestTimeoutMs: feedRequestTimeoutMs });
  const events = (output.events ?? []).map(
    (event): LogEvent => ({
      eventId: event.eventId ?? '',
      logGroupName: request.logGroupName,
      logStreamName: event.logStreamName ?? '',
      timestamp: event.timestamp ?? 0,
      ingestionTime: event.ingestionTime ?? event.timestamp ?? 0,
      message: event.message ?? '',
    }),
  );
  return { events, nextToken: output.nextToken === '' ? undefined : output.nextToken };
}
