/**
 * Terminal escape sequences in log lines (ECMA-48): colours and weights are read, everything else is taken out.
 * Text is never lost with them: a sequence that is cut off, or never ends, takes only its own characters along.
 */

import { type AnsiStyle, applyGraphics } from './ansiStyle.ts';

/** A stretch of `AnsiText.text` that looks different; places count UTF-16 units, `end` is exclusive. */
export interface AnsiSpan {
  readonly start: number;
  readonly end: number;
  readonly style: AnsiStyle;
}

export interface AnsiText {
  /** Without any escape sequence. */
  readonly text: string;
  /** In order, without overlap; plain stretches have none. */
  readonly spans: readonly AnsiSpan[];
}

const esc = '\u001b';
/** CSI in one character. */
const controlSequence = '\u009b';
const bell = '\u0007';
const stringEnd = '\u009c';

/**
 * CSI: parameters, intermediates, final. Strings (OSC, DCS, SOS, PM, APC): up to BEL or ST, where one follows before the next
 * escape. Everything else: one final character. No part can match in two ways, so the time is linear in the text.
 */
const sequence = new RegExp(
  [
    `(?:${esc}\\[|${controlSequence})([0-?]*)([ -/]*)([@-~]?)`,
    `${esc}[\\]PX^_](?:[^${bell}${esc}${stringEnd}]*(?:${bell}|${esc}\\\\|${stringEnd}))?`,
    `${esc}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

/** The text without escape sequences: what is copied, and what a filter looks at. */
export function withoutAnsi(text: string): string {
  return hasSequences(text) ? text.replace(sequence, '') : text;
}

/** `show` makes each stretch between two sequences ready to be seen. */
export function parseAnsi(text: string, show: (text: string) => string = (plain) => plain): AnsiText {
  if (!hasSequences(text)) return { text: show(text), spans: [] };
  const spans: AnsiSpan[] = [];
  let shown = '';
  let style: AnsiStyle = {};
  let from = 0;
  const take = (to: number) => {
    if (to <= from) return;
    const start = shown.length;
    shown += show(text.slice(from, to));
    if (Object.keys(style).length > 0) addSpan(spans, { start, end: shown.length, style });
  };
  for (const match of text.matchAll(sequence)) {
    take(match.index);
    from = match.index + match[0].length;
    if (match[3] === 'm' && match[2] === '') style = applyGraphics(style, match[1] ?? '');
  }
  take(text.length);
  return { text: shown, spans };
}

/** The part of `whole` between two places. */
export function sliceAnsi({ text, spans }: AnsiText, start: number, end: number): AnsiText {
  const cut = text.slice(start, end);
  if (spans.length === 0) return { text: cut, spans };
  const inside: AnsiSpan[] = [];
  for (let place = firstEndingAfter(spans, start); place < spans.length; place += 1) {
    const span = spans[place];
    if (!span || span.start >= end) break;
    const from = Math.max(span.start, start) - start;
    const to = Math.min(span.end, end) - start;
    if (to > from) inside.push({ start: from, end: to, style: span.style });
  }
  return { text: cut, spans: inside };
}

function hasSequences(text: string): boolean {
  // Nearly every line ends here: two searches for a character cost less than an expression.
  return text.includes(esc) || text.includes(controlSequence);
}

function addSpan(spans: AnsiSpan[], span: AnsiSpan): void {
  const last = spans.at(-1);
  if (last && last.end === span.start && last.style === span.style) {
    spans[spans.length - 1] = { ...last, end: span.end };
  } else spans.push(span);
}

function firstEndingAfter(spans: readonly AnsiSpan[], place: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.end ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
