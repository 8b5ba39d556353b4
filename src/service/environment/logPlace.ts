/** Where an environment's log goes: group and stream, as Lambda names them. */

import { defaultLogGroupName } from '../../lambda/names.ts';
import type { LogLocation } from '../logs/logWriter.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';

/**
 * Default group: `YYYY/MM/DD/[version]id`; a group that the function chose: `YYYY/MM/DD/name[version][id]`.
 * The date is the environment's first day (UTC). Source: Lambda developer guide, "Log groups and streams".
 */
export function logPlace(version: FunctionVersion, environmentId: string, nowMs: number): LogLocation {
  const { region, name } = version.id;
  const standard = defaultLogGroupName(name);
  const logGroupName = version.configuration.LoggingConfig?.LogGroup ?? standard;
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/');
  const logStreamName =
    logGroupName === standard
      ? `${day}/[${version.version}]${environmentId}`
      : `${day}/${name}[${version.version}][${environmentId}]`;
  return { region, logGroupName, logStreamName };
}
