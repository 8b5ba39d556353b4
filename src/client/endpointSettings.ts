/** What every client of one connection shares: Region, credentials, sockets, and the endpoint of each service. */

import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { Caller } from './call.ts';
import type { ServiceEndpoints } from './profileEndpoints.ts';
import type { ProxyVariables } from './proxy.ts';

/** How requests leave this machine. */
export interface Network {
  /** The proxy, where it is not the editor that chooses it. */
  readonly proxy: ProxyVariables | undefined;
  /** Certificate authorities, in PEM; `undefined` for those that are trusted anyway. */
  readonly authorities: readonly string[] | undefined;
}

export interface EndpointSettings {
  readonly region: string;
  readonly endpoints: ServiceEndpoints;
  readonly credentials: AwsCredentialIdentityProvider;
  readonly requestHandler: NodeHttpHandler;
  readonly caller: Caller;
  /** Attempts of a call; Invoke has one, whatever this says. */
  readonly maxAttempts: number;
}

export interface EndpointInput {
  readonly region: string;
  readonly endpoints: ServiceEndpoints;
  readonly credentials: AwsCredentialIdentityProvider;
  readonly maxAttempts: number;
  readonly onKeysRefused?: (code: string) => void;
  readonly network?: Network;
}

export function endpointSettings(input: EndpointInput): EndpointSettings {
  return {
    region: input.region,
    endpoints: input.endpoints,
    credentials: input.credentials,
    maxAttempts: input.maxAttempts,
    requestHandler: requestHandler(input.network),
    caller: new Caller(input.onKeysRefused ?? (() => {})),
  };
}

/** The part of an SDK client's configuration that is the same for all services. */
export function clientConfiguration(settings: EndpointSettings, service: keyof ServiceEndpoints, maxAttempts?: number) {
  const endpoint = settings.endpoints[service];
  return {
    region: settings.region,
    credentials: settings.credentials,
    requestHandler: settings.requestHandler,
    maxAttempts: maxAttempts ?? settings.maxAttempts,
    // The SDK would look the endpoint up in the profile that AWS_PROFILE names, which may be another one than ours.
    ignoreConfiguredEndpointUrls: true,
    ...(endpoint === undefined ? {} : { endpoint, disableHostPrefix: true }),
  };
}

/** Idle sockets are closed before a server is likely to: a request on a socket that just died cannot be sent twice. */
const idleSocketMs = 15_000;

/** Keeps connections open. Without a network: what is on this machine. */
export function requestHandler(network?: Network): NodeHttpHandler {
  const { proxy, authorities } = network ?? {};
  const agentOptions = {
    keepAlive: true,
    maxSockets: 128,
    timeout: idleSocketMs,
    ...(proxy === undefined ? {} : { proxyEnv: proxy }),
  };
  // Options instead of agents: the handler loads `node:http` for plain endpoints only, and with it Node loads its fetch.
  return new NodeHttpHandler({
    connectionTimeout: 5_000,
    throwOnRequestTimeout: true,
    httpAgent: agentOptions,
    httpsAgent: authorities === undefined ? agentOptions : { ...agentOptions, ca: [...authorities] },
  });
}
