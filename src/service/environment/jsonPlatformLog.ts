/**
 * The platform's lines in the `JSON` format: `{"time":…,"type":"platform.report","record":{…}}`. Members and their order
 * as in lines of 2024 to 2026; levels by the Lambda developer guide, "System log level event mapping".
 */

import { limits } from '../../lambda/limits.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import { type EnvironmentLog, invocationLogLimitBytes } from './environmentLog.ts';
import type { Failure } from './failure.ts';
import type { InitializationType } from './initializationType.ts';
import type { RuntimeChoice } from './launch.ts';
import type { InitEnd, InvocationEnd, PlatformLog } from './platformLog.ts';

const levels = ['DEBUG', 'INFO', 'WARN'] as const;
type SystemLevel = (typeof levels)[number];

export class JsonPlatformLog implements PlatformLog {
  readonly #log: EnvironmentLog;
  readonly #version: FunctionVersion;
  readonly #environmentId: string;
  readonly #leastLevel: number;

  constructor(log: EnvironmentLog, version: FunctionVersion, environmentId: string) {
    this.#log = log;
    this.#version = version;
    this.#environmentId = environmentId;
    this.#leastLevel = levels.indexOf(version.configuration.LoggingConfig?.SystemLogLevel ?? 'INFO');
  }

  initStarted(
    { runtimeVersion, runtimeVersionArn, note }: RuntimeChoice,
    initializationType: InitializationType,
  ): void {
    const { id, version, configuration } = this.#version;
    const memoryMB = configuration.MemorySize ?? limits.memoryDefaultMB;
    const day = new Date(this.#log.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    this.#write('INFO', 'initStart', {
      initializationType,
      phase: 'init',
      runtimeVersion,
      runtimeVersionArn,
      functionName: id.name,
      functionVersion: version,
      instanceId: `${day}/${id.name}[${version}]${this.#environmentId}`,
      instanceMaxMemory: memoryMB * 1024 * 1024,
    });
    if (note !== undefined) this.#explain('INFO', undefined, note, undefined);
  }

  initEnded({ type: initializationType, phase, durationMs, failure }: InitEnd): void {
    const outcome = outcomeOf(failure);
    const level = failure === undefined ? 'DEBUG' : 'WARN';
    this.#write(level, 'initRuntimeDone', { initializationType, phase, ...outcome });
    const metrics = { durationMs: thousandths(durationMs) };
    // Nobody waited for it: no REPORT will tell of it.
    const reportLevel = initializationType === 'on-demand' ? level : failure === undefined ? 'INFO' : 'WARN';
    this.#write(reportLevel, 'initReport', { initializationType, phase, ...outcome, metrics });
  }

  started(requestId: string, invokedFunctionArn: string): void {
    const { tenantId } = this.#version;
    this.#write('INFO', 'start', {
      requestId,
      functionArn: invokedFunctionArn,
      version: this.#version.version,
      tenantId,
    });
  }

  ended({ report, failure, producedBytes }: InvocationEnd): void {
    const { requestId } = report;
    const dropped = this.#log.takeDropped();
    if (dropped !== undefined) {
      this.#write('WARN', 'logsDropped', {
        droppedBytes: dropped.bytes,
        droppedRecords: dropped.records,
        reason: `The invocation logged more than ${invocationLogLimitBytes} bytes`,
      });
    }
    if (failure?.explanation !== undefined) {
      this.#explain('ERROR', requestId, failure.explanation, failure.errorType);
    }
    const outcome = outcomeOf(failure);
    const isSuccess = failure === undefined;
    const durationMs = thousandths(report.durationMs);
    this.#write(isSuccess ? 'DEBUG' : 'WARN', 'runtimeDone', {
      requestId,
      ...outcome,
      metrics: { durationMs, producedBytes },
    });
    this.#write(isSuccess ? 'INFO' : 'WARN', 'report', {
      requestId,
      metrics: {
        durationMs,
        billedDurationMs: report.billedDurationMs,
        memorySizeMB: report.memorySizeMB,
        maxMemoryUsedMB: report.maxMemoryUsedMB,
        initDurationMs: report.initDurationMs === undefined ? undefined : thousandths(report.initDurationMs),
      },
      ...outcome,
      tenantId: this.#version.tenantId,
    });
  }

  #write(level: SystemLevel, name: string, record: Readonly<Record<string, unknown>>): void {
    if (levels.indexOf(level) < this.#leastLevel) return;
    const time = new Date(this.#log.now()).toISOString();
    this.#log.platform(`${JSON.stringify({ time, type: `platform.${name}`, record })}\n`);
  }

  /** What AWS has no record for, as an application line: it helps the developer, and every reader knows its form. */
  #explain(level: string, requestId: string | undefined, message: string, errorType: string | undefined): void {
    const timestamp = new Date(this.#log.now()).toISOString();
    this.#log.note(`${JSON.stringify({ timestamp, level, requestId, message, errorType })}\n`);
  }
}

function outcomeOf(failure: Failure | undefined): { readonly status: string; readonly errorType: string | undefined } {
  const errorType = failure?.status === 'timeout' ? undefined : failure?.errorType;
  return { status: failure?.status ?? 'success', errorType };
}

function thousandths(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
