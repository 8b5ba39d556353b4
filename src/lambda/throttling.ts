/** Log lines that say: somebody answered "too many requests". */

import type { LogLine } from './invocationRecord.ts';

/** The AWS SDKs' own list of throttling codes, and the sentences that go with them. */
const throttled =
  /\b(?:Rate [Ee]xceeded|TooManyRequests(?:Exception)?|Throttling(?:Exception)?|Request(?:Throttled|LimitExceeded)(?:Exception)?|ProvisionedThroughputExceeded(?:Exception)?|BandwidthLimitExceeded|(?:EC2)?ThrottledException|SlowDown)\b/;

/** Far behind the start of a line stand payloads, where the word means nothing. */
const readTo = 4000;

/** Only for lines at WARN and above, and for what the runtime itself reports: others mention the word without being hit. */
export function tellsOfThrottling({ kind, level, event }: LogLine): boolean {
  const isSerious =
    kind === 'error' || (kind === 'application' && (level === 'ERROR' || level === 'FATAL' || level === 'WARN'));
  return isSerious && throttled.test(event.message.slice(0, readTo));
}
