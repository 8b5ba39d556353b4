/** What is kept of a capacity provider: its settings as the API answers them, and the change that it goes through. */

import type { CapacityProvider, CapacityProviderState } from '@aws-sdk/client-lambda';
import type { Tags } from './functionStore.ts';
import type { Changing } from './resourceChange.ts';

export interface CapacityProviderRecord extends Changing<CapacityProviderState> {
  readonly settings: Omit<CapacityProvider, 'State' | 'CapacityProviderArn' | 'LastModified'>;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly tags: Tags;
}
