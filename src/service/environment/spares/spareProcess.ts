/** A process with a bootstrap in it that waits for a function: it has run no code of anybody's and knows no secret. */

import { statSync } from 'node:fs';
import type { Clock } from '../../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../../base/lifecycle.ts';
import { LogDecoder } from '../logDecoder.ts';
import type { ProcessCommand, SupervisedProcess, Supervisor } from '../supervisor.ts';
import type { SpareShape } from './spareShape.ts';

export interface SpareProcessParts {
  readonly shape: SpareShape;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  /** It waits. */
  onReady(): void;
  /** It will never be taken: it ended, or did something other than waiting. Not called after `take` and `end`. */
  onLost(reason: string): void;
}

/** A start that takes longer than this saves nobody's time. */
const readyDeadlineMs = 10_000;

export class SpareProcess {
  readonly shape: SpareShape;
  readonly #parts: SpareProcessParts;
  readonly #process: SupervisedProcess;
  readonly #stamp: string | undefined;
  readonly #output: Disposable;
  readonly #deadline = new MutableDisposable<Disposable>();
  readonly #startedAtMs: number;
  #readyAfterMs: number | undefined;
  #isOver = false;

  constructor(parts: SpareProcessParts) {
    const { shape, supervisor, clock } = parts;
    this.shape = shape;
    this.#parts = parts;
    this.#stamp = stampOf(shape.files);
    this.#startedAtMs = clock.monotonic();
    this.#process = supervisor.exec(shape.command);
    const decoder = new LogDecoder();
    this.#output = this.#process.onDidWrite(({ bytes }) => {
      const { events, marks } = decoder.write(bytes);
      if (events.length > 0 || this.isReady) this.#lose('it wrote something');
      else if (marks > 0) this.#ready();
    });
    void this.#process.exited.then(({ code, signal }) => this.#lose(`it ended: ${signal ?? `exit status ${code}`}`));
    this.#deadline.value = clock.after(readyDeadlineMs, () => this.#lose('it took too long to start'));
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get isReady(): boolean {
    return this.#readyAfterMs !== undefined;
  }

  /** How long its start took: what the function that takes it does not wait for. */
  get startMs(): number {
    return this.#readyAfterMs ?? 0;
  }

  /** Whether the programs on disk are still those that it was started from. */
  get isCurrent(): boolean {
    return this.#stamp !== undefined && this.#stamp === stampOf(this.shape.files);
  }

  /** Gives it a function. From here on the process is the caller's, who subscribes to its output in the same turn. */
  take({ environment, folder, limits }: ProcessCommand): SupervisedProcess {
    this.#settle();
    if (limits !== undefined) this.#process.limit?.(limits);
    this.#process.tell?.(JSON.stringify({ environment, folder }));
    return this.#process;
  }

  /** Ends one that is not needed any more. */
  end(): void {
    if (this.#isOver) return;
    this.#settle();
    this.#process.kill();
  }

  #ready(): void {
    this.#readyAfterMs = this.#parts.clock.monotonic() - this.#startedAtMs;
    this.#deadline.dispose();
    this.#parts.onReady();
  }

  #lose(reason: string): void {
    if (this.#isOver) return;
    this.end();
    this.#parts.onLost(reason);
  }

  #settle(): void {
    this.#isOver = true;
    this.#deadline.dispose();
    this.#output.dispose();
  }
}

/** Changes when one of the files is replaced or written to; `undefined` when one is gone. */
function stampOf(files: readonly string[]): string | undefined {
  try {
    return files
      .map((file) => statSync(file))
      .map(({ dev, ino, size, mtimeMs }) => `${dev} ${ino} ${size} ${mtimeMs}`)
      .join();
  } catch {
    return undefined;
  }
}
