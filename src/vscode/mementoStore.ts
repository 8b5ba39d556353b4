/** The editor's memento as the application's store of small values. */

import type { Memento } from 'vscode';
import type { KeyValueStore } from '../app/drafts.ts';

export function mementoStore(memento: Memento): KeyValueStore {
  return {
    get: (key) => memento.get<unknown>(key),
    set: async (key, value) => await memento.update(key, value),
  };
}
