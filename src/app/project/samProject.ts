/** Functions of a SAM or CloudFormation template, with SAM's Globals. */

import { dirname, resolve } from 'node:path';
import { asObject, asText, asTexts, type JsonObject } from '../../base/json.ts';
import type { BuildSetting } from '../build/buildSetting.ts';
import type { ProjectFunction, ProjectSettings } from './projectFunction.ts';
import { resolvedNumber, resolvedText, resolveValue, scopeOf, type TemplateScope } from './template/intrinsics.ts';
import { parseTemplate } from './template/parsedTemplate.ts';

export interface SamOptions {
  /** Absolute path of the template. */
  readonly file: string;
  /** What `samconfig.toml` says: the stack's name and values for parameters. */
  readonly stackName?: string | undefined;
  readonly parameters?: JsonObject;
}

/** Throws `TemplateError`. A template without functions has none; functions in containers and with inline code have no folder to build. */
export function samFunctions(text: string, options: SamOptions): readonly ProjectFunction[] {
  const template = parseTemplate(text);
  const scope = scopeOf(template.value, options.parameters ?? {});
  const globals = asObject(asObject(template.value['Globals'])?.['Function']) ?? {};
  const functions: ProjectFunction[] = [];
  for (const [logicalId, value] of Object.entries(asObject(template.value['Resources']) ?? {})) {
    const resource = asObject(value);
    const isServerless = resource?.['Type'] === 'AWS::Serverless::Function';
    if (resource === undefined || !(isServerless || resource['Type'] === 'AWS::Lambda::Function')) continue;
    const properties = withGlobals(isServerless ? globals : {}, asObject(resource['Properties']) ?? {});
    if (resolvedText(properties['PackageType'], scope) === 'Image') continue;
    const code = codePath(properties, isServerless, scope);
    if (code === undefined) continue;
    const name = resolvedText(properties['FunctionName'], scope);
    functions.push({
      kind: 'sam',
      functionName: name ?? logicalId,
      ...(name === undefined && options.stackName !== undefined
        ? { generatedPrefix: `${options.stackName}-${logicalId}-` }
        : {}),
      logicalId,
      place: { file: options.file, line: template.lineOf(['Resources', logicalId]) },
      folder: resolve(dirname(options.file), code),
      build: buildOf(asObject(resource['Metadata']), scope),
      settings: settingsOf(properties, scope),
    });
  }
  return functions;
}

/** Maps are merged member by member and lists one after the other, as SAM's reference says; everything else is replaced. */
function withGlobals(globals: JsonObject, own: JsonObject): JsonObject {
  const merged = new Map(Object.entries(globals));
  for (const [name, value] of Object.entries(own)) {
    const general = merged.get(name);
    if (Array.isArray(general) && Array.isArray(value)) merged.set(name, [...general, ...value]);
    else if (isPlainMap(general) && isPlainMap(value)) merged.set(name, withGlobals(general, value));
    else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** A map of settings, not an intrinsic function. */
function isPlainMap(value: unknown): value is JsonObject {
  const object = asObject(value);
  return object !== undefined && !Object.keys(object).some((name) => name === 'Ref' || name.startsWith('Fn::'));
}

/** Relative to the template; `undefined` for code that is not a path: a bucket, an image, inline code. */
function codePath(properties: JsonObject, isServerless: boolean, scope: TemplateScope): string | undefined {
  if (properties['InlineCode'] !== undefined || properties['ImageUri'] !== undefined) return undefined;
  const code = resolveValue(properties[isServerless ? 'CodeUri' : 'Code'], scope);
  // Without CodeUri, SAM takes the template's own folder.
  if (code === undefined) return isServerless && properties['CodeUri'] === undefined ? '.' : undefined;
  if (typeof code !== 'string' || /^(?:s3|https?):\/\//.test(code)) return undefined;
  return code;
}

/** `Metadata` of a resource: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-custom-runtimes.html */
function buildOf(metadata: JsonObject | undefined, scope: TemplateScope): BuildSetting | undefined {
  const method = resolvedText(metadata?.['BuildMethod'], scope);
  const properties = asObject(resolveValue(metadata?.['BuildProperties'], scope)) ?? {};
  if (method !== 'esbuild') return undefined;
  const [entry] = asTexts(properties['EntryPoints']);
  if (entry === undefined) return undefined;
  const format = asText(properties['Format']);
  const external = asTexts(properties['External']);
  return {
    kind: 'esbuild',
    entry: entry.replace(/^\.\//, ''),
    ...(format === 'esm' || format === 'cjs' ? { format } : {}),
    ...(external.length === 0 ? {} : { external }),
  };
}

/** Shared by every format that is CloudFormation below: its properties have Lambda's own names. */
export function settingsOf(properties: JsonObject, scope: TemplateScope): ProjectSettings {
  const [architecture] = asTexts(resolveValue(properties['Architectures'], scope));
  const variables = asObject(resolveValue(asObject(properties['Environment'])?.['Variables'], scope));
  const layers = asTexts(resolveValue(properties['Layers'], scope));
  return withoutGaps({
    runtime: resolvedText(properties['Runtime'], scope),
    handler: resolvedText(properties['Handler'], scope),
    architecture,
    memorySizeMB: resolvedNumber(properties['MemorySize'], scope),
    timeoutS: resolvedNumber(properties['Timeout'], scope),
    role: resolvedText(properties['Role'], scope),
    environment: variables && textsOf(variables),
    layers: layers.length === 0 ? undefined : layers,
  });
}

/** Variables that are texts, or become one; the others are left out. */
export function textsOf(variables: JsonObject): Readonly<Record<string, string>> {
  const texts = Object.entries(variables).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(texts.map(([name, value]) => [name, String(value)]));
}

type Gappy<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Members that are `undefined` are left out. */
export function withoutGaps(settings: Gappy<Required<ProjectSettings>>): ProjectSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** The template files that a folder may have, in the order in which SAM looks. */
export const samTemplateNames: readonly string[] = ['template.yaml', 'template.yml', 'template.json'];

/** Where `sam build` has left its copy, that is no project of its own. */
export function isBuiltTemplate(path: string): boolean {
  return path.split(/[\\/]/).includes('.aws-sam');
}
