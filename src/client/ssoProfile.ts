/** What a profile's single sign-on needs, read from the shared configuration. */

import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

export interface SsoProfile {
  /** What the token's file is named after: the session, or the start page where there is none. */
  readonly tokenKey: string;
  readonly sessionName: string | undefined;
  readonly startUrl: string;
  readonly region: string;
  /** What a token is asked for; without any it cannot be renewed. */
  readonly scopes: readonly string[];
}

export type SignInKind =
  | { readonly kind: 'sso'; readonly sso: SsoProfile }
  /** `aws login` holds its session. */
  | { readonly kind: 'login' }
  /** Keys in a file, a process, a role of another kind: nothing to sign in to. */
  | { readonly kind: 'none' };

type Fields = Readonly<Record<string, string | undefined>>;

/** A role may lead to a profile that leads to another. */
const longestChain = 5;

/** Rejects for a profile that names a session or a profile that is not there. */
export async function signInKindOf(profile: string): Promise<SignInKind> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  let name: string | undefined = profile;
  for (let depth = 0; name !== undefined && depth < longestChain; depth += 1) {
    const fields: Fields = { ...credentialsFile[name], ...configFile[name] };
    const sso = ssoOf(name, fields, configFile);
    if (sso !== undefined) return { kind: 'sso', sso };
    if (fields['login_session'] !== undefined) return { kind: 'login' };
    const source: string | undefined = fields['source_profile'];
    name = source === name ? undefined : source;
  }
  return { kind: 'none' };
}

function ssoOf(profile: string, fields: Fields, configFile: Readonly<Record<string, Fields>>): SsoProfile | undefined {
  const sessionName = fields['sso_session'];
  const session: Fields | undefined = sessionName === undefined ? fields : configFile[`sso-session.${sessionName}`];
  if (session === undefined) {
    throw new Error(`Profile ${profile} refers to an sso-session that the configuration file lacks: ${sessionName}`);
  }
  const { sso_start_url: startUrl, sso_region: region } = session;
  if (sessionName === undefined && startUrl === undefined) return undefined;
  if (startUrl === undefined || region === undefined) {
    throw new Error(`Profile ${profile} needs both sso_start_url and sso_region to sign in.`);
  }
  const named = session['sso_registration_scopes']?.split(',').map((scope) => scope.trim());
  return {
    tokenKey: sessionName ?? startUrl,
    sessionName,
    startUrl,
    region,
    // As the CLI does: a session can be renewed, the older form cannot.
    scopes: sessionName === undefined ? [] : (named ?? ['sso:account:access']),
  };
}
