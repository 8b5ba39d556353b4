/** Where a function's configuration on a target is not what its definition in the project says. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { changeLines } from '../configurationChange.ts';
import { type EditedConfiguration, editableConfiguration } from '../configurationDocument.ts';
import type { ProjectSettings } from '../project/projectFunction.ts';

export interface ConfigurationDrift {
  /** What is there. */
  readonly base: EditedConfiguration;
  /** The same with what the definition says; everything that it does not speak of stays. */
  readonly edited: EditedConfiguration;
  /** One for each value that differs: `MemorySize: 128 → 256`. Values of variables are not in them. */
  readonly lines: readonly string[];
}

/** `undefined` where both agree. A definition that leaves a value to be found out at deployment says nothing about it. */
export function configurationDrift(
  settings: ProjectSettings,
  deployed: FunctionConfiguration,
): ConfigurationDrift | undefined {
  const base = editableConfiguration(deployed);
  const edited: EditedConfiguration = { ...base, ...definedMembers(settings, base) };
  const lines = changeLines(base, edited);
  return lines.length === 0 ? undefined : { base, edited, lines };
}

function definedMembers(settings: ProjectSettings, base: EditedConfiguration): EditedConfiguration {
  const { runtime, handler, memorySizeMB, timeoutS, role, environment, layers } = settings;
  const isArn = (text: string) => text.startsWith('arn:');
  return {
    ...(runtime === undefined ? {} : { Runtime: runtime as NonNullable<EditedConfiguration['Runtime']> }),
    ...(handler === undefined ? {} : { Handler: handler }),
    ...(memorySizeMB === undefined ? {} : { MemorySize: memorySizeMB }),
    ...(timeoutS === undefined ? {} : { Timeout: timeoutS }),
    ...(role !== undefined && isArn(role) ? { Role: role } : {}),
    // Variables that the definition computes are missing from it, so what is there and not defined may well be meant.
    ...(environment === undefined ? {} : { Environment: { Variables: { ...variablesOf(base), ...environment } } }),
    ...(layers?.every(isArn) === true ? { Layers: [...layers] } : {}),
  };
}

function variablesOf({ Environment }: EditedConfiguration): Readonly<Record<string, string>> {
  return Environment?.Variables ?? {};
}
