/** What the operations on layers have in common: which layer is meant, how a version is shown, who may use it. */

import type { GetLayerVersionResponse, LayerVersionsListItem } from '@aws-sdk/client-lambda';
import { layerArn, parseLayerReference } from '../../lambda/layers.ts';
import type { LayerId, LayerVersion } from '../store/layerStore.ts';
import type { ActionContext } from './context.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/** The layer of a `LayerName`, which may be an ARN. Throws for another Region or account. */
export function layerTarget(layerName: string | undefined, context: ActionContext): LayerId {
  const reference = parseLayerReference(layerName ?? '');
  if (reference === undefined) throw lambdaErrors.invalidParameter(`Invalid layer name: ${layerName}`);
  const { region = context.region, accountId = context.parts.accountId, name } = reference;
  if (accountId !== context.parts.accountId) {
    throw lambdaErrors.layerOfOtherAccount(context.parts.accountId, layerName ?? '');
  }
  if (region !== context.region) throw lambdaErrors.noSuchResource();
  return { region, name };
}

/** The number of a version. Throws 400 for one that cannot be any. */
export function layerVersionNumber(version: number | undefined): number {
  if (version === undefined || version < 1) throw lambdaErrors.layerVersionBelowOne();
  return version;
}

/** The version whose policy a request means. Throws 404. */
export function requireLayerVersion(
  input: { readonly LayerName: string | undefined; readonly VersionNumber: number | undefined },
  context: ActionContext,
): LayerVersion {
  const id = layerTarget(input.LayerName, context);
  const version = layerVersionNumber(input.VersionNumber);
  const found = context.parts.layers.get(id, version);
  if (found === undefined) throw lambdaErrors.noLayerVersion(versionArn(id, version, context));
  return found;
}

/** A version with a link to its content. */
export function shownLayerVersion(found: LayerVersion, context: ActionContext): GetLayerVersionResponse {
  const { packageId, codeSha256, codeBytes } = found.record;
  return {
    ...listedLayerVersion(found, context),
    LayerArn: layerArn(found.id.region, context.parts.accountId, found.id.name),
    Content: {
      Location: context.parts.codeLinks.create(context.endpoint, packageId),
      CodeSha256: codeSha256,
      CodeSize: codeBytes,
    },
  };
}

/** A version as lists have it. What the publisher left out is left out. */
export function listedLayerVersion({ id, version, record }: LayerVersion, context: ActionContext) {
  const { runtimes, architectures, licenseInfo } = record;
  return {
    LayerVersionArn: versionArn(id, version, context),
    Version: version,
    Description: record.description,
    CreatedDate: record.createdDate,
    ...(runtimes === undefined ? {} : { CompatibleRuntimes: [...runtimes] }),
    ...(architectures === undefined ? {} : { CompatibleArchitectures: [...architectures] }),
    ...(licenseInfo === undefined ? {} : { LicenseInfo: licenseInfo }),
  } as LayerVersionsListItem;
}

export interface LayerFilter {
  readonly CompatibleRuntime?: string | undefined;
  readonly CompatibleArchitecture?: string | undefined;
}

/** Whether a version says that it is for the runtime and the architecture that a list asks for. */
export function isCompatible({ record }: LayerVersion, filter: LayerFilter): boolean {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = filter;
  if (runtime !== undefined && !record.runtimes?.includes(runtime)) return false;
  return architecture === undefined || record.architectures?.includes(architecture) === true;
}

function versionArn({ region, name }: LayerId, version: number, { parts }: ActionContext): string {
  return layerArn(region, parts.accountId, name, version);
}
