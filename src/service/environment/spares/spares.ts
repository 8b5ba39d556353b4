/**
 * Keeps a few processes started ahead, for the kinds of functions that were started lately: the next one of a kind does
 * not wait for its interpreter. None is kept for what nobody uses, where memory is short, or beyond a small number.
 */

import type { Clock } from '../../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../../base/lifecycle.ts';
import type { Log } from '../../../base/log.ts';
import type { SupervisedProcess, Supervisor } from '../supervisor.ts';
import { SpareProcess } from './spareProcess.ts';
import type { SpareShape } from './spareShape.ts';

export interface SparesOptions {
  /** How many there may be at once, of all kinds together; 0 turns them off. */
  readonly most: number;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly log: Log;
  /** Memory that programs may still take, and all that there is, in bytes. */
  memory(): { readonly availableBytes: number; readonly totalBytes: number };
}

/** A kind of start that functions use. */
interface Kind {
  readonly shape: SpareShape;
  /** Environments of this kind that live. */
  living: number;
  spare: SpareProcess | undefined;
  /** Starts the spare, or forgets the kind. */
  readonly timer: MutableDisposable<Disposable>;
}

/** A function that has just answered is mostly called again: the start of a spare does not get in its way. */
const startAfterMs = 500;
/** How long a spare outlives the last environment of its kind. */
const keptForMs = 10 * 60_000;
const memoryCheckMs = 15_000;
/**
 * A spare of Node.js shows 46 MB, of Python 15 MB; 9 and 8 MB are its own, the rest it shares with every other process of
 * the same interpreter. Below this a developer needs them more.
 */
const leastAvailableBytes = 512 * 1024 * 1024;
const leastAvailableShare = 0.1;

export class Spares {
  readonly #options: SparesOptions;
  /** In the order of last use, oldest first. */
  readonly #kinds = new Map<string, Kind>();
  readonly #memoryCheck = new MutableDisposable<Disposable>();
  #isClosed = false;

  constructor(options: SparesOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    return this.#options.most > 0 && !this.#isClosed;
  }

  /** The spare of this shape, which is the caller's from here on; `undefined` where none waits. */
  take(shape: SpareShape): SpareProcess | undefined {
    const kind = this.#kinds.get(shape.key);
    const spare = kind?.spare;
    if (kind === undefined || spare === undefined || !spare.isReady) return undefined;
    kind.spare = undefined;
    if (spare.isCurrent) return spare;
    spare.end();
    this.#options.log.info('A spare was given up: its interpreter or bootstrap has changed on disk');
    return undefined;
  }

  /**
   * A function of this shape was started, with a spare or without. Returns what is to be called when it has had its
   * first invocation: then the next spare may start. Follows the process until it ends.
   */
  used(shape: SpareShape, process: SupervisedProcess): () => void {
    if (!this.isOn) return () => {};
    const kind = this.#kinds.get(shape.key) ?? { shape, living: 0, spare: undefined, timer: new MutableDisposable() };
    this.#kinds.delete(shape.key);
    this.#kinds.set(shape.key, kind);
    kind.living += 1;
    if (kind.spare === undefined) kind.timer.value = undefined;
    void process.exited.then(() => {
      kind.living -= 1;
      this.#schedule(kind);
    });
    return () => this.#schedule(kind);
  }

  /** Ends all of them; the supervisor waits for their processes. */
  close(): void {
    this.#isClosed = true;
    this.#memoryCheck.dispose();
    for (const kind of this.#kinds.values()) this.#forget(kind);
  }

  #schedule(kind: Kind): void {
    if (!this.isOn || this.#kinds.get(kind.shape.key) !== kind) return;
    const { clock } = this.#options;
    if (kind.spare === undefined) kind.timer.value = clock.after(startAfterMs, () => this.#start(kind));
    else kind.timer.value = clock.after(keptForMs, () => this.#expire(kind));
  }

  #expire(kind: Kind): void {
    if (kind.living > 0) this.#schedule(kind);
    else this.#forget(kind);
  }

  #start(kind: Kind): void {
    if (this.#isMemoryShort()) {
      if (kind.living === 0) this.#forget(kind);
      return;
    }
    this.#makeRoom(kind);
    const { log, supervisor, clock } = this.#options;
    const { shape } = kind;
    const details = () => ({ pid: spare.pid, program: shape.command.command });
    const spare: SpareProcess = new SpareProcess({
      shape,
      supervisor,
      clock,
      onReady: () => log.debug('A spare is ready', details()),
      onLost: (reason) => {
        log.info(`A spare was lost: ${reason}`, details());
        // Another one would fare the same: the next use of the kind tries again.
        kind.spare = undefined;
        if (kind.living === 0) this.#forget(kind);
      },
    });
    kind.spare = spare;
    this.#schedule(kind);
    this.#memoryCheck.value ??= clock.after(memoryCheckMs, () => this.#checkMemory());
  }

  /** The kind that was used longest ago gives way. */
  #makeRoom(wanted: Kind): void {
    const waiting = [...this.#kinds.values()].filter((kind) => kind.spare !== undefined && kind !== wanted);
    for (const kind of waiting.slice(0, Math.max(0, waiting.length + 1 - this.#options.most))) this.#forget(kind);
  }

  #checkMemory(): void {
    this.#memoryCheck.value = undefined;
    const waiting = [...this.#kinds.values()].filter(({ spare }) => spare !== undefined);
    if (waiting.length === 0) return;
    if (this.#isMemoryShort()) {
      this.#options.log.info('Spares were ended: memory is short');
      for (const kind of waiting) this.#forget(kind);
    } else this.#memoryCheck.value = this.#options.clock.after(memoryCheckMs, () => this.#checkMemory());
  }

  #isMemoryShort(): boolean {
    const { availableBytes, totalBytes } = this.#options.memory();
    return availableBytes < Math.max(leastAvailableBytes, totalBytes * leastAvailableShare);
  }

  #forget(kind: Kind): void {
    kind.timer.dispose();
    kind.spare?.end();
    kind.spare = undefined;
    if (this.#kinds.get(kind.shape.key) === kind) this.#kinds.delete(kind.shape.key);
  }
}
