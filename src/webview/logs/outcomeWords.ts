/** The outcome of an invocation in words and signs: what stands beside every colour. */

import { withoutAnsi } from '../../lambda/ansi.ts';
import { type InvocationRecord, isColdStart } from '../../lambda/invocationRecord.ts';
import type { TailedInvocation } from '../../protocol/logPanel.ts';
import type { Mark } from '../ui/marks.ts';
import { formatMs, formatTime } from '../ui/moments.ts';

/** The sign of a row: what went wrong first, then throttling, a cold start, slowness. */
export function markOf(tailed: TailedInvocation): Mark {
  const { invocation, lacksReport } = tailed;
  if (lacksReport) return 'no-report';
  if (invocation.outcome !== 'success') return invocation.outcome;
  if (tailed.wasThrottled) return 'throttled';
  if (isColdStart(invocation)) return 'cold';
  return tailed.isSlow ? 'slow' : 'success';
}

/** `Succeeded, cold start`, `Timed out`, … */
export function outcomeWords(tailed: TailedInvocation): string {
  const words: string[] = [tailed.lacksReport ? noReport : outcomes[tailed.invocation.outcome]];
  if (isColdStart(tailed.invocation)) words.push(tailed.hasLongInit ? 'cold start with a long init' : 'cold start');
  if (tailed.wasThrottled) words.push('throttled');
  if (tailed.isSlow) words.push(tailed.slowReason ?? 'slow');
  return words.join(', ');
}

const noReport = 'No REPORT came, and nothing else for longer than its timeout';

const outcomes = {
  running: 'Running',
  success: 'Succeeded',
  error: 'Failed',
  timeout: 'Timed out',
  'out-of-memory': 'Out of memory',
} as const;

/** `312 + 487 ms`, `0.31 + 2.35 s`: init and run in one unit, where there was an init. */
export function durationText(tailed: TailedInvocation): string {
  const report = tailed.invocation.report;
  if (!report && tailed.lacksReport) return 'no REPORT';
  if (!report) return tailed.invocation.outcome === 'running' ? 'running…' : '';
  if (report.initDurationMs === undefined) return formatMs(report.durationMs);
  const { initDurationMs, durationMs } = report;
  return durationMs < 1000
    ? `${Math.round(initDurationMs)} + ${Math.round(durationMs)} ms`
    : `${(initDurationMs / 1000).toFixed(2)} + ${(durationMs / 1000).toFixed(durationMs < 10_000 ? 2 : 1)} s`;
}

/** The whole row as one sentence for a screen reader. */
export function rowSentence(tailed: TailedInvocation, functionName: string): string {
  const { report, summary, startedAt } = tailed.invocation;
  const parts = [`${functionName}, ${outcomeWords(tailed)}`];
  if (report) {
    parts.push(`duration ${formatMs(report.durationMs)}`);
    if (report.initDurationMs !== undefined) parts.push(`init ${formatMs(report.initDurationMs)}`);
    parts.push(`memory ${report.maxMemoryUsedMB} of ${report.memorySizeMB} MB`);
  }
  if (summary !== '') parts.push(withoutAnsi(summary));
  parts.push(formatTime(startedAt));
  return parts.join('; ');
}

/** Error, timeout or out of memory. */
export function hasFailed({ invocation }: { readonly invocation: Pick<InvocationRecord, 'outcome'> }): boolean {
  return invocation.outcome !== 'success' && invocation.outcome !== 'running';
}
