/**
 * Regular expressions that a filter may run over every line. The engine tries all ways to match, so that some short expressions
 * take minutes for one long line, and nothing can interrupt it: these are refused in words, or see less of a line.
 */

/** A sentence where the expression could run for minutes; `undefined` for all others. Expects a valid expression. */
export function expressionRisk(source: string): string | undefined {
  return read(source).isNested
    ? 'This repeats what already repeats, as (a+)+ does, and may run for minutes: leave out one of the two.'
    : undefined;
}

/** How many characters of a line it may look at: with two open repetitions, the time grows with the square of the length. */
export function charactersToTest(source: string): number {
  return read(source).repetitions > 1 ? 10_000 : Number.POSITIVE_INFINITY;
}

interface Reading {
  readonly repetitions: number;
  readonly isNested: boolean;
}

interface Group {
  /** An open repetition is somewhere inside. */
  repeats: boolean;
  /** Its alternatives begin so. */
  readonly starts: string[];
  isAtStart: boolean;
}

const quantifier = /(?:[*+]|\{\d+,\d*\})\??/y;
const token = /\\(?:[pPkuxc](?:\{[^}]*\}|<[^>]*>)?|.)|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<[^>]*>)|\{\d+\}|[\s\S]/y;

function read(source: string): Reading {
  const groups: Group[] = [newGroup()];
  let repetitions = 0;
  let isNested = false;
  for (let at = 0; at < source.length; ) {
    token.lastIndex = at;
    const text = token.exec(source)?.[0] ?? ' ';
    at += text.length;
    let closed: Group | undefined;
    if (text.startsWith('(')) groups.push(newGroup());
    else if (text === ')') {
      closed = groups.length > 1 ? groups.pop() : undefined;
      const outer = groups.at(-1);
      if (outer && closed?.repeats) outer.repeats = true;
    } else note(groups.at(-1), text);
    quantifier.lastIndex = at;
    const repeat = quantifier.exec(source)?.[0];
    if (repeat === undefined) continue;
    at += repeat.length;
    // `{2,5}` ends soon; `{2,500}` is as good as open.
    if (repeat.startsWith('{') && Number(/,(\d+)/.exec(repeat)?.[1] ?? Number.POSITIVE_INFINITY) <= 20) continue;
    repetitions += 1;
    if (closed && (closed.repeats || isAmbiguous(closed))) isNested = true;
    const group = groups.at(-1);
    if (group) group.repeats = true;
  }
  return { repetitions, isNested };
}

function newGroup(): Group {
  return { repeats: false, starts: [], isAtStart: true };
}

function note(group: Group | undefined, text: string): void {
  if (!group) return;
  if (text === '|') group.isAtStart = true;
  else if (group.isAtStart) {
    group.starts.push(text);
    group.isAtStart = false;
  }
}

/** `(a|a)*`, `(\w|\d)*`: the same character may be taken by two alternatives, at every turn. */
function isAmbiguous({ starts }: Group): boolean {
  const hasClass = starts.some((start) => start === '.' || start.startsWith('[') || /^\\[wWdDsSpP]/.test(start));
  return starts.length > 1 && (hasClass || new Set(starts).size < starts.length);
}
