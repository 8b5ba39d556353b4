/** The URL of a function or of an alias: what it is called, who may call it, and what browsers are told. */

import type { Cors, FunctionUrlAuthType, InvokeMode } from '@aws-sdk/client-lambda';

export interface FunctionUrlRecord {
  /** First label of the host name: 32 lower-case letters and digits. */
  readonly urlId: string;
  readonly authType: FunctionUrlAuthType;
  readonly cors: Cors | undefined;
  readonly invokeMode: InvokeMode;
  /** `2026-01-15T10:11:12.000+0000` */
  readonly createdAt: string;
  readonly lastModified: string;
}
