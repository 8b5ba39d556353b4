/** Small questions to the host's snapshot. */

import type { InvokeIntent, InvokePanelState, InvokeSnapshot } from '../../protocol/invokePanel.ts';

export function isSameFunction(a: InvokeSnapshot, b: InvokeSnapshot): boolean {
  return a.function.functionName === b.function.functionName && a.function.targetId === b.function.targetId;
}

/** Where an invocation would go. */
export function placeWords(
  { function: { functionName }, target }: InvokeSnapshot,
  { qualifier }: InvokeIntent,
): string {
  const place = [target.label, target.accountId, target.label.includes(target.region) ? undefined : target.region];
  return `The event goes to ${functionName} (${qualifier}) on ${place.filter((part) => part !== undefined).join(' · ')}.`;
}

/** Larger drafts are left to the host alone: the editor writes this state out at every change. */
const largestKeptText = 256 * 1024;

/** What the panel leaves behind for its next life. */
export function stateToKeep(snapshot: InvokeSnapshot, intent: InvokeIntent, splitRatio: number): InvokePanelState {
  const isSmall = intent.eventText.length <= largestKeptText;
  return { function: snapshot.function, splitRatio, ...(isSmall ? { intent } : {}) };
}
