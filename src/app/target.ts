/** A target is an endpoint plus credentials. Local and AWS are rows of the same table. */

import type { LambdaApi, LogsApi } from '../lambda/api.ts';
import type { IamApi } from '../lambda/iamApi.ts';
import type { S3Api } from '../lambda/s3Api.ts';
import type { SchemasApi } from '../lambda/schemasApi.ts';
import type { TagsApi } from '../lambda/tagsApi.ts';

export interface Target {
  /** Stable over restarts: `local`, or `profile/REGION`. What is stored refers to targets by it. */
  readonly id: string;
  /** `Local`, or `profile · region`. */
  readonly label: string;
  readonly region: string;
  /**
   * True where changing anything asks once more, by name. May turn true once the account is known:
   * ask `accountId()` of the connection before reading it for a change.
   */
  readonly isProtected: boolean;
  /** True where running code needs a trusted workspace: it runs on this machine. */
  readonly runsHere: boolean;
  /** How a tail gets new events: Live Tail where it is free, polling elsewhere. */
  readonly tailing: 'live' | 'poll';
  /** The AWS console's address for a function, where there is one. */
  consoleUrl(functionName: string): string | undefined;
  /** The console's address for any resource of AWS, where there is one. */
  resourceUrl?(arn: string): string | undefined;
  /** Clients for this target. Starts the local service when that is what it takes. Cached by the implementation. */
  connect(signal?: AbortSignal): Promise<Connection>;
  /** The next use reads profile and credentials anew; what is under way goes on. */
  reconnect?(): void;
  /** Releases the cached connection, where the target holds one. */
  dispose?(): void;
}

export interface Connection {
  readonly lambda: LambdaApi;
  readonly logs: LogsApi;
  /** Where shareable test events are kept; absent where nobody keeps any. */
  readonly schemas?: () => Promise<SchemasApi>;
  /** Where large packages go through; absent where there is no S3. */
  readonly s3?: () => Promise<S3Api>;
  /** Where functions get their roles from; absent where they need none. */
  readonly iam?: () => Promise<IamApi>;
  /** Tags of many functions at once; absent where they are read function by function. */
  readonly tags?: () => Promise<TagsApi>;
  readonly endpoint: string | undefined;
  /** From STS on AWS, from the ready line on Local; `undefined` when it cannot be known. */
  accountId(signal?: AbortSignal): Promise<string | undefined>;
  /** Closes idle sockets, where the connection holds any. */
  dispose?(): void;
}
