/** How often something may happen: so many at once, then as fast as they are refilled. Nothing accumulates beyond that. */

export class TokenBucket {
  #tokens: number | undefined;
  #filledAtMs = 0;

  /** Takes one and returns true, or returns false when there is none. Full at the first call; `nowMs` is monotonic. */
  take({ capacity, perSecond }: { readonly capacity: number; readonly perSecond: number }, nowMs: number): boolean {
    const refilled = ((nowMs - this.#filledAtMs) / 1000) * perSecond;
    const tokens = this.#tokens === undefined ? capacity : Math.min(capacity, this.#tokens + refilled);
    this.#filledAtMs = nowMs;
    this.#tokens = tokens < 1 ? tokens : tokens - 1;
    return tokens >= 1;
  }
}
