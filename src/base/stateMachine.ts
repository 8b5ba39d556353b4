/** A pure transition table with one current state: what is not in the table is refused. */

import { Emitter, type Event } from './event.ts';

export class IllegalTransitionError extends Error {
  override readonly name = 'IllegalTransitionError';

  constructor(what: string, from: string, to: string) {
    super(`${what} cannot go from ${from} to ${to}`);
  }
}

export class StateMachine<State extends string> {
  readonly #what: string;
  readonly #table: Readonly<Record<State, readonly State[]>>;
  readonly #changed = new Emitter<{ readonly from: State; readonly to: State }>();
  #current: State;

  readonly onDidChange: Event<{ readonly from: State; readonly to: State }> = this.#changed.event;

  constructor(what: string, initial: State, table: Readonly<Record<State, readonly State[]>>) {
    this.#what = what;
    this.#table = table;
    this.#current = initial;
  }

  get current(): State {
    return this.#current;
  }

  can(to: State): boolean {
    return this.#table[this.#current].includes(to);
  }

  /** Moves to `to`. Throws `IllegalTransitionError` where the table has no such step. */
  to(to: State): void {
    const from = this.#current;
    if (!this.can(to)) throw new IllegalTransitionError(this.#what, from, to);
    this.#current = to;
    this.#changed.fire({ from, to });
  }
}
