/** Platform lines in the `JSON` log format: `{"time":…,"type":"platform.start","record":{…}}`. */

import { asNumber, asObject, asText, asTexts, type JsonObject } from '../base/json.ts';
import type { Report, ReportTrace } from './invocationRecord.ts';
import type { PlatformLine } from './platformLine.ts';
import { parsePlatformText } from './platformText.ts';

/** Reads a parsed JSON line. `undefined` when it is not a platform record. (Telemetry API schema, 2022-12-13 and later.) */
export function parsePlatformRecord(json: JsonObject): PlatformLine | undefined {
  const name = json['type'];
  if (typeof name !== 'string' || !name.startsWith('platform.')) return undefined;
  const record = asObject(json['record']);
  if (record) return parseRecord(name.slice('platform.'.length), record);
  // `platform.fault` of the older Logs API carries the line itself.
  const text = asText(json['record']);
  return text === undefined ? undefined : parsePlatformText(text);
}

function parseRecord(name: string, record: JsonObject): PlatformLine {
  const requestId = asText(record['requestId']);
  const status = asText(record['status']);
  const outcome = { status: status === 'success' ? undefined : status, errorType: asText(record['errorType']) };
  switch (name) {
    case 'initStart':
    case 'restoreStart':
      return {
        type: name,
        runtimeVersion: asText(record['runtimeVersion']),
        runtimeVersionArn: asText(record['runtimeVersionArn']),
      };
    case 'initRuntimeDone':
      return { type: name, phase: asText(record['phase']), ...outcome };
    case 'initReport':
      return { type: name, durationMs: durationOf(record), phase: asText(record['phase']), ...outcome };
    case 'restoreRuntimeDone':
      return { type: name, ...outcome };
    case 'restoreReport':
      return { type: name, durationMs: durationOf(record), ...outcome };
    case 'extension':
      return {
        type: name,
        name: asText(record['name']) ?? '',
        state: asText(record['state']) ?? '',
        events: asTexts(record['events']),
        errorType: outcome.errorType,
      };
    case 'telemetrySubscription':
    case 'logsSubscription':
      return {
        type: name,
        name: asText(record['name']) ?? '',
        state: asText(record['state']) ?? '',
        types: asTexts(record['types']),
      };
    case 'logsDropped':
      return {
        type: name,
        records: asNumber(record['droppedRecords']) ?? 0,
        bytes: asNumber(record['droppedBytes']) ?? 0,
        reason: asText(record['reason']),
      };
  }
  if (requestId !== undefined) {
    switch (name) {
      case 'start':
        return { type: name, requestId, version: asText(record['version']) };
      case 'runtimeDone':
        return { type: name, requestId, ...outcome };
      case 'end':
        return { type: name, requestId };
      case 'report':
        return { type: name, requestId, report: reportOf(requestId, record, outcome) };
    }
  }
  return { type: 'unknown', name: `platform.${name}`, requestId };
}

/** Managed Instances report the duration alone: what is billed follows from it, memory is told as 0. */
function reportOf(requestId: string, record: JsonObject, outcome: Pick<Report, 'status' | 'errorType'>): Report {
  const metrics = asObject(record['metrics']) ?? {};
  const durationMs = asNumber(metrics['durationMs']) ?? 0;
  return {
    requestId,
    durationMs,
    billedDurationMs: asNumber(metrics['billedDurationMs']) ?? Math.ceil(durationMs),
    memorySizeMB: asNumber(metrics['memorySizeMB']) ?? 0,
    maxMemoryUsedMB: asNumber(metrics['maxMemoryUsedMB']) ?? 0,
    initDurationMs: asNumber(metrics['initDurationMs']),
    restoreDurationMs: asNumber(metrics['restoreDurationMs']),
    billedRestoreDurationMs: asNumber(metrics['billedRestoreDurationMs']),
    ...outcome,
    trace: traceOf(asObject(record['tracing'])),
  };
}

function durationOf(record: JsonObject): number {
  return asNumber(asObject(record['metrics'])?.['durationMs']) ?? 0;
}

/** `{ "type": "X-Amzn-Trace-Id", "value": "Root=…;Parent=…;Sampled=1", "spanId": "…" }` */
function traceOf(tracing: JsonObject | undefined): ReportTrace | undefined {
  const value = asText(tracing?.['value']) ?? '';
  const traceId = /Root=([^;]+)/.exec(value)?.[1];
  if (traceId === undefined) return undefined;
  return { traceId, segmentId: asText(tracing?.['spanId']) ?? '', sampled: value.includes('Sampled=1') };
}
