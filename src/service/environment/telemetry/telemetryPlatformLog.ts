/** The platform's records for subscribers of the Telemetry API: all of them, whatever the log's format and level. */

import type { FunctionVersion } from '../../store/functionVersion.ts';
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
} from '../platformLog.ts';
import {
  extensionRecord,
  initReportRecord,
  initRuntimeDoneRecord,
  initStartRecord,
  reportRecord,
  runtimeDoneRecord,
  startRecord,
  subscriptionRecord,
} from '../platformRecords.ts';
import type { TelemetryHub } from './telemetryHub.ts';

/** Writes to `log`, and to `hub` while anybody listens. */
export class TelemetryPlatformLog implements PlatformLog {
  readonly #log: PlatformLog;
  readonly #hub: TelemetryHub;
  readonly #version: FunctionVersion;
  readonly #instanceId: string;

  constructor(log: PlatformLog, hub: TelemetryHub, version: FunctionVersion, instanceId: string) {
    this.#log = log;
    this.#hub = hub;
    this.#version = version;
    this.#instanceId = instanceId;
  }

  initStarted(start: InitStart): void {
    this.#log.initStarted(start);
    if (this.#hub.isListening) this.#hub.platform(initStartRecord(start, this.#version, this.#instanceId));
  }

  initRuntimeDone(done: InitRuntimeDone): void {
    this.#log.initRuntimeDone(done);
    if (this.#hub.isListening) this.#hub.platform(initRuntimeDoneRecord(done));
  }

  extensionStarted(status: ExtensionStatus): void {
    this.#log.extensionStarted(status);
    if (this.#hub.isListening) this.#hub.platform(extensionRecord(status));
  }

  subscribed(status: SubscriptionStatus): void {
    this.#log.subscribed(status);
    if (this.#hub.isListening) this.#hub.platform(subscriptionRecord(status));
  }

  initEnded(end: InitEnd): void {
    this.#log.initEnded(end);
    if (this.#hub.isListening) this.#hub.platform(initReportRecord(end));
  }

  started(start: InvocationStart): void {
    this.#log.started(start);
    if (this.#hub.isListening) this.#hub.platform(startRecord(start, this.#version));
  }

  runtimeDone(done: RuntimeDone): void {
    this.#log.runtimeDone(done);
    if (this.#hub.isListening) this.#hub.platform(runtimeDoneRecord(done));
  }

  ended(end: InvocationEnd): void {
    this.#log.ended(end);
    if (!this.#hub.isListening) return;
    const { requestId } = end.report;
    if (end.failure !== undefined) {
      const what = end.failure.status === 'timeout' ? 'Task timed out' : 'Process exited before completing request';
      this.#hub.platform({ name: 'fault', record: { message: `RequestId: ${requestId} ${what}` } });
    }
    this.#hub.platform({ name: 'end', record: { requestId } });
    this.#hub.platform(reportRecord(end, this.#version));
  }
}
