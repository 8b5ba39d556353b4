/** Rules of a function's settings that AWS's service model does not state, or words differently. */

import { limits } from '../../lambda/limits.ts';
import { isBlocked } from '../../lambda/runtimes.ts';
import { validationError } from '../wire/wireErrors.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/**
 * Runtimes that a function may be created with. The first 25 stand in the order in which AWS lists them in its
 * message; the runtimes of 2026 follow.
 */
const runtimes: readonly string[] = [
  'nodejs20.x',
  'python3.14',
  'provided.al2023',
  'python3.12',
  'python3.13',
  'nodejs24.x',
  'nodejs22.x',
  'java25',
  'python3.10',
  'python3.11',
  'java21',
  'ruby3.3',
  'ruby3.4',
  'ruby3.2',
  'python3.8',
  'python3.9',
  'java17',
  'nodejs16.x',
  'dotnet10',
  'dotnet8',
  'java11',
  'dotnet6',
  'nodejs18.x',
  'provided.al2',
  'java8.al2',
  'nodejs26.x',
  'python3.15',
  'ruby4.0',
  'java17.al2023',
  'java11.al2023',
  'java8.al2023',
];

/** Runtimes that AWS knows and no longer creates functions with; some functions may still be changed to them. */
const retiredRuntimes: ReadonlySet<string> = new Set([
  'nodejs',
  'nodejs4.3',
  'nodejs4.3-edge',
  'nodejs6.10',
  'nodejs8.10',
  'nodejs10.x',
  'nodejs12.x',
  'nodejs14.x',
  'python2.7',
  'python3.6',
  'python3.7',
  'java8',
  'go1.x',
  'provided',
  'ruby2.5',
  'ruby2.7',
  'dotnetcore1.0',
  'dotnetcore2.0',
  'dotnetcore2.1',
  'dotnetcore3.1',
]);

/** Environment variables that Lambda sets itself. (Developer guide, "Defined runtime environment variables".) */
const reservedVariables: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

export interface CheckedSettings {
  readonly Runtime?: string | undefined;
  readonly Timeout?: number | undefined;
  readonly MemorySize?: number | undefined;
  readonly EphemeralStorage?: { readonly Size: number | undefined } | undefined;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> | undefined } | undefined;
  readonly Layers?: readonly string[] | undefined;
}

/** Throws `LambdaServiceError` for the first rule that is broken. Settings that are absent are not checked. */
export function checkSettings(settings: CheckedSettings, step: 'create' | 'update', nowMs: number): void {
  const { Runtime, Timeout, MemorySize, EphemeralStorage, Environment, Layers } = settings;
  if (Runtime !== undefined) checkRuntime(Runtime, step, nowMs);
  // The model's maximum is that of managed instances.
  checkMaximum('timeout', Timeout, limits.timeoutMaxS);
  checkMaximum('memorySize', MemorySize, limits.memoryMaxMB);
  checkMaximum('ephemeralStorage.size', EphemeralStorage?.Size, limits.ephemeralStorageMaxMB);
  if (Environment?.Variables !== undefined) checkEnvironment(Environment.Variables);
  if ((Layers?.length ?? 0) > limits.layersPerFunction) throw lambdaErrors.tooManyLayers();
}

/** What a layer says it is for, and what lists of layers are asked for: retired runtimes as well. */
export function checkKnownRuntime(path: string, runtime: string | undefined): void {
  if (runtime !== undefined) refuseUnknownRuntimes(path, [runtime], runtime);
}

export function checkKnownRuntimes(path: string, given: readonly string[] | undefined): void {
  if (given !== undefined) refuseUnknownRuntimes(path, given, `[${given.join(', ')}]`);
}

function refuseUnknownRuntimes(path: string, given: readonly string[], shown: string): void {
  if (given.every((runtime) => runtimes.includes(runtime) || retiredRuntimes.has(runtime))) return;
  throw validationError('ValidationException', [
    `Value '${shown}' at '${path}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${runtimes.join(', ')}]`,
  ]);
}

function checkRuntime(runtime: string, step: 'create' | 'update', nowMs: number): void {
  if (isBlocked(runtime, step, nowMs)) {
    throw lambdaErrors.invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
        'We recommend you use a supported runtime while creating or updating functions.',
    );
  }
  if (!runtimes.includes(runtime) && !retiredRuntimes.has(runtime)) {
    throw lambdaErrors.invalidParameter(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: ` +
        `[${runtimes.join(', ')}] or be a valid ARN`,
    );
  }
}

function checkMaximum(path: string, value: number | undefined, maximum: number): void {
  if (value === undefined || value <= maximum) return;
  throw validationError('ValidationException', [
    `Value '${value}' at '${path}' failed to satisfy constraint: Member must have value less than or equal to ${maximum}`,
  ]);
}

function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((name) => reservedVariables.has(name));
  if (reserved.length > 0) throw lambdaErrors.reservedVariables(reserved);
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > limits.environmentBytes) throw lambdaErrors.environmentTooLarge(measured);
}
