/** With which answer the shown one is compared, and what came of it: the pinned one, the expected one, or the one before. */

import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { RunAnswer } from '../../protocol/invokePanel.ts';
import { formatTime } from '../ui/moments.ts';
import { runInSlices } from '../ui/slices.ts';
import type { Comparison } from './compareView.ts';
import { type AnswerReading, readAnswer } from './content.ts';

interface ReadAnswer {
  readonly answer: RunAnswer;
  readonly reading: AnswerReading;
}

export class AnswerComparison implements Disposable {
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  readonly #work = new MutableDisposable<Disposable>();
  #shown: ReadAnswer | undefined;
  #before: ReadAnswer | undefined;
  #pinned: ReadAnswer | undefined;
  #expected: ReadAnswer | undefined;
  #result: Comparison | undefined;
  #count: number | undefined;

  /** What it is compared with, or what came of that, is another one. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Takes the answer that is shown now; the one shown until now becomes the one before. True where there is none: an
   * earlier life of the panel may have shown it.
   */
  show(answer: RunAnswer, reading: AnswerReading): boolean {
    if (this.#shown && isSameRun(answer, this.#shown.answer)) {
      // The host has told of it again.
      this.#shown = { answer, reading };
      return false;
    }
    this.#before = this.#shown;
    this.#shown = { answer, reading };
    this.#expected = undefined;
    this.#start();
    return this.#before === undefined;
  }

  /** More is known of the shown answer: its body was unpacked. */
  reread(answer: RunAnswer, reading: AnswerReading): void {
    if (answer !== this.#shown?.answer) return;
    const wasPinned = this.isPinned;
    this.#shown = { answer, reading };
    if (wasPinned) this.#pinned = this.#shown;
    this.#start();
  }

  /** The answer before `answer`, from the history. Comes too late when another answer is shown already. */
  takeBefore(answer: RunAnswer, before: RunAnswer): void {
    if (!this.#shown || !isSameRun(answer, this.#shown.answer) || this.#before !== undefined) return;
    this.#before = { answer: before, reading: readAnswer(before) };
    if (this.other === this.#before) this.#start();
  }

  /** The shown answer is what others are compared with from now on, or no longer. */
  togglePin(): void {
    this.#pinned = this.isPinned ? undefined : this.#shown;
    this.#start();
  }

  /** What the test event of `answer` is expected to bring. Comes too late when another answer is shown already. */
  expect(answer: RunAnswer, payloadText: string): void {
    if (!this.#shown || !isSameRun(answer, this.#shown.answer)) return;
    const { payloadBase64: _, ...rest } = answer;
    const expected = { ...rest, payloadText, functionError: undefined };
    this.#expected = { answer: expected, reading: readAnswer(expected) };
    this.#start();
  }

  get isPinned(): boolean {
    return this.#pinned !== undefined && this.#pinned.answer === this.#shown?.answer;
  }

  get hasPin(): boolean {
    return this.#pinned !== undefined;
  }

  /** What it is compared with; `undefined` while there is nothing to compare with. */
  get other(): ReadAnswer | undefined {
    if (this.#pinned !== undefined) return this.isPinned ? undefined : this.#pinned;
    return this.#expected ?? this.#before;
  }

  /** `the pinned answer of 14:34:52.118` */
  get otherWords(): string {
    const { other } = this;
    if (other === undefined) return '';
    if (other === this.#expected) return 'the expected answer';
    return `${other === this.#pinned ? 'the pinned answer' : 'the answer'} of ${formatTime(other.answer.startedAt)}`;
  }

  /** Of what it is compared with, in a word. */
  get otherKind(): 'pinned' | 'expected' | 'previous' {
    if (this.#pinned !== undefined) return 'pinned';
    return this.#expected === undefined ? 'previous' : 'expected';
  }

  /** `undefined` until it has been worked out. */
  get result(): Comparison | undefined {
    return this.#result;
  }

  /** `2 changed`, `same`; empty until it is known. */
  get note(): string {
    if (this.#count === undefined) return '';
    return this.#count === 0 ? 'same' : `${this.#count.toLocaleString()} changed`;
  }

  dispose(): void {
    this.#work.dispose();
    this.#changed.dispose();
  }

  #start(): void {
    this.#work.value = undefined;
    this.#result = undefined;
    this.#count = undefined;
    this.#changed.fire();
    const [other, shown] = [this.other, this.#shown];
    if (other === undefined || shown === undefined) return;
    void import('./compareView.ts').then(({ compareAnswers, changeCount }) => {
      if (other !== this.other || shown !== this.#shown) return;
      this.#work.value = runInSlices(this.#clock, compareAnswers(other.reading, shown.reading), (result) => {
        this.#result = result;
        this.#count = changeCount(result);
        this.#changed.fire();
      });
    });
  }
}

/** Whether two accounts are of one run: after a reload of the panel the host tells of it again. */
function isSameRun(one: RunAnswer, other: RunAnswer): boolean {
  return one === other || (one.requestId === other.requestId && one.startedAt === other.startedAt);
}
