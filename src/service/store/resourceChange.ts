/**
 * The change that a resource is going through: a state until a moment, and another one from then on.
 *
 * The moment is stored with the resource, so there is no timer that could be lost: whoever looks afterwards sees it past.
 */

export interface ResourceChange<State extends string> {
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

export interface Changing<State extends string> {
  /** When no change is under way; absent for what is gone then. */
  readonly state: State | undefined;
  readonly change: ResourceChange<State> | undefined;
}

/** The state as of `nowMs`; `undefined` for what is gone. */
export function stateOf<State extends string>({ state, change }: Changing<State>, nowMs: number): State | undefined {
  return isChanging({ state, change }, nowMs) ? change?.state : state;
}

export function isChanging({ change }: Changing<string>, nowMs: number): boolean {
  return change !== undefined && nowMs < change.endsAt;
}
