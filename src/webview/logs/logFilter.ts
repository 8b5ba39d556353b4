/**
 * The filter language of the log panel: words, `/regular expressions/` and terms such as `cold:true` or `duration>500`,
 * all of which must hold; `or` separates alternatives, `-` in front negates.
 */

import type { TailedInvocation, TailedLine } from '../../protocol/logPanel.ts';
import { splitFilter } from './filterWords.ts';

export interface LogFilter {
  /** True where a term asks about the whole invocation, so that lines match by what is known later. */
  readonly asksInvocation: boolean;
  matchesInvocation(tailed: TailedInvocation, functionName: string): boolean;
  matchesLine(tailed: TailedLine, invocation: TailedInvocation | undefined, functionName: string): boolean;
}

export type ParsedFilter =
  | { readonly kind: 'everything' }
  | { readonly kind: 'filter'; readonly filter: LogFilter }
  | { readonly kind: 'error'; readonly message: string };

interface Term {
  readonly asksInvocation: boolean;
  invocation(tailed: TailedInvocation, functionName: string): boolean;
  line(tailed: TailedLine, invocation: TailedInvocation | undefined, functionName: string): boolean;
}

export function parseFilter(text: string): ParsedFilter {
  const alternatives: Term[][] = [[]];
  for (const word of splitFilter(text)) {
    if (word.kind === 'or') {
      alternatives.push([]);
      continue;
    }
    const term = word.kind === 'regex' ? regexTerm(word.source, word.flags) : wordTerm(word.text, word.quoted);
    if (typeof term === 'string') return { kind: 'error', message: term };
    alternatives.at(-1)?.push(word.negated ? not(term) : term);
  }
  const used = alternatives.filter((terms) => terms.length > 0);
  if (used.length === 0) return { kind: 'everything' };
  return {
    kind: 'filter',
    filter: {
      asksInvocation: used.some((terms) => terms.some((term) => term.asksInvocation)),
      matchesInvocation: (tailed, name) => used.some((terms) => terms.every((term) => term.invocation(tailed, name))),
      matchesLine: (tailed, invocation, name) =>
        used.some((terms) => terms.every((term) => term.line(tailed, invocation, name))),
    },
  };
}

function wordTerm(text: string, quoted: boolean): Term | string {
  const comparison = quoted ? null : /^(duration|init|memory|billed)(>=|<=|>|<)(.*)$/.exec(text);
  if (comparison) return comparisonTerm(comparison[1] ?? '', comparison[2] ?? '', comparison[3] ?? '');
  const [name, value] = quoted ? [undefined, ''] : splitTerm(text);
  switch (name) {
    case 'cold':
      return truthTerm(name, value, (tailed) => tailed.invocation.report?.initDurationMs !== undefined);
    case 'slow':
      return truthTerm(name, value, (tailed) => tailed.isSlow);
    case 'level':
      return levelTerm(value);
    case 'outcome':
      return invocationTerm((tailed) => tailed.invocation.outcome.startsWith(value.toLowerCase()));
    case 'request':
      return {
        asksInvocation: false,
        invocation: (tailed) => tailed.invocation.requestId.startsWith(value),
        line: (tailed) => tailed.line.requestId?.startsWith(value) ?? false,
      };
    case 'function':
      return {
        asksInvocation: false,
        invocation: (_, functionName) => functionName.includes(value),
        line: (_, __, functionName) => functionName.includes(value),
      };
    default:
      return textTerm(text.toLowerCase());
  }
}

function splitTerm(text: string): readonly [name: string | undefined, value: string] {
  const colon = text.indexOf(':');
  return colon < 1 || colon === text.length - 1 ? [undefined, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

function textTerm(text: string): Term {
  return messageTerm(
    (message) => message.toLowerCase().includes(text),
    (tailed, functionName) => tailed.invocation.requestId.includes(text) || functionName.toLowerCase().includes(text),
  );
}

function regexTerm(source: string, flags: string): Term | string {
  try {
    // `g` and `y` would make the expression remember where it stopped.
    const expression = new RegExp(source, flags.replace(/[gy]/g, ''));
    return messageTerm(
      (message) => expression.test(message),
      () => false,
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function messageTerm(
  matches: (message: string) => boolean,
  alsoInvocation: (tailed: TailedInvocation, functionName: string) => boolean,
): Term {
  return {
    asksInvocation: false,
    invocation: (tailed, functionName) =>
      alsoInvocation(tailed, functionName) || tailed.invocation.lines.some((line) => matches(line.event.message)),
    line: (tailed) => matches(tailed.line.event.message),
  };
}

function levelTerm(value: string): Term | string {
  const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
  const level = levels.find((name) => name.startsWith(value.toUpperCase()));
  if (!level) return `Unknown level: ${value}. Use one of ${levels.join(', ').toLowerCase()}.`;
  const isError = level === 'ERROR';
  return {
    asksInvocation: false,
    invocation: (tailed) =>
      (isError && !['success', 'running'].includes(tailed.invocation.outcome)) ||
      tailed.invocation.lines.some((line) => line.level === level),
    line: (tailed) => tailed.line.level === level || (isError && tailed.line.kind === 'error'),
  };
}

function truthTerm(name: string, value: string, holds: (tailed: TailedInvocation) => boolean): Term | string {
  if (value !== 'true' && value !== 'false') return `${name}: takes true or false, not: ${value}`;
  return invocationTerm((tailed) => holds(tailed) === (value === 'true'));
}

function comparisonTerm(name: string, operator: string, value: string): Term | string {
  const limit = Number(value.replace(/(?<=\d)(ms|mb)$/i, ''));
  if (value === '' || !Number.isFinite(limit)) return `${name}${operator} takes a number, not: ${value || 'nothing'}`;
  return invocationTerm((tailed) => {
    const measured = measure(tailed, name);
    if (measured === undefined) return false;
    if (operator === '>') return measured > limit;
    if (operator === '<') return measured < limit;
    return operator === '>=' ? measured >= limit : measured <= limit;
  });
}

function measure(tailed: TailedInvocation, name: string): number | undefined {
  const report = tailed.invocation.report;
  if (name === 'init') return report?.initDurationMs;
  if (name === 'memory') return report?.maxMemoryUsedMB;
  return name === 'billed' ? report?.billedDurationMs : report?.durationMs;
}

function invocationTerm(holds: (tailed: TailedInvocation) => boolean): Term {
  return {
    asksInvocation: true,
    invocation: (tailed) => holds(tailed),
    line: (_, invocation) => invocation !== undefined && holds(invocation),
  };
}

function not(term: Term): Term {
  return {
    asksInvocation: term.asksInvocation,
    invocation: (tailed, name) => !term.invocation(tailed, name),
    line: (tailed, invocation, name) => !term.line(tailed, invocation, name),
  };
}
