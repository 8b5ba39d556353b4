/** A function's configuration as the JSON text that a developer edits: names and shapes are those of UpdateFunctionConfiguration. */

import type { FunctionConfiguration, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { HumanError } from '../base/humanError.ts';
import { asObject } from '../base/json.ts';
import { configurationSchema } from '../lambda/configurationSchema.ts';
import { schemaProblem, unknownMembers } from '../lambda/schemaCheck.ts';
import { jsonProblem } from './jsonProblem.ts';

export type ConfigurationMember = keyof typeof configurationSchema.properties;

/** What the document holds. A member that is not there stays as it is on the target. */
export type EditedConfiguration = Pick<UpdateFunctionConfigurationCommandInput, ConfigurationMember>;

export interface ParsedDocument {
  readonly edited: EditedConfiguration;
  /** Paths of members that nobody knows: they are not sent. */
  readonly unknown: readonly string[];
}

export const configurationMembers = Object.keys(configurationSchema.properties) as readonly ConfigurationMember[];

/** The part of a configuration that can be edited, members in the order of the schema. */
export function editableConfiguration(configuration: FunctionConfiguration): EditedConfiguration {
  const { Environment, Layers, VpcConfig } = configuration;
  const isZip = configuration.PackageType !== 'Image';
  const all: EditedConfiguration = {
    Description: configuration.Description ?? '',
    Runtime: configuration.Runtime,
    Handler: configuration.Handler,
    Role: configuration.Role,
    MemorySize: configuration.MemorySize,
    Timeout: configuration.Timeout,
    EphemeralStorage: configuration.EphemeralStorage,
    // Variables that could not be decrypted must not be taken for none.
    ...(Environment?.Error ? {} : { Environment: { Variables: Environment?.Variables ?? {} } }),
    ...(isZip ? { Layers: (Layers ?? []).flatMap(({ Arn }) => Arn ?? []) } : {}),
    TracingConfig: configuration.TracingConfig,
    LoggingConfig: configuration.LoggingConfig,
    ...((VpcConfig?.SubnetIds?.length ?? 0) === 0 ? {} : { VpcConfig: withoutId(VpcConfig ?? {}) }),
  };
  return Object.fromEntries(
    configurationMembers.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
  );
}

export function configurationText(configuration: FunctionConfiguration): string {
  return `${JSON.stringify(editableConfiguration(configuration), undefined, 2)}\n`;
}

/** Throws a `HumanError` that names the place of what is no JSON, or the member that is wrong. */
export function parseConfigurationText(text: string): ParsedDocument {
  const problem = jsonProblem(text);
  if (problem !== undefined) throw new HumanError(`The configuration is not JSON: ${problem}. Nothing was sent.`);
  const value: unknown = JSON.parse(text);
  const refused = schemaProblem(value, configurationSchema);
  if (refused !== undefined) throw new HumanError(`${refused} Nothing was sent.`);
  const unknown = unknownMembers(value, configurationSchema);
  return { edited: withoutPaths(value, unknown, '') as EditedConfiguration, unknown };
}

/** Answers have it, requests must not. */
function withoutId({ VpcId: _, ...rest }: NonNullable<FunctionConfiguration['VpcConfig']>) {
  return rest;
}

function withoutPaths(value: unknown, paths: readonly string[], path: string): unknown {
  const members = asObject(value);
  if (members === undefined) return value;
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) => {
      const own = path === '' ? name : `${path}.${name}`;
      return paths.includes(own) ? [] : [[name, withoutPaths(member, paths, own)]];
    }),
  );
}
