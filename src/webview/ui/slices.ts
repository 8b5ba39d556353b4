/** Runs long work between frames: a few milliseconds at a time, so that the page stays at hand. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';

const sliceMs = 10;

/** Begins after the current task. `done` is called once, unless the returned handle is disposed before. */
export function runInSlices<Result>(
  clock: Clock,
  steps: Generator<void, Result>,
  done: (result: Result) => void,
): Disposable {
  const next = new MutableDisposable<Disposable>();
  const slice = () => {
    const endsAt = clock.monotonic() + sliceMs;
    while (clock.monotonic() < endsAt) {
      const step = steps.next();
      if (step.done === true) {
        next.value = undefined;
        done(step.value);
        return;
      }
    }
    next.value = clock.after(0, slice);
  };
  next.value = clock.after(0, slice);
  return next;
}
