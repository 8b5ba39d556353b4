/** Functions of a synthesized CDK app: the templates in `cdk.out`, whose metadata names the folder of each function's code. */

import { dirname, resolve } from 'node:path';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { asObject, asText, type JsonObject, parseJsonObject } from '../../base/json.ts';
import { placeOf } from '../jsonProblem.ts';
import type { ProjectFunction } from './projectFunction.ts';
import { settingsOf } from './samProject.ts';
import { resolvedText, scopeOf } from './template/intrinsics.ts';
import { TemplateError } from './template/parsedTemplate.ts';

/** A stack of the app, as `manifest.json` tells it. */
export interface CdkStack {
  /** Relative to `cdk.out`. */
  readonly templateFile: string;
  readonly stackName: string;
}

/** The stacks of an app or of a stage. Throws `TemplateError` for a manifest that is none. */
export function cdkStacks(manifest: string): readonly CdkStack[] {
  const artifacts = asObject(parseJsonObject(manifest)?.['artifacts']);
  if (artifacts === undefined) throw new TemplateError(1, 'No artifacts: run "cdk synth" again.');
  return Object.entries(artifacts).flatMap(([id, value]) => {
    const artifact = asObject(value);
    const properties = asObject(artifact?.['properties']);
    const templateFile = asText(properties?.['templateFile']);
    if (artifact?.['type'] !== 'aws:cloudformation:stack' || templateFile === undefined) return [];
    return [{ templateFile, stackName: asText(properties?.['stackName']) ?? id }];
  });
}

/** Throws `TemplateError`. What the CDK makes for itself (custom resources, log retention) has no folder or no handler of the developer's, and is left out. */
export function cdkFunctions(text: string, file: string, stackName: string): readonly ProjectFunction[] {
  const template = parseJsonObject(text);
  if (template === undefined) throw new TemplateError(1, 'Not a JSON object: run "cdk synth" again.');
  const scope = scopeOf(template, {});
  const root = parseTree(text);
  const functions: ProjectFunction[] = [];
  for (const [logicalId, value] of Object.entries(asObject(template['Resources']) ?? {})) {
    const resource = asObject(value);
    const metadata = asObject(resource?.['Metadata']);
    const properties = asObject(resource?.['Properties']);
    const asset = asText(metadata?.['aws:asset:path']) ?? assetFolder(properties);
    if (resource?.['Type'] !== 'AWS::Lambda::Function' || properties === undefined || asset === undefined) continue;
    const constructPath = asText(metadata?.['aws:cdk:path']);
    if (isOfTheCdk(constructPath, logicalId)) continue;
    const name = resolvedText(properties['FunctionName'], scope);
    const node = root && findNodeAtLocation(root, ['Resources', logicalId]);
    functions.push({
      kind: 'cdk',
      functionName: name ?? functionNameOf(constructPath) ?? logicalId,
      ...(name === undefined ? { generatedPrefix: `${stackName}-${logicalId}-`.slice(0, generatedPrefixLength) } : {}),
      logicalId,
      place: { file, line: placeOf(text, node?.offset ?? 0).line },
      folder: resolve(dirname(file), asset),
      // What lies in cdk.out is built.
      build: { kind: 'copy' },
      settings: settingsOf(properties, scope),
    });
  }
  return functions;
}

/** Where metadata is switched off, the key of the package tells its hash, and the hash the folder. */
function assetFolder(properties: JsonObject | undefined): string | undefined {
  const key = asText(asObject(properties?.['Code'])?.['S3Key']);
  const hash = /^([0-9a-f]{64})\.zip$/.exec(key ?? '')?.[1];
  return hash === undefined ? undefined : `asset.${hash}`;
}

/** CloudFormation keeps room for its twelve random characters in a name of 64. */
const generatedPrefixLength = 64 - 12;

/** `Orders/Api/Handler/Resource` is the construct `Handler` in `Api`. */
function functionNameOf(constructPath: string | undefined): string | undefined {
  const parts = constructPath?.split('/').filter((part) => part !== 'Resource' && part !== 'Default') ?? [];
  return parts.at(-1);
}

/** Handlers of the CDK's own helpers, by construct path below the stack or by logical id. */
const helpers =
  /^(?:Custom::|LogRetention|AWS[0-9a-f]{8}|BucketNotificationsHandler|SingletonLambda)|framework-on(?:Event|Timeout)|CustomResourceProvider/;

function isOfTheCdk(constructPath: string | undefined, logicalId: string): boolean {
  const below = constructPath?.split('/').slice(1).join('/') ?? '';
  return helpers.test(below) || helpers.test(logicalId);
}
