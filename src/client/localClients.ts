/** Clients for the local service, with the pair of keys from its ready line. */

import type { ClientConnection } from './connection.ts';

/** The part of the ready line that clients need. */
export interface LocalEndpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function connectLocal(_ready: LocalEndpoint): ClientConnection {
  throw new Error('being written');
}
