/** The platform's lines in the `Text` format: INIT_START, EXTENSION, START, END, REPORT. */

import { formatBytes } from '../../base/text.ts';
import { formatPlatformText } from '../../lambda/platformText.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import { type EnvironmentLog, invocationLogLimitBytes } from './environmentLog.ts';
import type {
  ExtensionStatus,
  InitEnd,
  InitStart,
  InvocationEnd,
  InvocationStart,
  PlatformLog,
  SubscriptionStatus,
} from './platformLog.ts';

export class TextPlatformLog implements PlatformLog {
  readonly #log: EnvironmentLog;
  readonly #version: FunctionVersion;

  constructor(log: EnvironmentLog, version: FunctionVersion) {
    this.#log = log;
    this.#version = version;
  }

  /** The restart of an environment has no line. */
  initStarted({ phase, runtime }: InitStart): void {
    if (phase === 'invoke') return;
    const { runtimeVersion, runtimeVersionArn, note } = runtime;
    this.#log.note(formatPlatformText({ type: 'initStart', runtimeVersion, runtimeVersionArn }));
    if (note !== undefined) this.#log.note(`${note}\n`);
  }

  initRuntimeDone(): void {}

  extensionStarted(status: ExtensionStatus): void {
    this.#log.note(formatPlatformText({ type: 'extension', ...status }));
  }

  subscribed({ api, name, state, types }: SubscriptionStatus): void {
    const type = api === 'Telemetry' ? 'telemetrySubscription' : 'logsSubscription';
    // Types begin with a capital here, and only here.
    const named = types.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    this.#log.note(formatPlatformText({ type, name, state, types: named }));
  }

  /** A successful init that an invocation waited for has no line: its REPORT tells of it. */
  initEnded({ type, phase, durationMs, failure }: InitEnd): void {
    if (failure === undefined && (type !== 'provisioned-concurrency' || phase === 'invoke')) return;
    const outcome = { status: failure?.status, errorType: failure?.errorType };
    this.#log.platform(formatPlatformText({ type: 'initReport', durationMs, phase, ...outcome }));
  }

  started({ requestId }: InvocationStart): void {
    this.#log.platform(formatPlatformText({ type: 'start', requestId, version: this.#version.version }));
  }

  runtimeDone(): void {}

  ended({ report, failure }: InvocationEnd): void {
    const { requestId } = report;
    const dropped = this.#log.takeDropped();
    if (dropped !== undefined) {
      const limit = formatBytes(invocationLogLimitBytes);
      this.#log.platform(
        `LOGS_DROPPED\tThe invocation logged more than ${limit}: ${formatBytes(dropped.bytes)} left out\n`,
      );
    }
    if (failure?.explanation !== undefined) {
      this.#log.platform(`RequestId: ${requestId} Error: ${failure.explanation}\n${failure.errorType ?? ''}\n`);
    }
    this.#log.platform(formatPlatformText({ type: 'end', requestId }));
    this.#log.platform(formatPlatformText({ type: 'report', requestId, report }));
  }
}
