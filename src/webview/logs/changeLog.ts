/** What changed lately, in order, for readers that each come at their own pace. */

/** A reader that is further behind than this begins anew. What is kept here is held in memory, also when it is gone elsewhere. */
const mostKept = 1_000;

export class ChangeLog<Change> {
  #changes: Change[] = [];
  /** How many changes there were before the first that is kept. */
  #before = 0;

  /** Where a reader is who has read everything. */
  get position(): number {
    return this.#before + this.#changes.length;
  }

  add(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length <= 2 * mostKept) return;
    this.#before += this.#changes.length - mostKept;
    this.#changes = this.#changes.slice(-mostKept);
  }

  /** Everything changed at once. */
  reset(): void {
    this.#before += this.#changes.length + 1;
    this.#changes = [];
  }

  /** `undefined` where that is not known (any more): the reader looks at everything. */
  since(position: number): readonly Change[] | undefined {
    if (position < this.#before) return undefined;
    return position === this.position ? [] : this.#changes.slice(position - this.#before);
  }
}
