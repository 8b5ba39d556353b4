/** What is kept of an event source mapping: its settings as the API answers them, and the change that it goes through. */

import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { Tags } from './functionStore.ts';
import type { Changing } from './resourceChange.ts';

export type MappingState = 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting';

/** Without times, which JSON has none of, and without what follows from the rest. */
export type MappingSettings = Omit<
  EventSourceMappingConfiguration,
  'LastModified' | 'StartingPositionTimestamp' | 'State' | 'UUID' | 'EventSourceMappingArn'
>;

export interface EventSourceMappingRecord extends Changing<MappingState> {
  readonly settings: MappingSettings;
  /** Milliseconds since 1970. */
  readonly startingPositionTimestamp: number | undefined;
  readonly lastModified: number;
  readonly tags: Tags;
}
