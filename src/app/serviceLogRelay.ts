/** The local service writes its log as JSON lines; they go on into the extension's log with their own level. */

import { asObject, asText, parseJsonObject } from '../base/json.ts';
import type { Log } from '../base/log.ts';

/** Relays one line of standard error and returns what it says, without the wrapping. */
export function relayServiceLine(line: string, log: Log): string {
  const entry = parseJsonObject(line);
  const message = asText(entry?.['message']) ?? line;
  const details = Array.isArray(entry?.['details']) ? entry['details'] : [];
  const text = `[service] ${message}`;
  switch (entry?.['level']) {
    case 'trace':
      log.trace(text, ...details);
      break;
    case 'debug':
      log.debug(text, ...details);
      break;
    case 'warn':
      log.warn(text, ...details);
      break;
    case 'error':
      log.error(text, ...details);
      break;
    default:
      log.info(text, ...details);
  }
  const cause = asText(details[0]) ?? asText(asObject(details[0])?.['message']);
  return cause === undefined ? message : `${message}: ${cause.split('\n')[0]}`;
}
