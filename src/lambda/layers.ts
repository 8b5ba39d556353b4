/** Names and ARNs of layers: parsed once at a door, trusted afterwards. */

import { partitionOf } from './names.ts';

/** A layer, or a version of it, as a caller named it. */
export interface LayerReference {
  readonly name: string;
  /** Present for ARN forms only. */
  readonly region: string | undefined;
  readonly accountId: string | undefined;
  /** From the end of a version's ARN. */
  readonly version: number | undefined;
}

const arnPattern = /^arn:[\w-]+:lambda:([a-z0-9-]+):(\d{12}):layer:([a-zA-Z0-9-_]+)(?::(\d+))?$/;

/** Reads a name, a layer's ARN or a version's ARN. Returns `undefined` for anything else. (API reference, `LayerName`.) */
export function parseLayerReference(text: string): LayerReference | undefined {
  const [arn, region, accountId, name = '', version] = arnPattern.exec(text) ?? [];
  if (arn !== undefined) {
    return { name, region, accountId, version: version === undefined ? undefined : Number(version) };
  }
  if (!/^[a-zA-Z0-9-_]+$/.test(text)) return undefined;
  return { name: text, region: undefined, accountId: undefined, version: undefined };
}

/** `arn:aws:lambda:REGION:ACCOUNT:layer:NAME[:VERSION]`. */
export function layerArn(region: string, accountId: string, name: string, version?: number): string {
  const arn = `arn:${partitionOf(region)}:lambda:${region}:${accountId}:layer:${name}`;
  return version === undefined ? arn : `${arn}:${version}`;
}
