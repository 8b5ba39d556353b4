/** Ends what an ended environment left behind: processes that had left its process group before it was killed. */

import { type Clock, sleep } from '../../../base/clock.ts';
import { findMarked } from './processMark.ts';

/** A process that starts the next one and ends, again and again, is caught within a few rounds. */
const mostRounds = 200;
/** What was killed takes a moment to go. A look takes milliseconds, too, and a new environment is often waited for now. */
const patienceMs = 30;
const betweenLooksMs = 5;

export class StrayHunter {
  readonly #clock: Clock;
  readonly #marks = new Set<number>();
  #hunt: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Kills every process that carries the mark, now and until none is left. */
  end(mark: number): void {
    this.#marks.add(mark);
    this.#hunt ??= this.#run().finally(() => {
      this.#hunt = undefined;
    });
  }

  /** Resolves when nothing that was to be ended is left. */
  async settled(): Promise<void> {
    await this.#hunt;
  }

  async #run(): Promise<void> {
    // Environments that end together share one look at the computer's processes.
    await sleep(this.#clock, patienceMs);
    for (let round = 0; round < mostRounds && this.#marks.size > 0; round += 1) {
      const found = findMarked((mark) => this.#marks.has(mark));
      for (const mark of this.#marks) if (!found.has(mark)) this.#marks.delete(mark);
      for (const pid of [...found.values()].flat()) kill(pid);
      if (found.size > 0) await sleep(this.#clock, betweenLooksMs);
    }
    this.#marks.clear();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
