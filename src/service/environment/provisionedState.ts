/** What provisioned concurrency is asked for, and what came of it. */

import type { FunctionVersion } from '../store/functionVersion.ts';

/** What is set for a version or an alias. An alias with a second version has its number divided by the weights. */
export interface ProvisionedSetting {
  readonly qualifier: string;
  readonly parts: readonly { readonly version: FunctionVersion; readonly count: number }[];
}

/** What came of a setting, as GetProvisionedConcurrencyConfig tells it. */
export interface ProvisionedState {
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED';
  readonly statusReason: string | undefined;
  /** Environments whose init has ended well. */
  readonly allocated: number;
  /** Those of them that can run, or run, an invocation now. */
  readonly available: number;
}
