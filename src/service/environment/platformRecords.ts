/**
 * The platform's records, as the JSON log format and the Telemetry API have them. Members and their order as in lines
 * of 2024 to 2026; levels by the Lambda developer guide, "System log level event mapping".
 */

import { limits } from '../../lambda/limits.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import type { Failure } from './failure.ts';
import type {
  ExtensionStatus,
  InitEnd,
  InitRuntimeDone,
  InitStart,
  InvocationEnd,
  InvocationStart,
  RuntimeDone,
  Span,
  SubscriptionStatus,
} from './platformLog.ts';
import type { PlatformRecord } from './telemetry/telemetryEvent.ts';

export type SystemLevel = 'DEBUG' | 'INFO' | 'WARN';

export interface LevelledRecord extends PlatformRecord {
  readonly level: SystemLevel;
}

/** `instanceId`: the environment as log streams of shared groups name it. */
export function initStartRecord(start: InitStart, version: FunctionVersion, instanceId: string): LevelledRecord {
  const { id, version: functionVersion, configuration } = version;
  const { runtimeVersion, runtimeVersionArn } = start.runtime;
  const memoryMB = configuration.MemorySize ?? limits.memoryDefaultMB;
  return {
    level: 'INFO',
    name: 'initStart',
    record: {
      initializationType: start.type,
      phase: start.phase,
      runtimeVersion,
      runtimeVersionArn,
      functionName: id.name,
      functionVersion,
      instanceId,
      instanceMaxMemory: memoryMB * 1024 * 1024,
    },
  };
}

export function initRuntimeDoneRecord({ type, phase, failure }: InitRuntimeDone): LevelledRecord {
  const level = failure === undefined ? 'DEBUG' : 'WARN';
  return { level, name: 'initRuntimeDone', record: { initializationType: type, phase, ...outcomeOf(failure) } };
}

export function initReportRecord({ type, phase, failure, durationMs }: InitEnd): LevelledRecord {
  // Of an init that an invocation waited for, its REPORT tells.
  const quiet = type !== 'provisioned-concurrency' || phase === 'invoke' ? 'DEBUG' : 'INFO';
  return {
    level: failure === undefined ? quiet : 'WARN',
    name: 'initReport',
    record: {
      initializationType: type,
      phase,
      ...outcomeOf(failure),
      metrics: { durationMs: thousandths(durationMs) },
    },
  };
}

export function extensionRecord({ name, state, events, errorType }: ExtensionStatus): LevelledRecord {
  const level = errorType === undefined ? 'INFO' : 'WARN';
  return { level, name: 'extension', record: { name, state, events, errorType } };
}

export function subscriptionRecord({ name, api, state, types }: SubscriptionStatus): LevelledRecord {
  const recordName = api === 'Telemetry' ? 'telemetrySubscription' : 'logsSubscription';
  return { level: 'INFO', name: recordName, record: { name, state, types } };
}

export function startRecord(start: InvocationStart, { version, tenantId }: FunctionVersion): LevelledRecord {
  const { requestId, invokedFunctionArn: functionArn, traceId } = start;
  return {
    level: 'INFO',
    name: 'start',
    record: { requestId, functionArn, version, tenantId, tracing: tracingOf(traceId) },
  };
}

export function runtimeDoneRecord(done: RuntimeDone): LevelledRecord {
  const { requestId, traceId, durationMs, producedBytes, failure, spans } = done;
  return {
    level: failure === undefined ? 'DEBUG' : 'WARN',
    name: 'runtimeDone',
    record: {
      requestId,
      ...outcomeOf(failure),
      tracing: tracingOf(traceId),
      spans: spansOf(spans),
      metrics: { durationMs: thousandths(durationMs), producedBytes },
    },
  };
}

export function reportRecord(end: InvocationEnd, { tenantId }: FunctionVersion): LevelledRecord {
  const { report, failure, traceId, spans } = end;
  const { requestId, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = report;
  return {
    level: failure === undefined ? 'INFO' : 'WARN',
    name: 'report',
    record: {
      requestId,
      metrics: {
        durationMs: thousandths(report.durationMs),
        billedDurationMs,
        memorySizeMB,
        maxMemoryUsedMB,
        initDurationMs: initDurationMs === undefined ? undefined : thousandths(initDurationMs),
      },
      tracing: tracingOf(traceId),
      spans: spansOf(spans),
      ...outcomeOf(failure),
      tenantId,
    },
  };
}

export function logsDroppedRecord(bytes: number, records: number, reason: string): LevelledRecord {
  return { level: 'WARN', name: 'logsDropped', record: { droppedBytes: bytes, droppedRecords: records, reason } };
}

function outcomeOf(failure: Failure | undefined): { readonly status: string; readonly errorType: string | undefined } {
  const errorType = failure?.status === 'timeout' ? undefined : failure?.errorType;
  return { status: failure?.status ?? 'success', errorType };
}

/** Only what is sampled is told. */
function tracingOf(traceId: string): object | undefined {
  return traceId.includes('Sampled=1') ? { type: 'X-Amzn-Trace-Id', value: traceId } : undefined;
}

function spansOf(spans: readonly Span[]): readonly object[] | undefined {
  if (spans.length === 0) return undefined;
  return spans.map(({ name, start, durationMs }) => {
    return { name, start: new Date(start).toISOString(), durationMs: thousandths(durationMs) };
  });
}

function thousandths(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
