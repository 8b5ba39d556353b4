/** The service's own log: one JSON object a line, to standard error. */

import type { Log } from '../base/log.ts';

/** Trace and debug lines are left out unless `verbose`. */
export function jsonLog(write: (line: string) => void, now: () => number, verbose: boolean): Log {
  const line =
    (level: string) =>
    (message: string | Error, ...details: unknown[]) => {
      const text = message instanceof Error ? (message.stack ?? message.message) : message;
      const time = new Date(now()).toISOString();
      write(`${JSON.stringify({ time, level, message: text, ...(details.length === 0 ? {} : { details }) }, safe)}\n`);
    };
  const quiet = () => {};
  return {
    trace: verbose ? line('trace') : quiet,
    debug: verbose ? line('debug') : quiet,
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  };
}

function safe(_key: string, value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'bigint' ? String(value) : value;
}
