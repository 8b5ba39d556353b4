/** Draws at most once a frame, however much changes in between. */

import type { Disposable } from '../../base/lifecycle.ts';

export class FrameDrawing implements Disposable {
  readonly #draw: () => void;
  #frame = 0;
  #version = 0;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  /** Something changed. A property, so that it can be handed on. */
  readonly soon = (): void => {
    this.#version += 1;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  };

  dispose(): void {
    cancelAnimationFrame(this.#frame);
  }
}
