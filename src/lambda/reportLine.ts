/** The REPORT line: read by field name, because fields come and go (SnapStart, status, tracing), and written as Lambda does. */

import type { Report } from './invocationRecord.ts';
import { numberField, parseLineFields } from './lineFields.ts';

const reportStart = /^REPORT RequestId: (\S+)/;

/** Reads a REPORT message. `undefined` for anything else, and for a line that was cut before its duration. */
export function parseReport(text: string): Report | undefined {
  const requestId = reportStart.exec(text)?.[1];
  if (requestId === undefined) return undefined;
  const fields = parseLineFields(text.includes('\t') ? text : restoreTabs(text));
  const durationMs = numberField(fields, 'Duration');
  if (durationMs === undefined) return undefined;
  const traceId = fields.get('XRAY TraceId');
  const status = fields.get('Status');
  return {
    requestId,
    durationMs,
    billedDurationMs: numberField(fields, 'Billed Duration') ?? Math.ceil(durationMs),
    memorySizeMB: numberField(fields, 'Memory Size') ?? 0,
    maxMemoryUsedMB: numberField(fields, 'Max Memory Used') ?? 0,
    initDurationMs: numberField(fields, 'Init Duration'),
    restoreDurationMs: numberField(fields, 'Restore Duration'),
    billedRestoreDurationMs: numberField(fields, 'Billed Restore Duration'),
    status: status === 'success' ? undefined : status,
    errorType: fields.get('Error Type'),
    trace:
      traceId === undefined
        ? undefined
        : { traceId, segmentId: fields.get('SegmentId') ?? '', sampled: fields.get('Sampled') === 'true' },
  };
}

/**
 * Writes the message as Lambda does: tabs between fields and one before the newline, durations with two decimals.
 * Order: Lambda developer guide, "Lambda execution environment", and recorded lines.
 */
export function formatReport(report: Report): string {
  const fields = [`REPORT RequestId: ${report.requestId}`, `Duration: ${report.durationMs.toFixed(2)} ms`];
  // Managed Instances report neither what is billed nor memory: instances are billed, and shared.
  if (report.memorySizeMB > 0) {
    fields.push(`Billed Duration: ${report.billedDurationMs} ms`);
    fields.push(`Memory Size: ${report.memorySizeMB} MB`);
    fields.push(`Max Memory Used: ${report.maxMemoryUsedMB} MB`);
  }
  if (report.initDurationMs !== undefined) fields.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
  if (report.restoreDurationMs !== undefined) {
    fields.push(`Restore Duration: ${report.restoreDurationMs.toFixed(2)} ms`);
  }
  if (report.billedRestoreDurationMs !== undefined) {
    fields.push(`Billed Restore Duration: ${report.billedRestoreDurationMs} ms`);
  }
  if (report.status !== undefined) fields.push(`Status: ${report.status}`);
  if (report.errorType !== undefined) fields.push(`Error Type: ${report.errorType}`);
  const trace = report.trace;
  const tracing = trace
    ? `XRAY TraceId: ${trace.traceId}\tSegmentId: ${trace.segmentId}\tSampled: ${trace.sampled}\t\n`
    : '';
  return `${fields.join('\t')}\t\n${tracing}`;
}

const fieldNames =
  / (?=(?:(?:Billed |Init |Restore |Billed Restore )?Duration|Memory Size|Max Memory Used|Status|Error Type|SegmentId|Sampled|XRAY TraceId): )/g;

/** A line that went through a terminal or a chat has spaces where the tabs were. */
function restoreTabs(text: string): string {
  // Every name is preceded by a space, and so is the tail of a longer one: those are joined again.
  return text.replace(fieldNames, '\t').replace(/(Billed|Init|Restore)\t(?=Duration|Restore)/g, '$1 ');
}
