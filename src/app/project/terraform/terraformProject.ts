/** Functions of a Terraform module: `aws_lambda_function` with its `archive_file`, and the widely used module for functions. */

import { basename, resolve } from 'node:path';
import { asNumber, asObject, asText, asTexts, type JsonObject } from '../../../base/json.ts';
import type { ProjectFunction } from '../projectFunction.ts';
import { textsOf, withoutGaps } from '../samProject.ts';
import { type HclBlock, readHcl } from './hclReader.ts';
import { evaluate, type TerraformScope } from './terraformValues.ts';

export interface TerraformFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

interface PlacedBlock extends HclBlock {
  readonly file: string;
}

/**
 * All files of one folder are one module. `variables` are the values of its `.tfvars` files. Throws `TemplateError`, about
 * the file that `readTerraformFile` was given: callers read file by file to know which.
 */
export function terraformFunctions(
  folder: string,
  blocks: readonly PlacedBlock[],
  variables: JsonObject,
): readonly ProjectFunction[] {
  const scope = scopeOf(folder, blocks, variables);
  return [
    ...blocks
      .filter(({ type, labels }) => type === 'resource' && labels[0] === 'aws_lambda_function')
      .flatMap((block) => instancesOf(block, scope, resourceFunction)),
    ...blocks
      .filter((block) => block.type === 'module' && isFunctionModule(block, scope))
      .flatMap((block) => instancesOf(block, scope, moduleFunction)),
  ];
}

/** Throws `TemplateError`. */
export function readTerraformFile({ path, text }: TerraformFile): readonly PlacedBlock[] {
  return readHcl(text).blocks.map((block) => ({ ...block, file: path }));
}

/** The values of a `.tfvars` file. Throws `TemplateError`. */
export function readTerraformVariables(text: string): JsonObject {
  const scope: TerraformScope = { folder: '', variables: {}, locals: new Map(), data: new Map(), each: undefined };
  return Object.fromEntries([...readHcl(text).attributes].map(([name, value]) => [name, evaluate(value, scope)]));
}

function scopeOf(folder: string, blocks: readonly PlacedBlock[], given: JsonObject): TerraformScope {
  const empty: TerraformScope = { folder, variables: {}, locals: new Map(), data: new Map(), each: undefined };
  const declared = blocks.filter(({ type }) => type === 'variable');
  const defaults = declared.map(({ labels, attributes }) => [labels[0], evaluate(attributes.get('default'), empty)]);
  return {
    ...empty,
    variables: { ...Object.fromEntries(defaults), ...given },
    locals: new Map(blocks.filter(({ type }) => type === 'locals').flatMap(({ attributes }) => [...attributes])),
    data: new Map(
      blocks
        .filter(({ type }) => type === 'data')
        .map((block) => [block.labels.slice(0, 2).join('.'), block.attributes]),
    ),
  };
}

type Definition = (block: PlacedBlock, scope: TerraformScope) => ProjectFunction | undefined;

/** `count` and `for_each` make several of one block. Where they cannot be known, there is one. */
function instancesOf(block: PlacedBlock, scope: TerraformScope, define: Definition): readonly ProjectFunction[] {
  const many = evaluate(block.attributes.get('for_each'), scope);
  const count = evaluate(block.attributes.get('count'), scope);
  const keys = Array.isArray(many)
    ? many.map((item) => [String(item), item] as const)
    : Object.entries(asObject(many) ?? {});
  const scopes: readonly TerraformScope[] =
    keys.length > 0
      ? keys.map(([key, value]) => ({ ...scope, each: { key, value } }))
      : typeof count === 'number'
        ? Array.from({ length: Math.min(count, maximumInstances) }, (_, index) => ({
            ...scope,
            each: { key: String(index), value: index },
          }))
        : [scope];
  return scopes.flatMap((each) => define(block, each) ?? []);
}

const maximumInstances = 100;

function resourceFunction(block: PlacedBlock, scope: TerraformScope): ProjectFunction | undefined {
  const value = (name: string) => evaluate(block.attributes.get(name), scope);
  if (value('package_type') === 'Image' || block.attributes.has('image_uri')) return undefined;
  const code = asText(value('filename'));
  const environment = block.blocks.find(({ type }) => type === 'environment');
  return {
    ...placed(block, 'resource', scope),
    functionName: asText(value('function_name')) ?? labelOf(block, scope),
    folder: resolve(scope.folder, codeFolder(block, scope) ?? '.'),
    // An archive that is there already is nothing to build from.
    build: codeFolder(block, scope) === undefined && code !== undefined ? { kind: 'copy' } : undefined,
    settings: settingsOf(value, asObject(evaluate(environment?.attributes.get('variables'), scope))),
  };
}

/** The community's module `terraform-aws-modules/lambda/aws`. */
function moduleFunction(block: PlacedBlock, scope: TerraformScope): ProjectFunction | undefined {
  const value = (name: string) => evaluate(block.attributes.get(name), scope);
  const source = value('source_path');
  const [path] = [asText(source), asText(asObject(source)?.['path']), ...asTexts(source)].filter(
    (found) => found !== undefined,
  );
  if (path === undefined) return undefined;
  return {
    ...placed(block, 'module', scope),
    functionName: asText(value('function_name')) ?? labelOf(block, scope),
    folder: resolve(scope.folder, path),
    build: undefined,
    settings: settingsOf(value, asObject(value('environment_variables'))),
  };
}

function isFunctionModule({ attributes }: HclBlock, scope: TerraformScope): boolean {
  return /(?:^|\/)terraform-aws-modules\/(?:terraform-aws-)?lambda/.test(
    String(evaluate(attributes.get('source'), scope)),
  );
}

function placed(block: PlacedBlock, word: 'resource' | 'module', { each }: TerraformScope) {
  const address = word === 'module' ? `module.${block.labels[0]}` : block.labels.join('.');
  const instance = each === undefined ? '' : typeof each.value === 'number' ? `[${each.value}]` : `["${each.key}"]`;
  return { kind: 'terraform', logicalId: address + instance, place: { file: block.file, line: block.line } } as const;
}

function labelOf(block: HclBlock, { each }: TerraformScope): string {
  const label = block.labels.at(-1) ?? block.type;
  return each === undefined ? label : `${label}-${each.key}`;
}

/** Folder of the `archive_file` that the function's `filename` names, relative to the module. */
function codeFolder(block: HclBlock, scope: TerraformScope): string | undefined {
  const archive = archiveOf(block, scope);
  if (archive === undefined) return undefined;
  const folder = asText(evaluate(archive.get('source_dir'), scope));
  if (folder !== undefined) return folder;
  const file = asText(evaluate(archive.get('source_file'), scope));
  return file === undefined ? undefined : file.slice(0, -basename(file).length) || '.';
}

/** By reference (`data.archive_file.NAME.output_path`), or by the path that both name. */
function archiveOf({ attributes }: HclBlock, scope: TerraformScope): HclBlock['attributes'] | undefined {
  for (const name of ['filename', 'source_code_hash']) {
    const value = attributes.get(name);
    const [kind, type, label] = value?.kind === 'reference' ? value.path : [];
    if (kind === 'data' && type === 'archive_file') return scope.data.get(`${type}.${label}`);
  }
  const path = asText(evaluate(attributes.get('filename'), scope));
  if (path === undefined) return undefined;
  for (const [name, archive] of scope.data) {
    if (name.startsWith('archive_file.') && evaluate(archive.get('output_path'), scope) === path) return archive;
  }
  return undefined;
}

function settingsOf(value: (name: string) => unknown, environment: JsonObject | undefined) {
  const [architecture] = asTexts(value('architectures'));
  const layers = asTexts(value('layers'));
  return withoutGaps({
    runtime: asText(value('runtime')),
    handler: asText(value('handler')),
    architecture,
    memorySizeMB: asNumber(value('memory_size')),
    timeoutS: asNumber(value('timeout')),
    role: asText(value('role')),
    environment: environment && textsOf(environment),
    layers: layers.length === 0 ? undefined : layers,
  });
}
