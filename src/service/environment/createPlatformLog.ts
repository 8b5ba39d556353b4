/** Chooses the form of the platform's lines by the function's LoggingConfig. */

import type { FunctionVersion } from '../store/functionVersion.ts';
import type { EnvironmentLog } from './environmentLog.ts';
import { JsonPlatformLog } from './jsonPlatformLog.ts';
import type { PlatformLog } from './platformLog.ts';
import type { TelemetryHub } from './telemetry/telemetryHub.ts';
import { TelemetryPlatformLog } from './telemetry/telemetryPlatformLog.ts';
import { TextPlatformLog } from './textPlatformLog.ts';

export interface PlatformLogParts {
  readonly log: EnvironmentLog;
  readonly version: FunctionVersion;
  /** 32 hexadecimal digits. */
  readonly environmentId: string;
  readonly telemetry: TelemetryHub;
}

export function createPlatformLog({ log, version, environmentId, telemetry }: PlatformLogParts): PlatformLog {
  const { id, configuration } = version;
  const day = new Date(log.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const instanceId = `${day}/${id.name}[${version.version}]${environmentId}`;
  const isJson = configuration.LoggingConfig?.LogFormat === 'JSON';
  const written = isJson ? new JsonPlatformLog(log, version, instanceId) : new TextPlatformLog(log, version);
  return new TelemetryPlatformLog(written, telemetry, version, instanceId);
}
