/**
 * Goes round the processes of all environments, also of idle ones, and reports those that use more than they may:
 * Lambda freezes an environment between invocations, this service does not.
 */

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { type Disposable, toDisposable } from '../../../base/lifecycle.ts';
import { FreeSpace } from './freeSpace.ts';
import type { ExceededLimit, ProcessLimits } from './processLimits.ts';
import { findMarked } from './processMark.ts';
import { StorageMeter } from './storageMeter.ts';

/** The processes of one environment, as the patrol sees them. */
export interface PatrolledProcesses {
  readonly mark: number;
  /** `undefined` while they are not limited. */
  readonly limits: ProcessLimits | undefined;
  /** Those that are known now. */
  readonly processes: readonly number[];
  /** Processes with the mark, wherever they stand by now. */
  tellMarked(processes: readonly number[]): void;
  /** Looks at memory and threads, and acts by itself. */
  look(): void;
  exceed(limit: ExceededLimit): void;
}

const delayMs = 250;
/** While a disk fills fast. */
const hastyDelayMs = 40;
const fastBytes = 8 * 1024 * 1024;
/** How many environments are looked at in one go, so that no request waits for long. */
const looksAtOnce = 16;
const markedDelayMs = 2000;
/** Looks at processes may take one part of that many of the time. */
const shareOfTime = 120;

export class LimitPatrol implements Disposable {
  readonly #clock: Clock;
  readonly #beat = new Map<PatrolledProcesses, StorageMeter | undefined>();
  readonly #measuring = new Set<PatrolledProcesses>();
  readonly #disks = new Map<string, FreeSpace>();
  #timer: Disposable | undefined;
  #looksAgainAtMs = 0;
  #markedAtMs = 0;
  #newestProcess = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Until it is disposed of. */
  add(patrolled: PatrolledProcesses): Disposable {
    this.#beat.set(patrolled, undefined);
    this.#timer ??= this.#clock.after(delayMs, () => this.#round());
    return toDisposable(() => this.#beat.delete(patrolled));
  }

  dispose(): void {
    this.#beat.clear();
    this.#timer?.dispose();
    this.#timer = undefined;
  }

  #round(): void {
    this.#timer = undefined;
    if (this.#beat.size === 0) {
      this.#disks.clear();
      return;
    }
    const nowMs = this.#clock.monotonic();
    const takenBytes = this.#checkDisks(nowMs);
    if (nowMs >= this.#looksAgainAtMs) this.#lookAround(nowMs);
    const restMs = takenBytes > fastBytes ? hastyDelayMs : delayMs;
    this.#timer ??= this.#clock.after(restMs, () => this.#round());
  }

  /** What costs more than asking how full a disk is, and so has to wait longer the more it costs. */
  #lookAround(nowMs: number): void {
    this.#findMarked(nowMs);
    this.#lookAtNext();
    const costMs = this.#clock.monotonic() - nowMs;
    this.#looksAgainAtMs = nowMs + Math.max(delayMs, costMs * shareOfTime);
  }

  /** Only a disk that has become fuller makes anybody suspicious; then folders are measured. */
  #checkDisks(nowMs: number): number {
    let mostBytes = 0;
    const taken = new Map<string, number>();
    for (const [patrolled, known] of this.#beat) {
      // A process that was started ahead gets its folder later.
      const isKnown = known !== undefined && known.folder === patrolled.limits?.temporaryFolder;
      const meter = isKnown ? known : this.#newMeter(patrolled, nowMs);
      if (meter === undefined) continue;
      const parent = dirname(meter.folder);
      let bytes = taken.get(parent);
      if (bytes === undefined) {
        bytes = this.#diskOf(parent).takenBytes();
        taken.set(parent, bytes);
      }
      mostBytes = Math.max(mostBytes, bytes);
      meter.suspect(bytes);
      if (meter.isDoubtful(nowMs)) void this.#measure(patrolled, meter, nowMs);
    }
    return mostBytes;
  }

  #newMeter(patrolled: PatrolledProcesses, nowMs: number): StorageMeter | undefined {
    const { limits } = patrolled;
    if (limits === undefined) return undefined;
    const meter = new StorageMeter(limits.temporaryFolder, limits.storageBytes, nowMs);
    // What an earlier process of the environment left there is not known.
    meter.suspect(limits.storageBytes);
    this.#beat.set(patrolled, meter);
    return meter;
  }

  #diskOf(folder: string): FreeSpace {
    let disk = this.#disks.get(folder);
    if (disk === undefined) {
      disk = new FreeSpace(folder);
      this.#disks.set(folder, disk);
    }
    return disk;
  }

  async #measure(patrolled: PatrolledProcesses, meter: StorageMeter, nowMs: number): Promise<void> {
    if (this.#measuring.has(patrolled)) return;
    this.#measuring.add(patrolled);
    try {
      // A folder that changes under the look may refuse it; the next look comes when the disk loses more.
      const isOver = await meter.isOver(nowMs, patrolled.processes).catch(() => false);
      if (isOver && this.#beat.has(patrolled)) patrolled.exceed({ what: 'storage', allowed: meter.limitBytes });
    } finally {
      this.#measuring.delete(patrolled);
    }
  }

  #findMarked(nowMs: number): void {
    if (nowMs - this.#markedAtMs < markedDelayMs) return;
    const newest = newestProcess();
    if (newest !== undefined && newest === this.#newestProcess) return;
    this.#markedAtMs = nowMs;
    this.#newestProcess = newest ?? '';
    const patrolled = new Map([...this.#beat.keys()].map((each) => [each.mark, each]));
    const found = findMarked((mark) => patrolled.has(mark));
    for (const [mark, each] of patrolled) each.tellMarked(found.get(mark) ?? []);
  }

  /** Those that have waited longest: whoever was looked at goes to the end. */
  #lookAtNext(): void {
    for (const [patrolled, meter] of [...this.#beat].slice(0, looksAtOnce)) {
      this.#beat.delete(patrolled);
      this.#beat.set(patrolled, meter);
      patrolled.look();
    }
  }
}

/** The id that was given out last: while it stays, nobody has started anything. */
function newestProcess(): string | undefined {
  try {
    return readFileSync('/proc/loadavg', 'latin1').trim().split(' ').at(-1);
  } catch {
    return undefined;
  }
}
