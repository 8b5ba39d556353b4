/** A filter that holds within a selected piece of time as well. */

import type { ParsedFilter } from '../../lambda/logFilter.ts';
import type { TimeRange } from './scatterPoints.ts';

export function within(filter: ParsedFilter, range: TimeRange | undefined): ParsedFilter {
  if (!range) return filter;
  const own = filter.kind === 'filter' ? filter.filter : undefined;
  const contains = (timeMs: number) => timeMs >= range.fromMs && timeMs <= range.toMs;
  return {
    kind: 'filter',
    filter: {
      asksInvocation: own?.asksInvocation ?? false,
      matchesInvocation: (tailed, source) =>
        contains(tailed.invocation.startedAt) && (own?.matchesInvocation(tailed, source) ?? true),
      matchesLine: (tailed, invocation, source) =>
        contains(tailed.line.event.timestamp) && (own?.matchesLine(tailed, invocation, source) ?? true),
    },
  };
}
