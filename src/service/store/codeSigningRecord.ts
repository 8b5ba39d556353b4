/** What is kept of a code signing configuration. */

import type { CodeSigningPolicy } from '@aws-sdk/client-lambda';
import type { Tags } from './functionStore.ts';

export interface CodeSigningRecord {
  readonly description: string | undefined;
  /** ARNs of signing profile versions. */
  readonly publishers: readonly string[];
  /** What happens to code that nobody of them has signed. */
  readonly untrusted: CodeSigningPolicy;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly tags: Tags;
}
