/** What the service knows of one version of a function: the API's own configuration plus where its code lies. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/** A function belongs to one Region of the account; each Region is a namespace of its own. */
export interface FunctionId {
  readonly region: string;
  readonly name: string;
}

export interface FunctionVersion {
  readonly id: FunctionId;
  /** `$LATEST` or a number. */
  readonly version: string;
  /** As the API answers it; `Environment.Variables` included. */
  readonly configuration: Readonly<FunctionConfiguration>;
  /** Hex SHA-256 of the deployment package: its name in the code store. */
  readonly packageId: string;
  /** Of its layers, in the order in which they are merged: a later one replaces files of an earlier one. */
  readonly layerPackageIds?: readonly string[] | undefined;
  readonly createdAt: number;
  /** Of a function with tenant isolation: the one whose environments these are. */
  readonly tenantId?: string | undefined;
}

/** Key by which environments are pooled: neither revisions nor tenants share one. */
export function environmentKey(version: FunctionVersion): string {
  const { id, configuration, tenantId = '' } = version;
  return `${id.region}/${id.name}/${version.version}/${configuration.RevisionId ?? ''}/${tenantId}`;
}
