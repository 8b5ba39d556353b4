/**
 * The part of a filter that CloudWatch Logs can apply itself: every line that the filter wants passes the pattern; the
 * filter still decides. Source: CloudWatch Logs user guide, "Filter pattern syntax" (at most two regular expressions).
 */

import { splitFilter } from './logFilterWords.ts';

const mostExpressions = 2;
const longestPattern = 1024;
/** What stands for itself in an expression there; everything else ends the piece that can be pushed. */
const plainRun = /[A-Za-z0-9_#=@/;,:-]{2,}/g;

/** `undefined` where nothing can be pushed: alternatives, or nothing but terms about whole invocations. */
export function toCloudWatchPattern(filterText: string): string | undefined {
  const words = splitFilter(filterText);
  if (words.some((word) => word.kind === 'or')) return undefined;
  const pieces = words.flatMap((word) => {
    if (word.kind !== 'text' || word.negated) return [];
    if (!word.quoted && isTerm(word.text)) return [];
    return longestRun(word.text);
  });
  const pattern = pieces
    .slice(0, mostExpressions)
    .map((piece) => `%${anyCase(piece)}%`)
    .join(' ');
  return pattern === '' || pattern.length > longestPattern ? undefined : pattern;
}

/** A line holds the whole text only if it holds every piece of it. */
function longestRun(text: string): readonly string[] {
  const runs = text.match(plainRun) ?? [];
  const longest = [...runs].sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? [] : [longest];
}

/** The panel's texts match in any case, patterns only in one. */
function anyCase(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

function isTerm(text: string): boolean {
  return /^(?:(?:cold|slow|error|level|outcome|request|function|target):|(?:duration|init|memory|billed|level)[<>])/.test(
    text,
  );
}
