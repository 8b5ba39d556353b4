/** What this folder hands out: both APIs of one endpoint with one set of credentials. */

import type { Disposable } from '../base/lifecycle.ts';
import type { LambdaApi, LogsApi } from '../lambda/api.ts';

export interface ClientConnection extends Disposable {
  readonly lambda: LambdaApi;
  readonly logs: LogsApi;
  /** A custom endpoint, `undefined` for AWS's own. */
  readonly endpoint: string | undefined;
  accountId(signal?: AbortSignal): Promise<string | undefined>;
}
