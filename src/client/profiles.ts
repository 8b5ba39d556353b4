/** The profiles of the shared AWS configuration files, read anew each time. */

import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

export type ProfileKind = 'static' | 'sso' | 'role' | 'process' | 'login' | 'environment' | 'other';

/** Stands for no profile: whatever the SDK finds in the environment, or in the container or instance it runs on. */
export const environmentProfile = '(environment)';

export interface ProfileSummary {
  readonly name: string;
  readonly region: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly kind: ProfileKind;
}

/**
 * Every profile, in the order of the files: `config` first, then those that only `credentials` has.
 * `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` are honoured; a file that is not there has no profiles.
 */
export async function listProfiles(): Promise<readonly ProfileSummary[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...profileNames(configFile), ...Object.keys(credentialsFile)]);
  return [...names].map((name) => {
    const fields = { ...configFile[name], ...credentialsFile[name] };
    return { name, region: fields['region'], endpointUrl: fields['endpoint_url'], kind: kindOf(fields) };
  });
}

/** The loader keeps other sections (`sso-session.x`, `services.x`) beside the profiles, marked by their prefix. */
function profileNames(configFile: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(configFile).filter((name) => !/^(sso-session|services)\./.test(name));
}

function kindOf(fields: Readonly<Record<string, string | undefined>>): ProfileKind {
  if (fields['role_arn'] !== undefined) return 'role';
  if (fields['sso_session'] !== undefined || fields['sso_start_url'] !== undefined) return 'sso';
  if (fields['credential_process'] !== undefined) return 'process';
  if (fields['login_session'] !== undefined) return 'login';
  return fields['aws_access_key_id'] === undefined ? 'other' : 'static';
}

/** Variables that say where credentials come from without a profile: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html */
const sources: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_EXECUTION_ENV',
];

/** The connection without a profile, where the environment brings credentials; `undefined` where it does not. */
export function environmentSummary(
  environment: Readonly<Record<string, string | undefined>>,
): ProfileSummary | undefined {
  if (!sources.some((name) => environment[name])) return undefined;
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined;
  const endpointUrl = environment['AWS_ENDPOINT_URL_LAMBDA'] || environment['AWS_ENDPOINT_URL'] || undefined;
  return { name: environmentProfile, region, endpointUrl, kind: 'environment' };
}
