/** What every client of one connection shares: Region, credentials, sockets, and the endpoint of each service. */

import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { Caller } from './call.ts';
import type { ServiceEndpoints } from './profileEndpoints.ts';

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
  readonly onKeysRefused?: () => void;
}

export function endpointSettings(input: EndpointInput): EndpointSettings {
  return {
    region: input.region,
    endpoints: input.endpoints,
    credentials: input.credentials,
    maxAttempts: input.maxAttempts,
    requestHandler: keepAliveHandler(),
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

function keepAliveHandler(): NodeHttpHandler {
  const agentOptions = { keepAlive: true, maxSockets: 128, timeout: idleSocketMs };
  // Options instead of agents: the handler loads `node:http` for plain endpoints only, and with it Node loads its fetch.
  return new NodeHttpHandler({
    connectionTimeout: 5_000,
    throwOnRequestTimeout: true,
    httpAgent: agentOptions,
    httpsAgent: agentOptions,
  });
}
