/** What a JSON text says and a parsed value cannot: names that are there twice, numbers with too many digits. */

export interface JsonOddities {
  /** Names that occur more than once in their object, in order of their second occurrence; at most `mostNames`. */
  readonly doubledNames: readonly string[];
  /** Integers beyond 2^53, and numbers with more digits than a double keeps: a parsed value shows them rounded. */
  readonly roundedNumbers: readonly string[];
}

const mostNames = 5;

/**
 * Reads `text`, which must be valid JSON, once from its beginning to its end. Sixteen significant digits and more are
 * compared with what a double makes of them, so that `0.1` is no complaint.
 */
export function jsonOddities(text: string): JsonOddities {
  const doubled: string[] = [];
  const rounded: string[] = [];
  const objects: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      const names = objects.at(-1);
      if (isName && names) {
        const name = text.slice(at + 1, end);
        if (names.has(name) && doubled.length < mostNames) doubled.push(plainName(name));
        names.add(name);
        isName = false;
      }
      at = end;
    } else if (code === 0x7b) {
      objects.push(new Set());
      isName = true;
    } else if (code === 0x5b) objects.push(undefined);
    else if (code === 0x7d || code === 0x5d) objects.pop();
    else if (code === 0x2c) isName = objects.at(-1) !== undefined;
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const end = endOfNumber(text, at);
      if (end - at >= 16 && rounded.length < mostNames && isRounded(text.slice(at, end)))
        rounded.push(text.slice(at, end));
      at = end - 1;
    }
  }
  return { doubledNames: doubled, roundedNumbers: rounded };
}

const quote = 0x22;

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === 0x5c) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && '0123456789.eE+-'.includes(text.charAt(end))) end += 1;
  return end;
}

/** Compares significant digits: `1.0` and `1e0` are the same number. */
function isRounded(source: string): boolean {
  return significant(source) !== significant(String(Number(source)));
}

function significant(number: string): string {
  const digits = (number.split(/e/i)[0] ?? '').replace(/[-.]/g, '');
  return digits.replace(/^0+/, '').replace(/0+$/, '');
}

function plainName(escaped: string): string {
  try {
    return String(JSON.parse(`"${escaped}"`));
  } catch {
    return escaped;
  }
}
