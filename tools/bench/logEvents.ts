/** A busy log made up for the benchmarks: text, structured lines, and the lines that Lambda itself writes. */

import type { LogEvent } from '../../src/lambda/logEvent.ts';

const linesPerInvocation = 10;

/** `count` events, ten to an invocation, from the `from`th on; the first of all is at `startMs`. */
export function* logEvents(
  from: number,
  count: number,
  { startMs = 1_768_471_872_000, perMs = 1 }: { readonly startMs?: number; readonly perMs?: number } = {},
): Generator<LogEvent> {
  for (let index = from; index < from + count; index += 1) {
    const timestamp = startMs + Math.floor(index / perMs);
    const message = messageAt(index);
    const logStreamName = '2026/01/15/[$LATEST]aaaa';
    const eventId = String(index).padStart(56, '0');
    yield {
      eventId,
      logGroupName: '/aws/lambda/orders-api',
      logStreamName,
      timestamp,
      ingestionTime: timestamp,
      message,
    };
  }
}

function messageAt(index: number): string {
  const number = Math.floor(index / linesPerInvocation);
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  switch (index % linesPerInvocation) {
    case 0:
      return `START RequestId: ${id} Version: $LATEST\n`;
    case linesPerInvocation - 2:
      return `END RequestId: ${id}\n`;
    case linesPerInvocation - 1:
      return `REPORT RequestId: ${id}\tDuration: 8.12 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t\n`;
    case 3:
      return `{"level":"INFO","message":"Order stored","requestId":"${id}","order":{"id":${number % 50}}}\n`;
    default:
      return `2026-01-15T10:11:12.000Z\t${id}\tINFO\torder ${index} was accepted and is on its way to the warehouse\n`;
  }
}
