/** Clients for the local service, with the pair of keys from its ready line. */

import type { ClientConnection } from './connection.ts';
import { endpointSettings } from './endpointSettings.ts';
import { lambdaApi } from './lambdaApi.ts';
import { lazyLogsApi } from './lazyLogsApi.ts';

/** The part of the ready line that clients need. */
export interface LocalEndpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** `s3Endpoint`: where the service fetches packages from, where it was told one. */
export function connectLocal(ready: LocalEndpoint, s3Endpoint?: string): ClientConnection {
  const { endpoint, accessKeyId, secretAccessKey, accountId } = ready;
  const settings = endpointSettings({
    region: ready.region,
    endpoints: { lambda: endpoint, logs: endpoint, sts: undefined, schemas: undefined, s3: s3Endpoint },
    credentials: async () => ({ accessKeyId, secretAccessKey }),
    // A refused connection means that the service is gone: its host starts it again sooner than a retry would find it.
    maxAttempts: 1,
  });
  return {
    lambda: lambdaApi(settings, { canStartFresh: true }),
    logs: lazyLogsApi(settings),
    ...(s3Endpoint === undefined ? {} : { s3: () => import('./s3Api.ts').then(({ s3Api }) => s3Api(settings)) }),
    endpoint,
    accountId: async () => accountId,
    dispose: () => settings.requestHandler.destroy(),
  };
}
