/** Clients for a profile in a Region, with the SDK's default chain of credentials. */

import { systemClock } from '../base/clock.ts';
import { isAbortError, messageOf } from '../base/humanError.ts';
import type { Log } from '../base/log.ts';
import type { LambdaApi } from '../lambda/api.ts';
import { parseFunctionReference } from '../lambda/names.ts';
import { certificateAuthorities } from './certificateAuthorities.ts';
import type { ClientConnection } from './connection.ts';
import { credentialOrigin } from './credentialOrigin.ts';
import { type EndpointSettings, endpointSettings } from './endpointSettings.ts';
import { lambdaApi } from './lambdaApi.ts';
import { lazyLogsApi } from './lazyLogsApi.ts';
import { missingProfile } from './missingProfile.ts';
import { ProfileCredentials, ProfileSessions, type ReadCredentials } from './profileCredentials.ts';
import { profileEndpoints } from './profileEndpoints.ts';
import { environmentProfile } from './profiles.ts';
import { type ProxySettings, proxyVariables } from './proxy.ts';

export interface ProfileSetting {
  readonly profile: string;
  readonly region: string;
}

export interface ConnectOptions {
  /** Asks the developer for the code of an MFA device, for roles that demand one. */
  readonly mfaCodeProvider?: (serialNumber: string) => Promise<string>;
  /** Where `AWS_ENDPOINT_URL` and its kin are looked up, as the SDK does. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Without it none but the editor's own choice. */
  readonly proxy?: ProxySettings;
  /** Credentials that other connections of the same profile have. */
  readonly sessions?: ProfileSessions;
}

/**
 * Reads the profile's endpoints and builds clients; nothing is sent and no credentials are resolved until the first call.
 * Rejects when the profile's configuration contradicts itself.
 */
export async function connectProfile(
  setting: ProfileSetting,
  log: Log,
  options: ConnectOptions,
): Promise<ClientConnection> {
  const { profile, region } = setting;
  const { environment, mfaCodeProvider } = options;
  const origin = await credentialOrigin(profile);
  // The chain would go on to the credentials of the machine.
  if (profile !== environmentProfile && !origin.isThere) throw await missingProfile(profile, environment);
  const endpoints = await profileEndpoints(profile, environment);
  const authorities = await certificateAuthorities(profile, environment);
  const read: ReadCredentials = async (properties) => {
    const { defaultChain } = await import('./credentialChain.ts');
    // The clients that ask for credentials would look their endpoint up in the profile of AWS_PROFILE.
    const endpoint = origin.isSso ? endpoints.sso : endpoints.sts;
    const chain = defaultChain({
      // Without a profile the chain goes on to containers and instances.
      ...(profile === environmentProfile ? {} : { profile }),
      ignoreCache: true,
      ...(mfaCodeProvider ? { mfaCodeProvider } : {}),
      clientConfig: { requestHandler: settings.requestHandler, ...(endpoint === undefined ? {} : { endpoint }) },
      parentClientConfig: { region, requestHandler: settings.requestHandler },
    });
    return chain(properties);
  };
  const credentials = new ProfileCredentials(
    read,
    systemClock.now,
    (options.sessions ?? new ProfileSessions()).of(origin.key),
  );
  const settings = endpointSettings({
    region,
    endpoints,
    credentials: credentials.provider,
    maxAttempts: 3,
    onKeysRefused: (code) => credentials.refused(code),
    network: { proxy: options.proxy && proxyVariables(options.proxy, environment), authorities },
  });
  log.debug(`Connection ${profile} · ${region}: ${endpoints.lambda ?? 'the endpoints of AWS'}`);

  const lambda = lambdaApi(settings);
  let account: string | undefined;
  let isWithoutSts = false;
  return {
    lambda,
    logs: lazyLogsApi(settings),
    schemas: once(async () => (await import('./schemasApi.ts')).schemasApi(settings)),
    s3: once(async () => (await import('./s3Api.ts')).s3Api(settings)),
    iam: once(async () => (await import('./iamApi.ts')).iamApi(settings)),
    // Endpoints other than AWS's own seldom have it.
    ...(endpoints.lambda === undefined || endpoints.tags !== endpoints.lambda
      ? { tags: once(async () => (await import('./tagsApi.ts')).tagsApi(settings)) }
      : {}),
    endpoint: endpoints.lambda,
    async accountId(signal) {
      if (account !== undefined) return account;
      if (!(await hasCredentials(settings, log))) return undefined;
      if (!isWithoutSts) account = await readAccountId(settings, log, signal);
      // Many endpoints other than AWS's own have no STS: asking it again with every panel would only cost time.
      isWithoutSts = account === undefined && endpoints.sts !== undefined;
      account ??= await accountOfAFunction(lambda, log, signal);
      return account;
    },
    dispose: () => settings.requestHandler.destroy(),
  };
}

/** Loads at the first call; the same for all that follow. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** Without credentials nothing else tells the account either, and asking on would ask a person for an MFA code again. */
async function hasCredentials(settings: EndpointSettings, log: Log): Promise<boolean> {
  try {
    await settings.credentials();
    return true;
  } catch (error) {
    if (isAbortError(error)) throw error;
    log.warn(`The account id is not known: ${messageOf(error)}`);
    return false;
  }
}

/** Credentials of a role, of `aws login` or with `aws_account_id` name their account; for others STS does. Failing that: unknown. */
async function readAccountId(
  settings: EndpointSettings,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    const { accountId } = await settings.credentials();
    if (accountId !== undefined) return accountId;
    const { callerAccountId } = await import('./accountIdentity.ts');
    return await callerAccountId(settings, signal);
  } catch (error) {
    if (isAbortError(error)) throw error;
    log.warn(`The account id is not known: ${messageOf(error)}`);
    return undefined;
  }
}

/** Endpoints without STS still tell the account: it stands in the ARN of every function. */
async function accountOfAFunction(
  lambda: LambdaApi,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    const { Functions = [] } = await lambda.listFunctions({ MaxItems: 1 }, signal ? { signal } : {});
    return parseFunctionReference(Functions[0]?.FunctionArn ?? '')?.accountId;
  } catch (error) {
    if (isAbortError(error)) throw error;
    log.debug(`No function tells the account: ${messageOf(error)}`);
    return undefined;
  }
}
