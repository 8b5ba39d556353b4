/** How an environment came to be initialised: the value of `AWS_LAMBDA_INITIALIZATION_TYPE` and of platform records. */

import { limits } from '../../lambda/limits.ts';
import { parseRuntime } from '../../lambda/runtimes.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';

export type InitializationType = 'on-demand' | 'provisioned-concurrency' | 'snap-start';

/** Init that nobody waits for may take longer. Source: Lambda developer guide, "Lambda execution environment". */
const unhurriedInitMs = 130_000;

/** How long Init may take; afterwards it is done again, as a part of the first invocation. */
export function initDeadlineMs(type: InitializationType, timeoutMs: number): number {
  return type === 'on-demand' ? limits.initTimeoutMs : Math.max(unhurriedInitMs, timeoutMs);
}

/** Of a version whose environments are started when an invocation needs them. */
export function initializationTypeOf({ version, configuration }: FunctionVersion): InitializationType {
  const { SnapStart, Runtime = '' } = configuration;
  const hasSnapStart = SnapStart?.ApplyOn === 'PublishedVersions' && version !== '$LATEST';
  return hasSnapStart && takesSnapshots(Runtime) ? 'snap-start' : 'on-demand';
}

/** Source: Lambda developer guide, "Lambda SnapStart", supported features and limitations. */
function takesSnapshots(name: string): boolean {
  const { family, version } = parseRuntime(name);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (family === 'java') return major >= 11;
  if (family === 'dotnet') return major >= 8;
  return family === 'python' && (major > 3 || minor >= 12);
}
