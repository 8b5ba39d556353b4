/** Levels of all the loggers in use, brought down to Lambda's own six. */

import type { LogLevel } from './invocationRecord.ts';

const byName: Readonly<Record<string, LogLevel>> = {
  TRACE: 'TRACE',
  SILLY: 'TRACE',
  VERBOSE: 'DEBUG',
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  INFORMATION: 'INFO',
  NOTICE: 'INFO',
  HTTP: 'INFO',
  WARN: 'WARN',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  ERR: 'ERROR',
  FATAL: 'FATAL',
  CRITICAL: 'FATAL',
  CRIT: 'FATAL',
  ALERT: 'FATAL',
  EMERGENCY: 'FATAL',
  PANIC: 'FATAL',
};

/** pino and bunyan count in tens; what lies between belongs to the level below. */
const byNumber: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Reads a level's name in any case, or its number. `undefined` for anything else. */
export function parseLogLevel(value: unknown): LogLevel | undefined {
  // Go's slog writes what lies between as `INFO+2`.
  if (typeof value === 'string') return byName[value.toUpperCase().replace(/[+-]\d+$/, '')];
  if (typeof value !== 'number' || !(value >= 10)) return undefined;
  return byNumber[Math.min(Math.floor(value / 10), byNumber.length) - 1];
}

/** Any spelling that `parseLogLevel` knows, for use inside an expression. */
export const levelNames = Object.keys(byName).join('|');
