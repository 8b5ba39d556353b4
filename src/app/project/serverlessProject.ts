/** Functions of a `serverless.yml`. */

import { dirname } from 'node:path';
import { asNumber, asObject, asText, asTexts, type JsonObject } from '../../base/json.ts';
import { parseRuntime } from '../../lambda/runtimes.ts';
import type { BuildSetting } from '../build/buildSetting.ts';
import type { ProjectFunction } from './projectFunction.ts';
import { textsOf, withoutGaps } from './samProject.ts';
import { resolveVariables, type ServerlessScope } from './serverlessVariables.ts';
import { parseTemplate, type TemplatePath } from './template/parsedTemplate.ts';

export interface ServerlessOptions {
  /** Absolute path of the file. */
  readonly file: string;
  /** Another file of the project as a value, by its path relative to the file. */
  readFile(path: string): unknown;
  /** Whether there is a file, by its path relative to the file. */
  exists(path: string): boolean;
}

export const serverlessFileNames: readonly string[] = ['serverless.yml', 'serverless.yaml', 'serverless.json'];

/** The framework's own defaults: https://www.serverless.com/framework/docs/providers/aws/guide/functions */
const defaults = { memorySizeMB: 1024, timeoutS: 6, stage: 'dev' };
const sourceExtensions = ['.ts', '.mts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'];

/** Throws `TemplateError`. Functions of other providers and in containers have nothing to build here. */
export function serverlessFunctions(text: string, options: ServerlessOptions): readonly ProjectFunction[] {
  const template = parseTemplate(text);
  const root = template.value;
  const scope = scopeOf(root, options);
  const provider = asObject(resolveVariables(root['provider'], scope)) ?? {};
  if ((asText(provider['name']) ?? asText(root['provider']) ?? 'aws') !== 'aws') return [];
  const service = serviceName(root, scope);
  const bundles = bundlesWithEsbuild(root, scope);
  return definitions(root, scope).flatMap(({ key, value, path }) => {
    const definition = asObject(resolveVariables(value, scope));
    const handler = asText(definition?.['handler']);
    if (definition === undefined || handler === undefined || definition['image'] !== undefined) return [];
    const runtime = asText(definition['runtime']) ?? asText(provider['runtime']);
    const functionName = asText(definition['name']) ?? [service, scope.stage, key].filter(Boolean).join('-');
    return [
      {
        kind: 'serverless',
        functionName,
        logicalId: key,
        place: { file: options.file, line: template.lineOf(path) },
        folder: dirname(options.file),
        build: buildOf(handler, runtime, bundles, options),
        settings: withoutGaps({
          runtime,
          handler,
          architecture: asText(definition['architecture']) ?? asText(provider['architecture']),
          memorySizeMB: numberIn(definition, provider, 'memorySize') ?? defaults.memorySizeMB,
          timeoutS: numberIn(definition, provider, 'timeout') ?? defaults.timeoutS,
          role: asText(definition['role']),
          environment: environmentOf(provider, definition),
          layers: listIn(definition, provider, 'layers'),
        }),
      } satisfies ProjectFunction,
    ];
  });
}

function scopeOf(root: JsonObject, options: ServerlessOptions): ServerlessScope {
  const first: ServerlessScope = {
    root,
    stage: defaults.stage,
    region: undefined,
    readFile: (path) => options.readFile(path),
  };
  const provider = asObject(root['provider']);
  const stage = asText(resolveVariables(provider?.['stage'], first)) ?? defaults.stage;
  const region = asText(resolveVariables(provider?.['region'], { ...first, stage }));
  return { ...first, stage, region };
}

function serviceName(root: JsonObject, scope: ServerlessScope): string | undefined {
  const service = resolveVariables(root['service'], scope);
  return asText(service) ?? asText(asObject(service)?.['name']);
}

interface Definition {
  readonly key: string;
  readonly value: unknown;
  readonly path: TemplatePath;
}

/** `functions` is a map, or a list of maps, each of which may come from another file. */
function definitions(root: JsonObject, scope: ServerlessScope): readonly Definition[] {
  const functions = root['functions'];
  const parts = Array.isArray(functions) ? functions : [functions];
  return parts.flatMap((part: unknown, index) => {
    const map = asObject(typeof part === 'string' ? resolveVariables(part, scope) : part) ?? {};
    const start: TemplatePath = Array.isArray(functions) ? ['functions', index] : ['functions'];
    return Object.entries(map).map(([key, value]) => ({ key, value, path: [...start, key] }));
  });
}

/** Built in since version 4, a plugin before. */
function bundlesWithEsbuild(root: JsonObject, scope: ServerlessScope): boolean {
  const plugins = resolveVariables(root['plugins'], scope);
  const names = asTexts(Array.isArray(plugins) ? plugins : asObject(plugins)?.['modules']);
  const build = asObject(root['build']);
  if (build?.['esbuild'] === false) return false;
  return (
    build?.['esbuild'] !== undefined ||
    names.some((name) => /esbuild|webpack|bundle/.test(name)) ||
    /^[\^~>=\s]*4/.test(String(root['frameworkVersion'] ?? ''))
  );
}

/** TypeScript has to be built; JavaScript only where the project builds it. Other languages are what the folder says. */
function buildOf(
  handler: string,
  runtime: string | undefined,
  bundles: boolean,
  { exists }: ServerlessOptions,
): BuildSetting | undefined {
  if (runtime !== undefined && parseRuntime(runtime).family !== 'nodejs') return undefined;
  const modulePath = handler.replace(/\.[^./]+$/, '').replace(/^\.\//, '');
  const extension = sourceExtensions.find((candidate) => exists(modulePath + candidate));
  if (extension === undefined) return undefined;
  const isTypeScript = /^\.[m]?tsx?$/.test(extension);
  return isTypeScript || bundles ? { kind: 'esbuild', entry: modulePath + extension } : { kind: 'copy' };
}

function numberIn(definition: JsonObject, provider: JsonObject, name: string): number | undefined {
  const value = definition[name] ?? provider[name];
  return asNumber(typeof value === 'string' && value !== '' ? Number(value) : value);
}

function listIn(definition: JsonObject, provider: JsonObject, name: string): readonly string[] | undefined {
  const list = asTexts(definition[name] ?? provider[name]);
  return list.length === 0 ? undefined : list;
}

function environmentOf(provider: JsonObject, definition: JsonObject): Readonly<Record<string, string>> | undefined {
  const all = { ...asObject(provider['environment']), ...asObject(definition['environment']) };
  return Object.keys(all).length === 0 ? undefined : textsOf(all);
}
