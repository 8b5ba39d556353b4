/** What this folder hands out: both APIs of one endpoint with one set of credentials. */

import type { Disposable } from '../base/lifecycle.ts';
import type { LambdaApi, LogsApi } from '../lambda/api.ts';
import type { IamApi } from '../lambda/iamApi.ts';
import type { S3Api } from '../lambda/s3Api.ts';
import type { SchemasApi } from '../lambda/schemasApi.ts';
import type { TagsApi } from '../lambda/tagsApi.ts';

export interface ClientConnection extends Disposable {
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
  /** A custom endpoint, `undefined` for AWS's own. */
  readonly endpoint: string | undefined;
  accountId(signal?: AbortSignal): Promise<string | undefined>;
}
