/** `samconfig.toml` beside a template: the stack's name and its parameters. */

import { parse } from 'smol-toml';
import { asObject, asText, asTexts, type JsonObject } from '../../base/json.ts';

export interface SamConfig {
  readonly stackName: string | undefined;
  readonly parameters: JsonObject;
}

/** The environment `default`. A file that cannot be read says nothing: SAM itself tells what is wrong with it. */
export function readSamConfig(text: string): SamConfig {
  const environment = asObject(asObject(parsed(text))?.['default']);
  const sections = ['global', 'deploy', 'sync', 'build'].map((name) =>
    asObject(asObject(environment?.[name])?.['parameters']),
  );
  const stackName = sections.map((section) => asText(section?.['stack_name'])).find((name) => name !== undefined);
  const overrides = sections.flatMap((section) => overrideTexts(section?.['parameter_overrides']));
  return { stackName, parameters: Object.fromEntries(overrides.flatMap(pairsOf)) };
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function overrideTexts(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : asTexts(value);
}

/** `Name=value Other="two words"`, or `ParameterKey=Name,ParameterValue=value`. */
function pairsOf(text: string): [string, string][] {
  const long = [...text.matchAll(/ParameterKey=([^,\s]+),ParameterValue=("(?:[^"\\]|\\.)*"|\S*)/g)];
  const matches = long.length > 0 ? long : [...text.matchAll(/([A-Za-z0-9]+)=("(?:[^"\\]|\\.)*"|\S*)/g)];
  return matches.map(([, name = '', value = '']) => [
    name,
    value.replace(/^"([\s\S]*)"$/, '$1').replace(/\\(.)/g, '$1'),
  ]);
}
