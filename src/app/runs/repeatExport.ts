/** The samples of a repeated run as the text of a file: one row per run, in the order in which they were sent. */

import { csvRow } from '../../lambda/csv.ts';
import type { RunSample } from './runSample.ts';

export function repeatExport(samples: readonly RunSample[], format: 'csv' | 'ndjson'): string {
  const rows = [...samples].sort((a, b) => a.index - b.index).map(rowOf);
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  return csvRow(columns) + rows.map((row) => csvRow(columns.map((column) => row[column]))).join('');
}

const columns = [
  'index',
  'startedAt',
  'outcome',
  'clientMs',
  'durationMs',
  'initDurationMs',
  'maxMemoryUsedMB',
  'costUSD',
  'requestId',
  'message',
] as const;

function rowOf(sample: RunSample) {
  return { ...sample, startedAt: new Date(sample.startedAt).toISOString() };
}
