/** The log tail that an invoke answers with (`X-Amz-Log-Result`, decoded): the last 4 KB of one request's log. */

import type { InvocationRecord } from './invocationRecord.ts';
import { InvocationSpan } from './invocationSpan.ts';
import { limits } from './limits.ts';
import type { LogEvent } from './logEvent.ts';
import { type ParsedLine, parseLogLine } from './logLine.ts';

export interface InvocationLogContext {
  readonly requestId: string;
  readonly logGroupName: string;
  /** When the answer came, milliseconds since 1970: lines carry no time of their own unless a runtime wrote one. */
  readonly receivedAt: number;
}

/** A line that certainly begins an event: of the platform, of a runtime, or JSON. */
const eventStart =
  /^(?:(?:START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT) |(?:EXTENSION|TELEMETRY|LOGS)\t|\d{4}-\d\d-\d\dT|\[[A-Z]+\][\t ]|RequestId: |\{")/;
/** A line that certainly goes on with the one before: indented, a closing bracket, or part of a known block. */
const continuation = /^(?:[\s\u00a0}\])]|$|Traceback \(most|Caused by: |XRAY TraceId: |Runtime\.\w+$)/;
const timeInLine = /^(?:\[[A-Z]+\]\t)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)[\t ]|^\{"time(?:stamp)?":"([^"]+)"/;

/** Reads the tail; its first line may be cut. `undefined` when it is empty. */
export function parseInvocationLog(text: string, context: InvocationLogContext): InvocationRecord | undefined {
  const messages = splitEvents(text);
  if (messages.length === 0) return undefined;
  const span = new InvocationSpan(context.requestId);
  for (const parsed of withTimes(messages, context)) span.push(parsed);
  return span.toRecord(context.logGroupName, '', 1, Number.POSITIVE_INFINITY);
}

/** Events stand one after the other without a mark between them, so multi-line ones are put together by their looks. */
function splitEvents(text: string): readonly string[] {
  const events: string[] = [];
  for (const line of text.split('\n')) {
    const previous = events.at(-1);
    if (previous !== undefined && !eventStart.test(line) && continuation.test(line)) {
      events[events.length - 1] = `${previous}\n${line}`;
    } else if (line.trim() !== '') events.push(line);
  }
  const first = events[0];
  if (first !== undefined && isFull(text) && !eventStart.test(first)) events[0] = `…${first}`;
  return events;
}

function isFull(text: string): boolean {
  return new TextEncoder().encode(text).length >= limits.logTailBytes;
}

/** Every line takes the time of the last line that told one; the first lines, that of the first that does. */
function withTimes(messages: readonly string[], context: InvocationLogContext): readonly ParsedLine[] {
  const times = messages.map(timeOf);
  let time = times.find((known) => known !== undefined) ?? context.receivedAt;
  return messages.map((message, index) => {
    time = times[index] ?? time;
    const event: LogEvent = {
      eventId: `${context.requestId}-${index}`,
      logGroupName: context.logGroupName,
      logStreamName: '',
      timestamp: time,
      ingestionTime: context.receivedAt,
      message,
    };
    return parseLogLine(event);
  });
}

function timeOf(message: string): number | undefined {
  const match = timeInLine.exec(message);
  const time = Date.parse(match?.[1] ?? match?.[2] ?? '');
  return Number.isNaN(time) ? undefined : time;
}
