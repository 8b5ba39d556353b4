/** Chooses the form of the platform's lines by the function's LoggingConfig. */

import type { FunctionVersion } from '../store/functionVersion.ts';
import type { EnvironmentLog } from './environmentLog.ts';
import { JsonPlatformLog } from './jsonPlatformLog.ts';
import type { PlatformLog } from './platformLog.ts';
import { TextPlatformLog } from './textPlatformLog.ts';

/** `environmentId`: 32 hexadecimal digits. */
export function createPlatformLog(log: EnvironmentLog, version: FunctionVersion, environmentId: string): PlatformLog {
  const isJson = version.configuration.LoggingConfig?.LogFormat === 'JSON';
  return isJson ? new JsonPlatformLog(log, version, environmentId) : new TextPlatformLog(log, version);
}
