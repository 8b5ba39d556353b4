/** Builds a function's configuration as the API answers it from what CreateFunction and its updates are given. */

import { hash } from 'node:crypto';
import type {
  CreateFunctionCommandInput,
  FunctionConfiguration,
  Layer,
  LoggingConfig,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { limits } from '../../lambda/limits.ts';
import { defaultLogGroupName, partitionOf } from '../../lambda/names.ts';
import type { StoredPackage } from '../store/codeStore.ts';
import type { FunctionTarget } from './functionTarget.ts';

/** Settings that an update may bring as well. */
type Settings = Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName' | 'RevisionId'>;

export function newConfiguration(
  input: CreateFunctionCommandInput,
  target: FunctionTarget,
  stored: StoredPackage,
  layers: readonly Layer[] | undefined,
  nowMs: number,
): FunctionConfiguration {
  const defaults: FunctionConfiguration = {
    FunctionName: target.id.name,
    FunctionArn: target.arn,
    Description: '',
    Timeout: limits.timeoutDefaultS,
    MemorySize: limits.memoryDefaultMB,
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    PackageType: input.PackageType ?? 'Zip',
    Architectures: input.Architectures ?? ['x86_64'],
    EphemeralStorage: { Size: limits.ephemeralStorageDefaultMB },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: defaultLogGroupName(target.id.name) },
    ...(input.TenancyConfig === undefined ? {} : { TenancyConfig: input.TenancyConfig }),
  };
  return withCode(withSettings(defaults, input, layers, target.id.region, nowMs), stored, nowMs);
}

/** New code; everything else stays. */
export function withCode(
  configuration: FunctionConfiguration,
  { codeSha256, codeBytes }: StoredPackage,
  nowMs: number,
): FunctionConfiguration {
  return { ...configuration, CodeSha256: codeSha256, CodeSize: codeBytes, LastModified: timestampText(nowMs) };
}

/** The configuration with the settings that are present in `settings`. */
export function withSettings(
  configuration: FunctionConfiguration,
  settings: Settings,
  /** What `settings.Layers` stand for. */
  layers: readonly Layer[] | undefined,
  region: string,
  nowMs: number,
): FunctionConfiguration {
  const { VpcConfig, SnapStart, ImageConfig, LoggingConfig, Environment, Runtime, DeadLetterConfig, KMSKeyArn } =
    settings;
  const changed: FunctionConfiguration = {
    ...present({
      Role: settings.Role,
      Handler: settings.Handler,
      Description: settings.Description,
      Timeout: settings.Timeout,
      MemorySize: settings.MemorySize,
      TracingConfig: settings.TracingConfig,
      FileSystemConfigs: settings.FileSystemConfigs,
      EphemeralStorage: settings.EphemeralStorage,
      CapacityProviderConfig: settings.CapacityProviderConfig,
      DurableConfig: settings.DurableConfig,
      KMSKeyArn,
    }),
    ...(Environment === undefined ? {} : { Environment: { Variables: Environment.Variables ?? {} } }),
    ...(Runtime === undefined ? {} : { Runtime, RuntimeVersionConfig: runtimeVersion(Runtime, region) }),
    ...(layers === undefined ? {} : { Layers: [...layers] }),
    ...(ImageConfig === undefined ? {} : { ImageConfigResponse: { ImageConfig } }),
    ...(SnapStart === undefined ? {} : { SnapStart: { ...SnapStart, OptimizationStatus: 'Off' } }),
    ...(LoggingConfig === undefined ? {} : { LoggingConfig: logging(configuration.LoggingConfig, LoggingConfig) }),
    ...(VpcConfig === undefined ? {} : { VpcConfig: vpc(VpcConfig) }),
    ...(DeadLetterConfig?.TargetArn ? { DeadLetterConfig } : {}),
  };
  const merged = { ...configuration, ...changed, LastModified: timestampText(nowMs) };
  // An empty ARN takes the setting away.
  if (DeadLetterConfig?.TargetArn === '') delete merged.DeadLetterConfig;
  if (KMSKeyArn === '') delete merged.KMSKeyArn;
  if (layers?.length === 0) delete merged.Layers;
  if (ImageConfig !== undefined && Object.keys(ImageConfig).length === 0) delete merged.ImageConfigResponse;
  return merged;
}

function present<T extends object>(record: T): Partial<{ [Key in keyof T]: Exclude<T[Key], undefined> }> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<{
    [Key in keyof T]: Exclude<T[Key], undefined>;
  }>;
}

/** Levels exist for JSON alone, and there they have defaults. */
function logging(current: LoggingConfig | undefined, wanted: LoggingConfig): LoggingConfig {
  const { ApplicationLogLevel, SystemLogLevel, ...merged } = { ...current, ...wanted };
  if (merged.LogFormat !== 'JSON') return merged;
  return { ...merged, ApplicationLogLevel: ApplicationLogLevel ?? 'INFO', SystemLogLevel: SystemLogLevel ?? 'INFO' };
}

function vpc(config: NonNullable<Settings['VpcConfig']>): NonNullable<FunctionConfiguration['VpcConfig']> {
  return {
    SubnetIds: config.SubnetIds ?? [],
    SecurityGroupIds: config.SecurityGroupIds ?? [],
    VpcId: '',
    Ipv6AllowedForDualStack: config.Ipv6AllowedForDualStack ?? false,
  };
}

/** The same runtime always has the same version here: it is whatever interpreter this machine has. */
function runtimeVersion(runtime: string, region: string) {
  return { RuntimeVersionArn: `arn:${partitionOf(region)}:lambda:${region}::runtime:${hash('sha256', runtime)}` };
}

/** `2026-01-15T10:11:12.000+0000` */
export function timestampText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '+0000');
}
