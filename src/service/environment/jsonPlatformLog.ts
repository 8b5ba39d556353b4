/** The platform's lines in the `JSON` format: `{"time":…,"type":"platform.report","record":{…}}`. */

import type { FunctionVersion } from '../store/functionVersion.ts';
import { type EnvironmentLog, invocationLogLimitBytes } from './environmentLog.ts';
import type {
  ExtensionStatus,
  InitEnd,
  InitRuntimeDone,
  InitStart,
  InvocationEnd,
  InvocationStart,
  PlatformLog,
  RuntimeDone,
  SubscriptionStatus,
} from './platformLog.ts';
import {
  extensionRecord,
  initReportRecord,
  initRuntimeDoneRecord,
  initStartRecord,
  type LevelledRecord,
  logsDroppedRecord,
  reportRecord,
  runtimeDoneRecord,
  startRecord,
  subscriptionRecord,
} from './platformRecords.ts';

const levels = ['DEBUG', 'INFO', 'WARN'] as const;

export class JsonPlatformLog implements PlatformLog {
  readonly #log: EnvironmentLog;
  readonly #version: FunctionVersion;
  readonly #instanceId: string;
  readonly #leastLevel: number;

  constructor(log: EnvironmentLog, version: FunctionVersion, instanceId: string) {
    this.#log = log;
    this.#version = version;
    this.#instanceId = instanceId;
    this.#leastLevel = levels.indexOf(version.configuration.LoggingConfig?.SystemLogLevel ?? 'INFO');
  }

  /** The restart of an environment has no line. */
  initStarted(start: InitStart): void {
    if (start.phase === 'invoke') return;
    this.#write(initStartRecord(start, this.#version, this.#instanceId));
    const { note } = start.runtime;
    if (note !== undefined) this.#explain('INFO', undefined, note, undefined);
  }

  initRuntimeDone(done: InitRuntimeDone): void {
    this.#write(initRuntimeDoneRecord(done));
  }

  extensionStarted(status: ExtensionStatus): void {
    this.#write(extensionRecord(status));
  }

  subscribed(status: SubscriptionStatus): void {
    this.#write(subscriptionRecord(status));
  }

  initEnded(end: InitEnd): void {
    this.#write(initReportRecord(end));
  }

  started(start: InvocationStart): void {
    this.#write(startRecord(start, this.#version));
  }

  runtimeDone(done: RuntimeDone): void {
    this.#write(runtimeDoneRecord(done));
  }

  ended(end: InvocationEnd): void {
    const { failure, report } = end;
    const dropped = this.#log.takeDropped();
    if (dropped !== undefined) {
      const reason = `The invocation logged more than ${invocationLogLimitBytes} bytes`;
      this.#write(logsDroppedRecord(dropped.bytes, dropped.records, reason));
    }
    if (failure?.explanation !== undefined) {
      this.#explain('ERROR', report.requestId, failure.explanation, failure.errorType);
    }
    this.#write(reportRecord(end, this.#version));
  }

  #write({ level, name, record }: LevelledRecord): void {
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
