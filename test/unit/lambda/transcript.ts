/** Invocations as text that a person can check: one block each, one line per log line. */

import type { InvocationRecord } from '../../../src/lambda/invocationRecord.ts';
import { isColdStart } from '../../../src/lambda/invocationRecord.ts';

export function transcript(records: readonly InvocationRecord[]): string {
  return records.map(block).join('\n');
}

function block(record: InvocationRecord): string {
  const facts = [
    record.requestId.slice(0, 8),
    `attempt ${record.attempt}`,
    record.version ?? 'no version',
    record.outcome,
    isColdStart(record) ? 'cold' : 'warm',
    record.report ? `${record.report.durationMs} ms` : 'no report',
    new Date(record.startedAt).toISOString().slice(11, 23),
  ];
  const lines = record.lines.map(
    ({ kind, level, text }) =>
      `  ${kind}${level ? ` ${level}` : ''}: ${text.replaceAll('\n', '⏎').replaceAll('\t', '⇥')}`,
  );
  return `${facts.join(' · ')}\n  = ${record.summary}\n${lines.join('\n')}\n`;
}
