/** How much one page of log events may hold: AWS gives at most 10,000 events and 1 MB. */

const mostEvents = 10_000;
const mostBytes = 1_048_576;
const overheadBytes = 26;

export class PageBudget {
  readonly events: number;
  #left: number;
  #bytesLeft = mostBytes;

  constructor(limit: number | undefined) {
    this.events = limit ?? mostEvents;
    this.#left = this.events;
  }

  /** True when the event still fits. A first event always does, so that no page is empty for its size. */
  take({ message }: { readonly message: string }): boolean {
    if (this.#left === 0) return false;
    const bytes = Buffer.byteLength(message) + overheadBytes;
    if (bytes > this.#bytesLeft && this.#left < this.events) return false;
    this.#left -= 1;
    this.#bytesLeft -= bytes;
    return true;
  }
}
