/** Which raw lines of a function are kept where its log has the JSON format and a level. */

import type { FunctionVersion } from '../store/functionVersion.ts';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * Lines that a logger of its own wrote as JSON are judged by their `level`; one without a valid level counts as INFO.
 * Plain text is always kept. `undefined` where nothing is filtered. What our bootstraps format, they filter themselves.
 * Source: Lambda developer guide, "Log-level filtering".
 */
export function applicationLevelFilter({ configuration }: FunctionVersion): ((line: string) => boolean) | undefined {
  const { LogFormat, ApplicationLogLevel = 'INFO' } = configuration.LoggingConfig ?? {};
  if (LogFormat !== 'JSON') return undefined;
  const least = levels.indexOf(ApplicationLogLevel);
  return (line) => !line.startsWith('{') || levelOf(line) >= least;
}

const info = levels.indexOf('INFO');

function levelOf(line: string): number {
  let level: unknown;
  try {
    level = (JSON.parse(line) as { level?: unknown }).level;
  } catch {
    // It only looked like JSON: text.
    return levels.length;
  }
  const known = typeof level === 'string' ? levels.indexOf(level.toUpperCase()) : -1;
  return known < 0 ? info : known;
}
