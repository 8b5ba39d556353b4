/** The only door to time. Everything that waits takes a `Clock`, so tests move time instead of sleeping. */

import { type Disposable, toDisposable } from './lifecycle.ts';

export interface Clock {
  /** Wall time in milliseconds since 1970, as `Date.now()`. */
  now(): number;
  /** Monotonic time in milliseconds with a fraction, for durations. */
  monotonic(): number;
  /** Calls once after `delayMs`; disposing before cancels it. */
  after(delayMs: number, callback: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    // Delays above 2^31-1 ms fire at once in every engine; nothing here waits for 24 days.
    const handle = setTimeout(callback, Math.min(delayMs, 2_147_483_647));
    return toDisposable(() => clearTimeout(handle));
  },
};

/** Resolves after `delayMs`; rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      timer.dispose();
      reject(signal?.reason);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Raised by `withDeadline`; `what` names the thing that was waited for. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly waitedMs: number;

  constructor(what: string, waitedMs: number) {
    super(`Timed out after ${waitedMs} ms: ${what}`);
    this.waitedMs = waitedMs;
  }
}

/**
 * Runs `work` with a signal that aborts at the deadline or with `signal`, whichever comes first.
 * Rejects with `DeadlineError` at the deadline even when `work` ignores its signal.
 */
export async function withDeadline<T>(
  clock: Clock,
  deadlineMs: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = clock.after(deadlineMs, () => controller.abort(new DeadlineError(what, deadlineMs)));
  try {
    return await new Promise<T>((resolve, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
      work(controller.signal).then(resolve, reject);
    });
  } finally {
    timer.dispose();
    signal?.removeEventListener('abort', onAbort);
  }
}
