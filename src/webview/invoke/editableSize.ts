/** How large a text may be to be edited here: beyond what Lambda takes, so that it can be made smaller, but not without end. */

import { formatBytes } from '../../base/text.ts';
import { limits } from '../../lambda/limits.ts';

/** In characters. */
const largestEditable = 2 * limits.syncPayloadBytes;

export function tooLarge(length: number): boolean {
  return length > largestEditable;
}

/** Why a change was not made. */
export function tooLargeToEdit(length: number): string {
  return `Not inserted: that would be ${formatBytes(length)}, and Lambda takes ${formatBytes(limits.syncPayloadBytes)}. The event is as it was.`;
}
