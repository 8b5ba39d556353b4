/** What the alias operations have in common: how an alias is shown, and which versions it may stand for. */

import type { AliasConfiguration, AliasRoutingConfiguration } from '@aws-sdk/client-lambda';
import { latestQualifier } from '../../lambda/names.ts';
import type { AliasRecord, StoredAlias } from '../store/aliasStore.ts';
import type { ActionContext } from './context.ts';
import type { FunctionTarget } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/** As the API answers it. */
export function shownAlias({ arn }: FunctionTarget, alias: StoredAlias): AliasConfiguration {
  const { name, functionVersion, description, additional, revisionId } = alias;
  return {
    AliasArn: `${arn}:${name}`,
    Name: name,
    FunctionVersion: functionVersion,
    Description: description,
    ...(additional === undefined
      ? {}
      : { RoutingConfig: { AdditionalVersionWeights: { [additional.version]: additional.weight } } }),
    RevisionId: revisionId,
  };
}

/** The second version of a routing configuration; an empty one takes it away. */
export function additionalVersion(routing: AliasRoutingConfiguration | undefined): AliasRecord['additional'] {
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  if (weights.length > 1) throw lambdaErrors.tooManyWeights();
  const [version, weight] = weights[0] ?? [];
  return version === undefined || weight === undefined ? undefined : { version, weight };
}

/** Throws for versions that are not there, and for pairs that do not go together. */
export function checkVersions(
  target: FunctionTarget,
  { functionVersion, additional }: Pick<AliasRecord, 'functionVersion' | 'additional'>,
  { parts }: ActionContext,
): void {
  const requireVersion = (version: string) => {
    if (parts.functions.get(target.id, version) === undefined) {
      throw lambdaErrors.functionNotFound(`${target.arn}:${version}`);
    }
  };
  requireVersion(functionVersion);
  if (additional === undefined) return;
  if (additional.version === functionVersion) throw lambdaErrors.versionTwice(functionVersion);
  if (functionVersion === latestQualifier) throw lambdaErrors.latestHasNoWeights();
  requireVersion(additional.version);
}
