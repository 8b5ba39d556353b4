/**
 * Runs a filter pattern's regular expression in time that grows with the length of the line and nothing else: every way to match is
 * followed at once, and which ways are open after a character is worked out the first time it is needed (a lazy automaton).
 */

import { type Alternative, type Piece, readExpression } from './expressionSyntax.ts';

/** True when the expression matches somewhere in the text. */
export type TextTest = (text: string) => boolean;

/** Ways that are open at one place of the text. */
interface State {
  readonly open: readonly number[];
  /** Some way has come to its end and needs nothing more. */
  readonly matched: boolean;
  /** Some way has come to its end if the text has. */
  readonly matchedAtEnd: boolean;
  readonly next: (State | undefined)[];
}

/** An expression for which more states come up than this begins to collect them anew. */
const mostStates = 1000;
const otherCharacters = 128;

/** Throws `InvalidPatternError` for what CloudWatch Logs' subset does not have. */
export function compileExpression(source: string): TextTest {
  const automaton = new Automaton(readExpression(source));
  return (text) => automaton.test(text);
}

class Automaton {
  /** The pieces of all alternatives one after another, `undefined` at the end of each. */
  readonly #pieces: (Piece | undefined)[] = [];
  readonly #ends = new Map<number, { readonly toEnd: boolean }>();
  /** Where a match may begin, at the start of the text and anywhere. */
  readonly #first: number[] = [];
  readonly #anywhere: number[] = [];
  readonly #states = new Map<string, State>();

  constructor(alternatives: readonly Alternative[]) {
    for (const { pieces, fromStart, toEnd } of alternatives) {
      this.#first.push(this.#pieces.length);
      if (!fromStart) this.#anywhere.push(this.#pieces.length);
      this.#pieces.push(...pieces, undefined);
      this.#ends.set(this.#pieces.length - 1, { toEnd });
    }
  }

  test(text: string): boolean {
    let state = this.#stateOf(this.#first);
    for (let at = 0; at < text.length; at += 1) {
      if (state.matched) return true;
      const code = Math.min(text.charCodeAt(at), otherCharacters);
      let next = state.next[code];
      if (next === undefined) {
        next = this.#after(state, code);
        state.next[code] = next;
      }
      state = next;
    }
    return state.matched || state.matchedAtEnd;
  }

  #after({ open }: State, code: number): State {
    const places = new Set(this.#anywhere);
    for (const place of open) {
      const piece = this.#pieces[place];
      if (piece?.set[code]) places.add(piece.repeats ? place : place + 1);
    }
    return this.#stateOf(places);
  }

  /** The state of these places and of those behind pieces that may be left out. */
  #stateOf(places: Iterable<number>): State {
    const open = new Set<number>();
    for (let place of places) {
      while (!open.has(place)) {
        open.add(place);
        if (!this.#pieces[place]?.optional) break;
        place += 1;
      }
    }
    const sorted = [...open].sort((a, b) => a - b);
    const key = sorted.join();
    let state = this.#states.get(key);
    if (state === undefined) {
      const ends = sorted.flatMap((place) => this.#ends.get(place) ?? []);
      state = {
        open: sorted,
        matched: ends.some(({ toEnd }) => !toEnd),
        matchedAtEnd: ends.length > 0,
        next: [],
      };
      if (this.#states.size >= mostStates) this.#forget();
      this.#states.set(key, state);
    }
    return state;
  }

  /** States lead to one another, so all of them go at once. */
  #forget(): void {
    for (const { next } of this.#states.values()) next.length = 0;
    this.#states.clear();
  }
}
