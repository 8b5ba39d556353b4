/** The editor's memento as the application's store of small values. */

import type { Memento } from 'vscode';
import type { KeyValueStore } from '../app/drafts.ts';

export function mementoStore(memento: Memento): KeyValueStore {
  return {
    get: (key) => memento.get<unknown>(key),
    set: async (key, value) => await memento.update(key, value),
  };
}

/** Runs were kept here once; they are files now. */
const formerKeys = /^history:/;

/** Removes what earlier versions have left. */
export async function forgetFormerValues(memento: Memento): Promise<void> {
  for (const key of memento.keys().filter((name) => formerKeys.test(name))) await memento.update(key, undefined);
}
