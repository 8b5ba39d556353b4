/**
 * The runs of one function on one target, kept in files: one per run, so that windows which write at the same time never
 * destroy each other's. The oldest are dropped beyond a number and a size; pinned ones stay.
 */

import { createHash } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Emitter, type Event } from '../../base/event.ts';
import { HumanError } from '../../base/humanError.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import type { FunctionKey, HistoryEntry, InvokeIntent, RunResult } from '../../protocol/invokePanel.ts';
import type { KeptRun } from '../../protocol/keptRuns.ts';
import { replaceFile } from '../atomicFile.ts';
import { boundHistories } from './historyBound.ts';
import { entryIn, entryOf, keptRunIn, writtenRun } from './keptRun.ts';
import type { Masker } from './masking.ts';
import { fileEnd, pinnedEnd } from './runFiles.ts';

export interface HistoryBounds {
  readonly runs: number;
  readonly bytes: number;
}

/** Of one function on one target; pinned runs count, and are not dropped. */
const historyBounds: HistoryBounds = { runs: 200, bytes: 16 * 1024 * 1024 };
/** Of all functions on all targets. */
const mostBytesOfAll = 128 * 1024 * 1024;

export interface RunHistoryOptions {
  /** Under it every function of every target has a folder. */
  readonly folder: string;
  readonly log: Log;
  /** Hides the function's secrets; `undefined` while its configuration is not known. */
  readonly masker: () => Promise<Masker | undefined>;
  readonly bounds?: HistoryBounds;
}

interface Held {
  readonly entry: HistoryEntry;
  readonly file: string;
  readonly bytes: number;
}

/** Where the line of a history stands in its file. */
const longestLine = 1024;

export class RunHistory implements Disposable {
  readonly #folder: string;
  readonly #options: RunHistoryOptions;
  readonly #changed = new Emitter<void>();
  /** Reading, writing and dropping one after the other. */
  readonly #work = new SerialQueue();
  readonly #held = new Map<number, Held>();
  /** What this window sent, as it was sent: secrets included, so in memory only. */
  readonly #sent = new Map<number, InvokeIntent>();
  #lastRunId = 0;

  /** Runs were read from disk, added, pinned or dropped. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(key: FunctionKey, options: RunHistoryOptions) {
    this.#options = options;
    this.#folder = path.join(options.folder, folderName(key));
  }

  /** Oldest first. */
  get entries(): readonly HistoryEntry[] {
    return [...this.#held.values()].map(({ entry }) => entry).sort((a, b) => a.runId - b.runId);
  }

  /** A number for a run that begins `now`: after all that are known, and after all of other windows that ended before. */
  nextRunId(now: number): number {
    this.#lastRunId = Math.max(now, this.#lastRunId + 1);
    return this.#lastRunId;
  }

  /** Reads what is kept. A folder that cannot be read is a history that is empty, and a line in the log. */
  load(): Promise<void> {
    return this.#work.run(async () => {
      for (const name of await this.#names()) {
        const held = await this.#readHead(path.join(this.#folder, name));
        if (!held || this.#held.has(held.entry.runId)) continue;
        this.#held.set(held.entry.runId, held);
        this.#lastRunId = Math.max(this.#lastRunId, held.entry.runId);
      }
      await this.#dropOldest();
      this.#changed.fire();
      await boundHistories(this.#options.folder, mostBytesOfAll);
    });
  }

  /** Shown at once; resolves when it is on disk. */
  add(runId: number, intent: InvokeIntent, result: RunResult): Promise<void> {
    const entry = entryOf(runId, result);
    const file = path.join(this.#folder, `${runId}${fileEnd}`);
    this.#held.set(runId, { entry, file, bytes: 0 });
    this.#remember(runId, intent);
    return this.#work.run(async () => {
      const text = writtenRun(entry, intent, result, await this.#options.masker());
      await replaceFile(file, text);
      const held = this.#held.get(runId);
      if (held) this.#held.set(runId, { ...held, bytes: Buffer.byteLength(text) });
      await this.#dropOldest();
    });
  }

  /** With the event as it was sent where this window sent it. */
  read(runId: number): Promise<KeptRun | undefined> {
    return this.#work.run(async () => {
      const held = this.#held.get(runId);
      const kept = held && keptRunIn(await readFile(held.file, 'utf8').catch(() => ''));
      const intent = this.#sent.get(runId);
      if (!kept || !intent) return kept;
      const { isEventMasked: _masked, eventBytes: _cut, ...rest } = kept;
      return { ...rest, intent };
    });
  }

  /** The runs whose event or answer contains the text, without case. */
  find(text: string): Promise<readonly number[]> {
    const wanted = text.toLowerCase();
    return this.#work.run(async () => {
      const found: number[] = [];
      for (const [runId, { file }] of this.#held) {
        const kept = keptRunIn(await readFile(file, 'utf8').catch(() => ''));
        const sent = this.#sent.get(runId)?.eventText;
        if ([sent, ...textsOf(kept)].some((one) => one?.toLowerCase().includes(wanted))) found.push(runId);
      }
      return found;
    });
  }

  /** The name of its file says that a run is pinned, so no window has to write what another one has written. */
  pin(runId: number, isPinned: boolean): Promise<void> {
    return this.#work.run(async () => {
      const held = this.#held.get(runId);
      if (!held || (held.entry.isPinned ?? false) === isPinned) return;
      const file = path.join(this.#folder, `${runId}${isPinned ? pinnedEnd : fileEnd}`);
      await rename(held.file, file).catch((error: unknown) => {
        throw new HumanError('This run is held no longer.', { cause: error });
      });
      const { isPinned: _before, ...entry } = held.entry;
      this.#held.set(runId, { ...held, file, entry: isPinned ? { ...entry, isPinned } : entry });
      this.#changed.fire();
    });
  }

  /** Drops what is not pinned. */
  clear(): Promise<void> {
    return this.#work.run(async () => {
      for (const [runId, held] of this.#held) if (!held.entry.isPinned) await this.#drop(runId, held);
      this.#changed.fire();
    });
  }

  /** Resolves when everything that was asked for so far is on disk. */
  written(): Promise<void> {
    return this.#work.run(async () => {});
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.#folder)).filter((name) => name.endsWith(fileEnd));
    } catch (error) {
      const isNew = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isNew) this.#options.log.warn('The history of runs could not be read', error);
      return [];
    }
  }

  /** Its first line only; another window may have dropped the file meanwhile. */
  async #readHead(file: string): Promise<Held | undefined> {
    try {
      const handle = await open(file);
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestLine), 0, longestLine, 0);
        const entry = entryIn(buffer.toString('utf8', 0, bytesRead));
        if (!entry) return undefined;
        const isPinned = file.endsWith(pinnedEnd);
        return { file, bytes: (await stat(file)).size, entry: isPinned ? { ...entry, isPinned } : entry };
      } finally {
        await handle.close();
      }
    } catch {
      return undefined;
    }
  }

  async #dropOldest(): Promise<void> {
    const { runs, bytes } = this.#options.bounds ?? historyBounds;
    let count = this.#held.size;
    let size = [...this.#held.values()].reduce((sum, held) => sum + held.bytes, 0);
    for (const { runId } of this.entries) {
      if (count <= runs && size <= bytes) return;
      const held = this.#held.get(runId);
      if (!held || held.entry.isPinned) continue;
      await this.#drop(runId, held);
      count -= 1;
      size -= held.bytes;
    }
  }

  async #drop(runId: number, held: Held): Promise<void> {
    this.#held.delete(runId);
    this.#sent.delete(runId);
    await rm(held.file, { force: true });
  }

  #remember(runId: number, intent: InvokeIntent): void {
    this.#sent.set(runId, intent);
    let characters = 0;
    for (const [place, [id, { eventText }]] of [...this.#sent].reverse().entries()) {
      characters += eventText.length;
      if (place > 0 && (place >= mostRemembered || characters > mostRememberedCharacters)) this.#sent.delete(id);
    }
  }
}

const mostRemembered = 50;
const mostRememberedCharacters = 16 * 1024 * 1024;

/** Names differ by their case only on some systems, and targets have slashes in their names: hence the digest. */
function folderName({ targetId, functionName }: FunctionKey): string {
  const digest = createHash('sha256').update(`${targetId}\n${functionName}`).digest('hex').slice(0, 12);
  return `${functionName.replaceAll(/[^\w-]/g, '_').slice(0, 64)}-${digest}`;
}

function textsOf(kept: KeptRun | undefined): readonly (string | undefined)[] {
  if (!kept) return [];
  return [kept.intent.eventText, kept.result.kind === 'answer' ? kept.result.payloadText : undefined];
}
