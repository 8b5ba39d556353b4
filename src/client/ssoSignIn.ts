/**
 * Signs in to IAM Identity Center in the browser by the device flow (RFC 8628), and keeps the token where the SDKs and the
 * CLI look for it. Loaded with its first use.
 */

import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  CreateTokenCommand,
  type CreateTokenCommandOutput,
  RegisterClientCommand,
  type RegisterClientCommandOutput,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { getSSOTokenFilepath } from '@smithy/shared-ini-file-loader';
import { type Clock, sleep } from '../base/clock.ts';
import type { SsoProfile } from './ssoProfile.ts';

export interface SignInPage {
  /** To be opened; the code is part of it. */
  readonly url: string;
  /** What the page shows, for comparison. */
  readonly code: string;
}

export interface SignInOptions {
  /** Called once; signing in goes on when it resolves. */
  readonly openPage: (page: SignInPage) => Promise<void>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** In place of AWS's own. */
  readonly endpoint?: string | undefined;
  /** Closed by whoever opened it. */
  readonly requestHandler: NodeHttpHandler;
}

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
const defaultIntervalS = 5;
/** What RFC 8628 adds to the interval when the server asks to slow down. */
const slowDownS = 5;

/** Rejects when the person refuses, when the code expires, and with the signal's reason. */
export async function signInBySso(sso: SsoProfile, options: SignInOptions): Promise<void> {
  const { clock, signal, openPage, endpoint, requestHandler } = options;
  const client = new SSOOIDCClient({
    region: sso.region,
    // Nobody has credentials yet; the client must not look for any.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    requestHandler,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  try {
    const how = { abortSignal: signal };
    const registered = await client.send(
      new RegisterClientCommand({
        clientName: 'lambda-workbench',
        clientType: 'public',
        ...(sso.scopes.length === 0 ? {} : { scopes: [...sso.scopes] }),
      }),
      how,
    );
    const { clientId, clientSecret } = registered;
    const started = await client.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: sso.startUrl }),
      how,
    );
    const { deviceCode, userCode = '', verificationUriComplete = '', expiresIn = 600 } = started;
    const endsAt = clock.monotonic() + expiresIn * 1000;
    await openPage({ url: verificationUriComplete, code: userCode });
    let intervalS = started.interval || defaultIntervalS;
    for (;;) {
      await sleep(clock, intervalS * 1000, signal);
      if (clock.monotonic() > endsAt) throw new Error('The code was not confirmed in time. Sign in again.');
      try {
        const token = await client.send(new CreateTokenCommand({ clientId, clientSecret, grantType, deviceCode }), how);
        await keepToken(sso, registered, token, clock.now());
        return;
      } catch (error) {
        const name = error instanceof Error ? error.name : '';
        if (name === 'SlowDownException') intervalS += slowDownS;
        else if (name !== 'AuthorizationPendingException') throw inWords(error, name);
      }
    }
  } finally {
    client.destroy();
  }
}

function inWords(error: unknown, name: string): unknown {
  if (name === 'AccessDeniedException') return new Error('The sign-in was refused in the browser.', { cause: error });
  if (name === 'ExpiredTokenException') return new Error('The code has expired. Sign in again.', { cause: error });
  return error;
}

/** The form that the CLI writes and the SDKs read. Whole or not at all, and for its owner's eyes. */
async function keepToken(
  sso: SsoProfile,
  registered: RegisterClientCommandOutput,
  token: CreateTokenCommandOutput,
  nowMs: number,
): Promise<void> {
  const file = getSSOTokenFilepath(sso.tokenKey);
  const content = {
    startUrl: sso.startUrl,
    region: sso.region,
    accessToken: token.accessToken,
    expiresAt: isoSeconds(nowMs + (token.expiresIn ?? 0) * 1000),
    clientId: registered.clientId,
    clientSecret: registered.clientSecret,
    registrationExpiresAt: isoSeconds((registered.clientSecretExpiresAt ?? 0) * 1000),
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
  };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, JSON.stringify(content, null, 2), { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
