/** Throwaway folders of downloaded and built code, and their files as read-only documents: `lambda-code:/NUMBER/PATH`. */

import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TextDocumentContentProvider, Uri } from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';
import { formatBytes } from '../../base/text.ts';
import { ids } from '../../protocol/manifest.ts';
import { isInside } from '../workspaceLinks.ts';

/** Comparisons that stay readable; the oldest makes room. */
const keptFolders = 4;
/** As editors do it: a NUL byte near the beginning. */
const lookedAtBytes = 8_000;

export class CodeFolders implements TextDocumentContentProvider, Disposable {
  readonly #folders = new Map<string, string>();
  #count = 0;

  async create(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-code-'));
    this.#count += 1;
    this.#folders.set(String(this.#count), folder);
    const [oldest] = this.#folders.keys();
    if (this.#folders.size > keptFolders && oldest !== undefined) this.#remove(oldest);
    return folder;
  }

  /** A file of a throwaway folder as a document that cannot be edited; any other as itself. */
  uriOf(file: string): Uri {
    for (const [number, folder] of this.#folders) {
      if (!isInside(folder, file)) continue;
      const inFolder = path.relative(folder, file).split(path.sep).join('/');
      return Uri.from({ scheme: ids.codeScheme, path: `/${number}/${inFolder}` });
    }
    return Uri.file(file);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const [, number = '', ...segments] = uri.path.split('/');
    const folder = this.#folders.get(number);
    const file = folder && path.join(folder, ...segments);
    if (folder === undefined || file === undefined || !isInside(folder, file)) {
      return 'This comparison has ended. Compare again.';
    }
    const content = await readFile(file);
    const isBinary = content.subarray(0, lookedAtBytes).includes(0);
    return isBinary ? `Binary file, ${formatBytes(content.byteLength)}` : content.toString('utf8');
  }

  dispose(): void {
    for (const number of [...this.#folders.keys()]) this.#remove(number);
  }

  #remove(number: string): void {
    const folder = this.#folders.get(number);
    this.#folders.delete(number);
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
