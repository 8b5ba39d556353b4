/** Counts small pieces of work in a generator and says when it is time to pause. */

export class Pace {
  readonly #piecesPerStep: number;
  #done = 0;

  constructor(piecesPerStep = 2000) {
    this.#piecesPerStep = piecesPerStep;
  }

  /** True once per step: `if (pace.isDue()) yield;` */
  isDue(pieces = 1): boolean {
    this.#done += pieces;
    if (this.#done < this.#piecesPerStep) return false;
    this.#done = 0;
    return true;
  }
}
