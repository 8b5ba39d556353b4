/** How fast a disk fills. */

import { statfsSync } from 'node:fs';

/** An inode is worth a block: whoever makes empty files fills a disk as well. */
const inodeBytes = 4096;

export class FreeSpace {
  readonly #folder: string;
  #bytes: number | undefined;
  #files = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How many bytes were taken since the last call, in all; 0 at first, and where the system does not tell. */
  takenBytes(): number {
    let found: ReturnType<typeof statfsSync>;
    try {
      found = statfsSync(this.#folder);
    } catch {
      return 0;
    }
    const bytes = found.bfree * found.bsize;
    const before = this.#bytes ?? bytes;
    const filesBefore = this.#bytes === undefined ? found.ffree : this.#files;
    this.#bytes = bytes;
    this.#files = found.ffree;
    return Math.max(0, before - bytes) + Math.max(0, filesBefore - found.ffree) * inodeBytes;
  }
}
