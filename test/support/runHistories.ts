/** Histories of runs in temporary folders: what was begun is on disk before the folders go. */

import { type Masker, maskerOf } from '../../src/app/runs/masking.ts';
import { type HistoryBounds, RunHistory } from '../../src/app/runs/runHistory.ts';
import { silentLog } from '../../src/base/log.ts';
import type { FunctionKey } from '../../src/protocol/invokePanel.ts';
import { TemporaryFolders } from './temporaryFolder.ts';

export interface HistoryOptions {
  readonly bounds?: HistoryBounds;
  readonly masker?: () => Promise<Masker | undefined>;
}

export class RunHistories {
  readonly #folders = new TemporaryFolders();
  readonly #opened: RunHistory[] = [];
  readonly folder = this.#folders.create();

  /** Another window's, for a key that was opened before. */
  open(key: FunctionKey = { targetId: 'local', functionName: 'hello' }, options: HistoryOptions = {}): RunHistory {
    const history = new RunHistory(key, {
      folder: this.folder,
      log: silentLog,
      masker: async () => maskerOf({ environments: [], markedFields: [] }),
      ...options,
    });
    this.#opened.push(history);
    return history;
  }

  async dispose(): Promise<void> {
    for (const history of this.#opened) {
      await history.written();
      history.dispose();
    }
    this.#folders.remove();
  }
}
