/** What decides which credentials a profile leads to: its own lines in the shared files, and those of its sources. */

import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

type Fields = Readonly<Record<string, string | undefined>>;

export interface CredentialOrigin {
  /** The same as long as the lines are the same. */
  readonly key: string;
  /** The profile itself signs in by SSO; a role whose source does is assumed like any other. */
  readonly isSso: boolean;
  /** The profile is in one of the files. */
  readonly isThere: boolean;
}

export async function credentialOrigin(profile: string): Promise<CredentialOrigin> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const chain = new Map<string, Fields>();
  let name: string | undefined = profile;
  while (name !== undefined && !chain.has(name)) {
    const fields: Fields = { ...credentialsFile[name], ...configFile[name] };
    const session = fields['sso_session'];
    chain.set(name, { ...fields, ...(session === undefined ? {} : configFile[`sso-session.${session}`]) });
    name = fields['source_profile'];
  }
  const own = chain.get(profile) ?? {};
  return {
    key: JSON.stringify([...chain]),
    isSso: own['role_arn'] === undefined && own['sso_account_id'] !== undefined,
    isThere: configFile[profile] !== undefined || credentialsFile[profile] !== undefined,
  };
}
