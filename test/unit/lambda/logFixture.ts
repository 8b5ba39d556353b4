/** Reads a recorded stream of log events: a head line (time, log stream) before each message, which ends in a newline. */

import { readFileSync } from 'node:fs';
import type { LogEvent } from '../../../src/lambda/logEvent.ts';

export const fixtureNames = [
  'node-cold-then-warm',
  'python-error-and-retry',
  'timeouts',
  'crashes',
  'json-format',
  'interleaved-streams',
  'snapstart-and-extensions',
  'truncated',
] as const;

const head = /^» (\d\d:\d\d:\d\d\.\d{3}) (\S+)\n/gm;

export function readLogFixture(name: (typeof fixtureNames)[number]): readonly LogEvent[] {
  const text = readFileSync(new URL(`../../fixtures/logs/${name}.log`, import.meta.url), 'utf8');
  const heads = [...text.matchAll(head)];
  return heads.map((match, index): LogEvent => {
    const timestamp = Date.parse(`2026-01-15T${match[1]}Z`);
    return {
      // As CloudWatch Logs: a long number that grows with the position in the log.
      eventId: String(3_690_000_000 + index).padStart(56, '0'),
      logGroupName: '/aws/lambda/orders-api',
      logStreamName: match[2] ?? '',
      timestamp,
      ingestionTime: timestamp + 900,
      message: text.slice(match.index + match[0].length, heads[index + 1]?.index),
    };
  });
}
