/**
 * The event of an invoke panel as a file that any text editor can open: `lambda-event:/TARGET/FUNCTION.json`.
 * Its content is the panel's draft, so both show the same text and it survives a reload.
 */

import {
  type EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  type FileStat,
  FileSystemError,
  FileType,
  Uri,
  window,
} from 'vscode';
import { type Drafts, emptyIntent } from '../../app/drafts.ts';
import type { Clock } from '../../base/clock.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { ids } from '../../protocol/manifest.ts';

export class EventFiles {
  readonly #drafts: Drafts;
  readonly #changed: EventEmitter<FileChangeEvent[]>;
  readonly #clock: Clock;
  readonly #onSaved: (key: FunctionKey, eventText: string) => void;
  readonly #changedAt = new Map<string, number>();

  constructor(
    drafts: Drafts,
    changed: EventEmitter<FileChangeEvent[]>,
    clock: Clock,
    onSaved: (key: FunctionKey, eventText: string) => void,
  ) {
    this.#drafts = drafts;
    this.#changed = changed;
    this.#clock = clock;
    this.#onSaved = onSaved;
  }

  async open(key: FunctionKey): Promise<void> {
    await window.showTextDocument(eventUri(key));
  }

  /** The draft was edited in the panel: open editors without unsaved changes take the new text. */
  draftChanged(key: FunctionKey): void {
    const uri = eventUri(key);
    this.#changedAt.set(uri.toString(), this.#clock.now());
    this.#changed.fire([{ type: FileChangeType.Changed, uri }]);
  }

  stat(uri: Uri): FileStat {
    const size = this.#bytes(uri).byteLength;
    return { type: FileType.File, ctime: 0, mtime: this.#changedAt.get(uri.toString()) ?? 0, size };
  }

  readFile(uri: Uri): Uint8Array {
    return this.#bytes(uri);
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const key = keyOf(uri);
    const eventText = new TextDecoder().decode(content);
    await this.#drafts.write(key, { ...(this.#drafts.read(key) ?? emptyIntent), eventText });
    this.#onSaved(key, eventText);
    this.draftChanged(key);
  }

  #bytes(uri: Uri): Uint8Array {
    return new TextEncoder().encode((this.#drafts.read(keyOf(uri)) ?? emptyIntent).eventText);
  }
}

function eventUri({ targetId, functionName }: FunctionKey): Uri {
  // A connection's id holds a slash: the folder name must not.
  return Uri.from({ scheme: ids.eventScheme, path: `/${encodeURIComponent(targetId)}/${functionName}.json` });
}

function keyOf(uri: Uri): FunctionKey {
  const [, folder, file] = uri.path.split('/');
  if (folder === undefined || file === undefined || !file.endsWith('.json')) throw FileSystemError.FileNotFound(uri);
  return { targetId: decodeURIComponent(folder), functionName: file.slice(0, -'.json'.length) };
}
