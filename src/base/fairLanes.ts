/** Work that waits in lanes and takes turns: a long lane starves no short one, and a lane that is turned away is left alone. */

import type { Clock } from './clock.ts';
import { type Disposable, MutableDisposable } from './lifecycle.ts';

export interface LaneItem {
  readonly id: string;
  /** Milliseconds since 1970 before which it does not start. */
  readonly notBefore: number;
}

export interface FairLanesOptions {
  /**
   * The first item of a lane that is not running; `undefined` when nothing else waits there. Never throws. Only ids are held
   * here.
   */
  next(lane: string, running: ReadonlyMap<string, unknown>): LaneItem | undefined;
  /**
   * Runs an item to its end; afterwards `next` tells what became of it. Resolves with false when it was turned away: it is
   * still the first of its lane, which waits. Never rejects.
   */
  run(lane: string, id: string): Promise<boolean>;
  /** How many run at once. Who has run for a second waits for something, most likely, and no longer counts. */
  readonly slots: number;
  /** And never more than these. A lane has a slot of its own as long as these are not reached. */
  readonly most: number;
  readonly clock: Clock;
}

interface Lane {
  readonly key: string;
  readonly running: Map<string, Run>;
  readonly timer: MutableDisposable<Disposable>;
  isReady: boolean;
  /** How often it was turned away in a row. */
  refusals: number;
  /** While it is left alone: how many ran when it was turned away. No more run until its timer ends that. */
  pausedWith: number | undefined;
}

interface Run {
  readonly startedAt: number;
  /** Started without a pause: when it is not turned away, the lane has room again. */
  readonly isProbe: boolean;
}

const longRunMs = 1000;
/** Waits of a lane that is turned away. Source: Lambda developer guide, "How Lambda handles errors and retries". */
const firstPauseMs = 1000;
const lastPauseMs = 5 * 60_000;
/** Of `most`, what one lane may have. */
const largestShare = 3 / 4;

export class FairLanes implements Disposable {
  readonly #options: FairLanesOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes in the order of their turns. */
  #ready: Lane[] = [];
  /** Of all lanes, in the order in which they started. */
  readonly #recent = new Set<Run>();
  readonly #soon = new MutableDisposable<Disposable>();
  readonly #slotTimer = new MutableDisposable<Disposable>();
  #running = 0;
  #isDisposed = false;

  constructor(options: FairLanesOptions) {
    this.#options = options;
  }

  /** Something may have come to a lane. It starts after the caller's turn. */
  wake(key: string): void {
    if (this.#isDisposed) return;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      const timer = new MutableDisposable<Disposable>();
      lane = { key, running: new Map(), timer, isReady: false, refusals: 0, pausedWith: undefined };
      this.#lanes.set(key, lane);
    }
    this.#makeReady(lane);
    this.#soon.value ??= this.#options.clock.after(0, () => {
      this.#soon.value = undefined;
      this.#startReady();
    });
  }

  /** Starts nothing more; what runs goes on. */
  dispose(): void {
    this.#isDisposed = true;
    this.#soon.dispose();
    this.#slotTimer.dispose();
    for (const { timer } of this.#lanes.values()) timer.dispose();
    this.#lanes.clear();
    this.#ready = [];
  }

  #makeReady(lane: Lane): void {
    if (lane.isReady) return;
    lane.isReady = true;
    this.#ready.push(lane);
  }

  #startReady(): void {
    this.#forgetLongRuns();
    const waiting: Lane[] = [];
    while (!this.#isDisposed && this.#running < this.#options.most) {
      const lane = this.#ready.shift();
      if (lane === undefined) break;
      if (!this.#hasRoom(lane)) waiting.push(lane);
      else if (this.#startNext(lane)) this.#ready.push(lane);
    }
    this.#ready.unshift(...waiting);
    this.#slotTimer.value = this.#ready.length === 0 ? undefined : this.#whenSlotOpens();
  }

  #hasRoom({ running, pausedWith }: Lane): boolean {
    const { slots, most } = this.#options;
    if (pausedWith !== undefined && running.size >= pausedWith) return false;
    if (running.size >= Math.ceil(most * largestShare)) return false;
    return running.size === 0 || this.#recent.size < slots;
  }

  #forgetLongRuns(): void {
    const since = this.#options.clock.monotonic() - longRunMs;
    for (const run of this.#recent) {
      if (run.startedAt > since) break;
      this.#recent.delete(run);
    }
  }

  #whenSlotOpens(): Disposable | undefined {
    const [oldest] = this.#recent;
    if (oldest === undefined) return undefined;
    const { clock } = this.#options;
    return clock.after(oldest.startedAt + longRunMs - clock.monotonic(), () => this.#startReady());
  }

  /** False when there is nothing to start now: the lane sleeps until something comes or is due. */
  #startNext(lane: Lane): boolean {
    const { next, clock } = this.#options;
    const item = next(lane.key, lane.running);
    const waitMs = item === undefined ? undefined : item.notBefore - clock.now();
    if (item !== undefined && waitMs !== undefined && waitMs <= 0) {
      void this.#run(lane, item.id);
      return true;
    }
    lane.isReady = false;
    if (waitMs === undefined) this.#forgetIdle(lane);
    // A lane that is left alone has its timer already.
    else if (lane.pausedWith === undefined) this.#wakeLater(lane, waitMs);
    return false;
  }

  #forgetIdle(lane: Lane): void {
    if (lane.running.size > 0) return;
    lane.timer.dispose();
    this.#lanes.delete(lane.key);
  }

  async #run(lane: Lane, id: string): Promise<void> {
    const run: Run = { startedAt: this.#options.clock.monotonic(), isProbe: lane.pausedWith === undefined };
    lane.running.set(id, run);
    this.#recent.add(run);
    this.#running += 1;
    const isDone = await this.#options.run(lane.key, id);
    this.#running -= 1;
    this.#recent.delete(run);
    lane.running.delete(id);
    if (this.#isDisposed) return;
    if (!isDone) this.#pause(lane);
    else if (run.isProbe) lane.refusals = 0;
    this.#makeReady(lane);
    this.#startReady();
  }

  #pause(lane: Lane): void {
    if (lane.pausedWith === undefined) {
      this.#wakeLater(lane, Math.min(firstPauseMs * 2 ** lane.refusals, lastPauseMs));
      lane.refusals += 1;
    }
    lane.pausedWith = Math.min(lane.pausedWith ?? lane.running.size, lane.running.size);
  }

  #wakeLater(lane: Lane, delayMs: number): void {
    lane.timer.value = this.#options.clock.after(delayMs, () => {
      lane.timer.value = undefined;
      lane.pausedWith = undefined;
      this.#makeReady(lane);
      this.#startReady();
    });
  }
}
