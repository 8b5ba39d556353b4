/** The terms of the filter language: what each asks of an invocation, and of a line with the invocation it belongs to. */

import { formatDuration } from '../base/text.ts';
import { withoutAnsi } from './ansi.ts';
import {
  type InvocationOutcome,
  type InvocationRecord,
  isColdStart,
  type LogLevel,
  type LogLine,
} from './invocationRecord.ts';
import { compares, fieldTest } from './jsonField.ts';
import type { FilterWord } from './logFilterWords.ts';
import { charactersToTest, expressionRisk } from './safeExpression.ts';
import { textMatch } from './textMatch.ts';

/** An invocation as the log panel's two sides know it. */
export interface FilteredInvocation {
  readonly invocation: InvocationRecord;
  readonly isSlow: boolean;
  readonly wasThrottled?: true;
  /** Still `running`, and no REPORT is waited for any more. */
  readonly lacksReport?: true;
}

export interface FilteredLine {
  readonly line: LogLine;
}

/** Where a row comes from; `undefined` where that is not known any more. */
export interface FilterSource {
  readonly functionName: string;
  readonly targetLabel: string;
}

export interface Term {
  /** True where it asks about the whole invocation, so that lines match by what is known later. */
  readonly asksInvocation: boolean;
  invocation(tailed: FilteredInvocation, source: FilterSource | undefined): boolean;
  line(tailed: FilteredLine, invocation: FilteredInvocation | undefined, source: FilterSource | undefined): boolean;
}

export const levels: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
export const outcomes: readonly (InvocationOutcome | 'no-report')[] = [
  'success',
  'error',
  'timeout',
  'out-of-memory',
  'running',
  'no-report',
];
const comparison = /^(duration|init|memory|billed|level)(>=|<=|>|<)(.*)$/;
type Operator = '<' | '<=' | '>' | '>=';

/** A sentence in place of a term says what is wrong with the word. */
export function termOf(word: Exclude<FilterWord, { kind: 'or' }>): Term | string {
  const term = bareTerm(word);
  return typeof term === 'string' || !word.negated ? term : not(term);
}

function bareTerm(word: Exclude<FilterWord, { kind: 'or' }>): Term | string {
  if (word.kind === 'regex') return regexTerm(word.source, word.flags);
  if (word.kind === 'field') return fieldTerm(word);
  if (word.quoted) return textTerm(word.text);
  const compared = comparison.exec(word.text);
  if (compared) {
    const [, name = '', operator, value = ''] = compared;
    return name === 'level' ? levelTerm(operator as Operator, value) : numberTerm(name, operator as Operator, value);
  }
  const colon = word.text.indexOf(':');
  return namedTerm(word.text.slice(0, Math.max(0, colon)), word.text.slice(colon + 1)) ?? textTerm(word.text);
}

function namedTerm(name: string, value: string): Term | string | undefined {
  switch (name) {
    case 'cold':
      return truthTerm(name, value, ({ invocation }) => isColdStart(invocation));
    case 'slow':
      return truthTerm(name, value, ({ isSlow }) => isSlow);
    case 'throttled':
      return truthTerm(name, value, ({ wasThrottled }) => wasThrottled === true);
    case 'error':
      return truthTerm(name, value, ({ invocation }) => hasFailed(invocation));
    case 'level':
      return levelTerm(undefined, value);
    case 'outcome':
      return outcomeTerm(value);
    case 'request':
      if (value === '') return 'request: takes the beginning of a request id';
      return {
        asksInvocation: true,
        invocation: ({ invocation }) => invocation.requestId.startsWith(value),
        line: ({ line }, invocation) =>
          (invocation?.invocation.requestId ?? line.requestId)?.startsWith(value) ?? false,
      };
    case 'function':
      return sourceTerm(name, value, (source) => source.functionName);
    case 'target':
      return sourceTerm(name, value, (source) => source.targetLabel);
    default:
      return undefined;
  }
}

function hasFailed({ outcome }: InvocationRecord): boolean {
  return outcome !== 'success' && outcome !== 'running';
}

function textTerm(text: string): Term {
  const matches = textMatch(text);
  return messageTerm(
    matches,
    ({ invocation }, source) => matches(invocation.requestId) || matches(source?.functionName ?? ''),
  );
}

function regexTerm(source: string, flags: string): Term | string {
  try {
    const expression = new RegExp(source, flags);
    const risk = expressionRisk(source);
    if (risk !== undefined) return risk;
    const longest = charactersToTest(source);
    return messageTerm(
      (message) => expression.test(message.length > longest ? message.slice(0, longest) : message),
      () => false,
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function messageTerm(matches: (message: string) => boolean, alsoInvocation: Term['invocation']): Term {
  return {
    asksInvocation: false,
    invocation: (tailed, source) =>
      alsoInvocation(tailed, source) ||
      tailed.invocation.lines.some((line) => matches(withoutAnsi(line.event.message))),
    line: ({ line }) => matches(withoutAnsi(line.event.message)),
  };
}

function fieldTerm(word: Extract<FilterWord, { kind: 'field' }>): Term | string {
  const { path, operator, value, quoted } = word;
  if (operator === undefined) return `${path} needs =, !=, <, <=, >, >= and a value, or exists`;
  if (value === '' && !quoted && operator !== 'exists') return `${path} ${operator} needs a value`;
  const holds = fieldTest({ path, operator, value, quoted });
  if (typeof holds === 'string') return holds;
  return {
    asksInvocation: false,
    invocation: ({ invocation }) => invocation.lines.some((line) => holds(line.json)),
    line: ({ line }) => holds(line.json),
  };
}

function levelTerm(operator: Operator | undefined, value: string): Term | string {
  const place = levels.findIndex((name) => value !== '' && name.startsWith(value.toUpperCase()));
  if (place < 0) return `Unknown level: ${value || 'nothing'}. Use one of ${levels.join(', ').toLowerCase()}.`;
  const passes = levels.filter((_, other) => (operator ? compares(other, operator, place) : other === place));
  const accepted = new Set(passes);
  const holds = (line: LogLine) =>
    (line.level !== undefined && accepted.has(line.level)) || (line.kind === 'error' && accepted.has('ERROR'));
  return {
    asksInvocation: false,
    invocation: ({ invocation }) => (accepted.has('ERROR') && hasFailed(invocation)) || invocation.lines.some(holds),
    line: ({ line }) => holds(line),
  };
}

function outcomeTerm(value: string): Term | string {
  const outcome = outcomes.find((known) => known === value.toLowerCase());
  if (outcome === undefined) return `Unknown outcome: ${value || 'nothing'}. Use one of ${outcomes.join(', ')}.`;
  return invocationTerm(({ invocation, lacksReport }) => (lacksReport ? 'no-report' : invocation.outcome) === outcome);
}

function truthTerm(name: string, value: string, holds: (tailed: FilteredInvocation) => boolean): Term | string {
  if (value !== 'true' && value !== 'false') return `${name}: takes true or false, not: ${value || 'nothing'}`;
  return invocationTerm((tailed) => holds(tailed) === (value === 'true'));
}

function sourceTerm(name: string, value: string, read: (source: FilterSource) => string): Term | string {
  if (value === '') return `${name}: takes a part of its name`;
  const matches = textMatch(value);
  const holds = (source: FilterSource | undefined) => source !== undefined && matches(read(source));
  return { asksInvocation: false, invocation: (_, source) => holds(source), line: (_, __, source) => holds(source) };
}

/** Units: `ms`, `s` and `min` for times, `MB` and `%` (of the memory size) for memory. */
function numberTerm(name: string, operator: Operator, text: string): Term | string {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|min|mb|%)?$/i.exec(text) ?? [];
  const isMemory = name === 'memory';
  const allowed = isMemory ? ['', 'mb', '%'] : ['', 'ms', 's', 'min'];
  if (digits === '' || !allowed.includes(unit.toLowerCase())) {
    const example = isMemory ? '100, 100MB or 80%' : `500, 500ms or 1.5s (${formatDuration(1500)})`;
    return `${name}${operator} takes a number such as ${example}, not: ${text || 'nothing'}`;
  }
  const factor = unit.toLowerCase() === 's' ? 1_000 : unit.toLowerCase() === 'min' ? 60_000 : 1;
  const limit = Number(digits) * factor;
  return invocationTerm((tailed) => {
    const measured = measure(tailed.invocation, name, unit);
    return measured !== undefined && compares(measured, operator, limit);
  });
}

function measure({ report }: InvocationRecord, name: string, unit: string): number | undefined {
  if (!report) return undefined;
  if (name === 'init') return report.initDurationMs ?? report.restoreDurationMs;
  if (name === 'billed') return report.billedDurationMs;
  if (name === 'duration') return report.durationMs;
  return unit === '%' ? (100 * report.maxMemoryUsedMB) / report.memorySizeMB : report.maxMemoryUsedMB;
}

function invocationTerm(holds: (tailed: FilteredInvocation) => boolean): Term {
  return {
    asksInvocation: true,
    invocation: (tailed) => holds(tailed),
    line: (_, invocation) => invocation !== undefined && holds(invocation),
  };
}

function not(term: Term): Term {
  return {
    asksInvocation: term.asksInvocation,
    invocation: (tailed, source) => !term.invocation(tailed, source),
    line: (tailed, invocation, source) => !term.line(tailed, invocation, source),
  };
}
