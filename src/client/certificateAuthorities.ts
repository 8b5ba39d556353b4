/**
 * Certificate authorities beyond those that Node trusts: `AWS_CA_BUNDLE`, or `ca_bundle` of the profile, as the SDK reference
 * guide has them. `NODE_EXTRA_CA_CERTS` is read by Node itself, the operating system's own by the editor.
 */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { messageOf } from '../base/humanError.ts';

type Fields = Readonly<Record<string, string | undefined>>;

/**
 * Everything that is to be trusted, in PEM; `undefined` where nobody named a bundle. It is added to what is trusted anyway.
 * Rejects when the bundle cannot be read or holds no certificate.
 */
export async function certificateAuthorities(
  profile: string,
  environment: Fields,
): Promise<readonly string[] | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const ofProfile = configFile[profile]?.['ca_bundle'] ?? credentialsFile[profile]?.['ca_bundle'];
  const file = environment['AWS_CA_BUNDLE'] || ofProfile;
  if (!file) return undefined;
  const origin = environment['AWS_CA_BUNDLE'] ? 'AWS_CA_BUNDLE' : `ca_bundle of profile ${profile}`;
  const bundle = await readFile(withoutTilde(file), 'utf8').catch((error: unknown) => {
    throw new Error(`The certificates that ${origin} names cannot be read: ${messageOf(error)}`, { cause: error });
  });
  if (!bundle.includes('-----BEGIN CERTIFICATE-----')) {
    throw new Error(`The file that ${origin} names holds no certificate in PEM form: ${file}`);
  }
  return [...trustedAnyway(), bundle];
}

/** Naming authorities takes the place of all that an agent trusts otherwise. */
function trustedAnyway(): readonly string[] {
  return typeof tls.getCACertificates === 'function' ? tls.getCACertificates('default') : tls.rootCertificates;
}

function withoutTilde(file: string): string {
  return /^~[/\\]/.test(file) ? path.join(homedir(), file.slice(2)) : file;
}
