/** Folders for one test file, removed when it ends. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export class TemporaryFolders {
  readonly #folders: string[] = [];

  /** A new folder with the given files: POSIX path to content. */
  create(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
    const folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-test-'));
    this.#folders.push(folder);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return folder;
  }

  remove(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
