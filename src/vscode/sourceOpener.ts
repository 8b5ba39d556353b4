/** Opens the source that a stack frame names, in the folder linked to the function. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Range, Uri, window } from 'vscode';
import { originalPlace } from '../app/deploy/sourceMaps.ts';
import type { FunctionKey, StackFrame } from '../protocol/invokePanel.ts';
import { messages } from './messages.ts';
import type { Notify } from './notify.ts';
import { linkedFolder, type WorkspaceLinks } from './workspaceLinks.ts';

export interface SourceOpenerOptions {
  readonly links: WorkspaceLinks;
  /** Where the source maps of the function's deployed code lie, if it was deployed from here. */
  readonly keptMaps: (key: FunctionKey) => string | undefined;
  readonly notify: Notify;
}

export class SourceOpener {
  readonly #options: SourceOpenerOptions;

  constructor(options: SourceOpenerOptions) {
    this.#options = options;
  }

  /** Rejects with `HumanError` when no linked folder has the file. */
  async open(key: FunctionKey, { location, text }: StackFrame): Promise<void> {
    if (location === undefined) throw messages.sourceNotFound(text);
    const { links, keptMaps, notify } = this.#options;
    const found = await links.find(key);
    const folder = found && linkedFolder(found);
    const original = folder && (await originalPlace(folder, location, keptMaps(key)));
    if (original && (await firstFile([original.file])) !== undefined) {
      await show(original.file, original.line, original.column);
      return;
    }
    const source = folder && (await firstFile(sourceCandidates(folder, location.file)));
    if (source !== undefined && source !== '') {
      await show(source, location.line, location.column);
      return;
    }
    // The frame points into a bundle: its lines are not those of the source, so only the file is shown.
    if (folder !== undefined && found?.link.build.kind === 'esbuild') {
      await window.showTextDocument(Uri.file(path.join(folder, found.link.build.entry)));
      notify.info(noMapText(location));
      return;
    }
    throw messages.sourceNotFound(location.file);
  }
}

function noMapText({ file, line }: NonNullable<StackFrame['location']>): string {
  return `Line ${line} is of the built file ${path.posix.basename(file)}, and this build was not made here: the entry is shown without a line. Redeploy to get lines.`;
}

/**
 * `/var/task/src/app.js`, or the same below the folder it was unpacked to: its tail is looked for in the linked folder,
 * the longest first, so that `src/app.js` wins over another `app.js`.
 */
export function sourceCandidates(folder: string, file: string): readonly string[] {
  const segments = file.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return [];
  const roots = /\.(?:java|kt|scala|groovy)$/.test(file) ? ['', ...javaRoots] : [''];
  return segments.flatMap((_, index) => roots.map((root) => path.join(folder, root, ...segments.slice(index))));
}

/** Where Maven and Gradle keep packages. */
const javaRoots = ['src/main/java', 'src/main/kotlin', 'src/main/scala', 'src/main/groovy', 'src', 'app/src/main/java'];

/** Line and column count from 1. */
async function show(file: string, line: number, column: number): Promise<void> {
  const [row, place] = [Math.max(0, line - 1), Math.max(0, column - 1)];
  await window.showTextDocument(Uri.file(file), { selection: new Range(row, place, row, place) });
}

async function firstFile(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    const isFile = await stat(candidate).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) return candidate;
  }
  return undefined;
}
