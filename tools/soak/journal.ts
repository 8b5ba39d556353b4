/** What the callers of a soak run were promised, and what went wrong. */

export class SoakJournal {
  /** Asynchronous invocations that were answered with 202. */
  readonly accepted = new Set<string>();
  /** How often what happened. */
  readonly counts = new Map<string, number>();
  readonly faults: string[] = [];

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  fault(what: string): void {
    this.count('faults');
    if (this.faults.length < 50) this.faults.push(what);
  }
}

/** What one caller knows of a function that only it changes. */
export interface KnownFunction {
  readonly name: string;
  /** The build of the last acknowledged code. */
  build: number;
  /** The newest build that was sent: it may be there without an answer. */
  sentBuild: number;
  description: string;
  sentDescription: string;
}
