/**
 * Endpoints that a profile or the environment sets, by the order of the SDK reference guide
 * ("Service-specific endpoints"): variable of the service, variable for all, `services` section, `endpoint_url`.
 */

import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

export interface ServiceEndpoints {
  readonly lambda: string | undefined;
  readonly logs: string | undefined;
  readonly sts: string | undefined;
  readonly schemas: string | undefined;
  readonly s3?: string | undefined;
  readonly iam?: string | undefined;
  readonly tags?: string | undefined;
  /** Where a role's credentials are had for a token of single sign-on. */
  readonly sso?: string | undefined;
  readonly ssoOidc?: string | undefined;
}

type Fields = Readonly<Record<string, string | undefined>>;

const none: ServiceEndpoints = { lambda: undefined, logs: undefined, sts: undefined, schemas: undefined };

/** Rejects when the profile names a `services` section that is not there. */
export async function profileEndpoints(profile: string, environment: Fields): Promise<ServiceEndpoints> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const fields: Fields = { ...credentialsFile[profile], ...configFile[profile] };
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? fields['ignore_configured_endpoint_urls'];
  if (ignored?.toLowerCase() === 'true') return none;

  const sectionName = fields['services'];
  const services: Fields | undefined = sectionName === undefined ? {} : configFile[`services.${sectionName}`];
  if (services === undefined) {
    throw new Error(
      `Profile ${profile} refers to a services section that the configuration file lacks: ${sectionName}`,
    );
  }
  const endpointOf = (serviceId: string) =>
    environment[`AWS_ENDPOINT_URL_${serviceId.toUpperCase()}`] ||
    environment['AWS_ENDPOINT_URL'] ||
    services[`${serviceId}.endpoint_url`] ||
    fields['endpoint_url'] ||
    undefined;
  return {
    lambda: endpointOf('lambda'),
    logs: endpointOf('cloudwatch_logs'),
    sts: endpointOf('sts'),
    schemas: endpointOf('schemas'),
    s3: endpointOf('s3'),
    iam: endpointOf('iam'),
    tags: endpointOf('resource_groups_tagging_api'),
    sso: endpointOf('sso'),
    ssoOidc: endpointOf('sso_oidc'),
  };
}
