/** What a language's runtime or its standard logger puts before the words of the function: time, request and level. */

import type { LogLevel } from './invocationRecord.ts';
import { parseLogLevel } from './logLevel.ts';

export interface RuntimePrefix {
  /** How much of the message it takes. */
  readonly length: number;
  readonly level: LogLevel | undefined;
  readonly requestId: string | undefined;
}

interface Form {
  readonly pattern: RegExp;
  /** Which groups hold what. */
  readonly level?: number;
  readonly requestIds?: readonly number[];
}

const isoTime = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';

const forms: readonly Form[] = [
  // `2026-01-15T10:11:12.118Z\t8f2c…\tINFO\tmessage` (Node; `undefined` for the id while it initialises), and .NET's labels.
  {
    pattern: new RegExp(
      `^${isoTime}\\t(?:([^\\t\\n]*)\\t(TRACE|DEBUG|INFO|WARN|ERROR|FATAL|trce|dbug|info|warn|fail|crit)|([0-9a-f-]{36}))\\t`,
    ),
    level: 2,
    requestIds: [1, 3],
  },
  // `[INFO]\t2026-01-15T10:11:12.118Z\t8f2c…\tmessage` (Python's logging).
  { pattern: new RegExp(`^\\[([A-Z]+)\\]\\t${isoTime}\\t([^\\t\\n]*)\\t`), level: 1, requestIds: [2] },
  // `2026-01-15 10:11:12 8f2c… INFO  Handler - message` (Java's default pattern).
  {
    pattern: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S* ([0-9a-f]{8}-[0-9a-f-]{27}) +([A-Z]+) +/,
    level: 2,
    requestIds: [1],
  },
  // `I, [2026-01-15T10:11:12.118000 #8]  INFO 8f2c… -- : message` (Ruby's logger, with the id that Lambda adds).
  {
    pattern: /^[A-Z], \[\d{4}-\d\d-\d\dT[\d:.]+ #\d+\] +([A-Z]+) +(?:([0-9a-f-]{36}) +)?-- [^:\n]{0,100}: /,
    level: 1,
    requestIds: [2],
  },
  // `2026/01/15 10:11:12 message` (Go's log).
  { pattern: /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? / },
];

const dotnetLabels: Readonly<Record<string, LogLevel>> = { trce: 'TRACE', dbug: 'DEBUG', fail: 'ERROR' };

/** `undefined` where the message begins with the function's own words. */
export function readRuntimePrefix(message: string): RuntimePrefix | undefined {
  for (const { pattern, level, requestIds = [] } of forms) {
    const match = pattern.exec(message);
    if (!match) continue;
    const label = level === undefined ? undefined : match[level];
    const id = requestIds.map((group) => match[group]).find((text) => text !== undefined);
    return {
      length: match[0].length,
      level: (label === undefined ? undefined : dotnetLabels[label]) ?? parseLogLevel(label),
      requestId: id === '' || id === 'undefined' ? undefined : id,
    };
  }
  return undefined;
}
