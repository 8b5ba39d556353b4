/** How a log line and the rows below it look, in both readings of the log. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import { type AnsiText, sliceAnsi } from '../../lambda/ansi.ts';
import type { LogLine, Report } from '../../lambda/invocationRecord.ts';
import { parseStackFrame, shortFrameText } from '../../lambda/stackFrames.ts';
import { ansiStyles, ansiText } from './ansiView.ts';
import { jsonMembers, jsonValue } from './jsonTokens.ts';
import { lengths } from './lengths.ts';
import { detailOf, saidMembers, visible } from './lineDetail.ts';
import type { ExtraRow } from './lineRows.ts';
import { mark } from './marks.ts';
import { formatMs, formatOffset, formatTime, momentWords } from './moments.ts';
import { splitAtPosition } from './stackFrames.ts';

const longestShown = 2000;
const longestName = 200;

/** Set where the line is a row of a grid, and its parts are cells. */
type CellRole = 'gridcell' | undefined;

/** The time of day of a line; a pointer learns how long ago that was, and how long after the START of its request. */
export function lineTime(line: LogLine, role?: CellRole, startedAt?: number, isSinceStart = false): TemplateResult {
  const { timestamp } = line.event;
  const shown = isSinceStart && startedAt !== undefined ? formatOffset(timestamp - startedAt) : formatTime(timestamp);
  return html`<span class="time" role=${role ?? nothing} @pointerenter=${tellMoment(timestamp, startedAt)}>${shown}</span>`;
}

/** Words that are true when they are read: worked out when the pointer comes, not with every row that is drawn. */
export function tellMoment(epochMs: number, startedAt?: number): (event: Event) => void {
  return ({ currentTarget }) => {
    (currentTarget as HTMLElement).title = momentWords(epochMs, systemClock.now(), startedAt);
  };
}

/** `ERROR`, `INFO`, …, or the word that a platform line begins with. */
export function lineLevel(line: LogLine, role?: CellRole): TemplateResult {
  const word = levelWord(line);
  return html`<span class=${`level ${word.toLowerCase()}`} role=${role ?? nothing}>${word}</span>`;
}

/** The text of a line, with its members or its place in the source. */
export function lineText(line: LogLine, report: Report | undefined, openFrame: (text: string) => void): TemplateResult {
  if (line.kind === 'report' && report) return reportText(report);
  const detail = detailOf(line);
  const members = detail.json ? jsonMembers(detail.json, saidMembers) : nothing;
  return html`${frameText(withoutWord(detail.head, line), openFrame)}${members === nothing ? nothing : html`<span class="members"> ${members}</span>`}`;
}

/** A row below a line. */
export function extraRowText(extra: ExtraRow, openFrame: (text: string) => void): TemplateResult {
  if (extra.kind === 'text') return frameText(extra, openFrame);
  if (extra.kind === 'note') return html`<span class="dim">${extra.text}</span>`;
  const { row } = extra;
  const name =
    row.name === undefined ? nothing : html`<span class="key">${visible(row.name.slice(0, longestName))}</span>: `;
  const brackets = Array.isArray(row.value) ? '[]' : '{}';
  const body = row.kind === 'open' ? brackets[0] : row.kind === 'end' ? brackets[1] : jsonValue(row.value);
  return html`<span class="indent" ${lengths({ '--depth': String(row.depth) })}></span>${name}${body}`;
}

function frameText(whole: AnsiText, openFrame: (text: string) => void): TemplateResult {
  const { text } = whole;
  const isCut = text.length > longestShown;
  const shown = isCut ? sliceAnsi(whole, 0, longestShown) : whole;
  const pieces = splitAtPosition(text);
  if (pieces.length === 1) {
    return html`<bdi>${isStackLine(text) ? shortFrameText(text) : ansiText(shown)}${isCut ? '…' : nothing}</bdi>`;
  }
  return html`<bdi
    >${pieces.map((piece) =>
      piece.isPosition
        ? html`<a class="link" role="link" title="Open this place" @click=${(event: Event) => {
            // The row below has a click of its own.
            event.stopPropagation();
            openFrame(text);
          }}>${shortFrameText(piece.text)}</a>`
        : piece.text,
    )}</bdi
  >`;
}

/** Also the runtime's own frames, which lead nowhere. */
function isStackLine(text: string): boolean {
  return parseStackFrame(text) !== undefined;
}

function reportText(report: Report): TemplateResult {
  const init = report.initDurationMs;
  return html`<span class="report"
    >${formatMs(report.durationMs)} <span class="dim">· billed ${report.billedDurationMs} ms · memory</span>
    ${report.maxMemoryUsedMB} / ${report.memorySizeMB} MB${
      init === undefined ? nothing : html` <span class="cold">${mark('cold')} cold start, init ${formatMs(init)}</span>`
    }</span
  >`;
}

/** `START RequestId: …` without the word that the column before it says. */
function withoutWord(head: AnsiText, line: LogLine): AnsiText {
  const word =
    line.kind === 'init' ? 'INIT_START ' : line.kind === 'start' || line.kind === 'end' ? `${levelWord(line)} ` : '';
  return word !== '' && head.text.startsWith(word) ? sliceAnsi(head, word.length, head.text.length) : head;
}

function levelWord(line: LogLine): string {
  switch (line.kind) {
    case 'init':
      return 'INIT';
    case 'start':
      return 'START';
    case 'end':
      return 'END';
    case 'report':
      return 'REPORT';
    case 'platform':
      return line.level ?? '';
    case 'error':
      return line.level ?? 'ERROR';
    case 'application':
      return line.level ?? '';
  }
}

export const lineStyles = css`
  ${ansiStyles}
  .text bdi {
    white-space: pre;
  }
  /* Of a line; an invocation's time is a cell, which keeps to its column. */
  .row > .time:not(.cell) {
    min-width: calc(var(--character) * 12);
  }
  .time,
  .level {
    color: var(--text-dim);
    flex: none;
  }
  .level {
    width: calc(var(--character) * 6.5);
  }
  .level.error,
  .level.fatal,
  .row.error:not(.extra) .text,
  .row.fatal .text {
    color: var(--text-bad);
  }
  .level.warn,
  .warn .text {
    color: var(--text-warn);
  }
  .level.report {
    color: var(--text);
    font-weight: 600;
  }
  .init .text,
  .start .text,
  .end .text,
  .platform .text,
  .debug .text,
  .trace .text {
    color: var(--text-dim);
  }
  .row.extra .text,
  .members {
    color: var(--text-dim);
  }
  .indent {
    display: inline-block;
    width: calc(var(--depth) * 2ch);
  }
  .row .mark {
    height: 14px;
    width: 14px;
  }
  .row .link {
    line-height: inherit;
  }
`;
