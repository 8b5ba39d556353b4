/** Two tabs of an answer: the log that came with it, and the payload as it came. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { LogLine } from '../../lambda/invocationRecord.ts';
import type { RunAnswer } from '../../protocol/invokePanel.ts';
import { detailOf } from '../ui/lineDetail.ts';
import { openRows, stackRows } from '../ui/lineRows.ts';
import { extraRowText, lineLevel, lineText, lineTime } from '../ui/lineView.ts';
import type { Content } from './content.ts';
import { type ContentViewOptions, contentView, textView } from './contentView.ts';

/** The payload as it came: no tree, no decoding. */
export function rawView(payload: Content, answer: RunAnswer, options: ContentViewOptions): TemplateResult {
  if (answer.payloadText === undefined) return contentView(payload, options);
  return textView(answer.payloadText, options);
}

export interface LogViewContext {
  readonly open: ReadonlySet<string>;
  toggle(eventId: string): void;
  openFrame(text: string): void;
  tailLogs(): void;
}

export function logView(answer: RunAnswer, context: LogViewContext): TemplateResult {
  const lines = answer.log?.lines ?? [];
  if (lines.length === 0) {
    return html`<p class="quiet">
      No log came with this answer. <button class="link" @click=${() => context.tailLogs()}>Tail Logs</button>
    </p>`;
  }
  return html`<div class="log" role="group" tabindex="0" aria-label="Log of this request">
    ${lines.map((line) => logLine(line, answer, context))}
    <p class="quiet">
      An answer carries the last 4 KB of its log at most.
      <button class="link" @click=${() => context.tailLogs()}>Tail Logs</button>
    </p>
  </div>`;
}

function logLine(line: LogLine, answer: RunAnswer, context: LogViewContext): TemplateResult {
  const isOpen = context.open.has(line.event.eventId);
  const hasMembers = detailOf(line).json !== undefined;
  const extras = isOpen ? openRows(line, 200) : stackRows(line);
  return html`<div class=${`row ${line.kind} ${(line.level ?? '').toLowerCase()}`}>
      ${lineTime(line)}${lineLevel(line)}<span class="text"
        >${lineText(line, answer.report, context.openFrame)}${
          hasMembers
            ? html` <button
                class="link"
                aria-expanded=${isOpen}
                aria-label=${isOpen ? 'Close the members' : 'Open the members'}
                @click=${() => context.toggle(line.event.eventId)}
              >${isOpen ? '▾' : '▸'}</button>`
            : nothing
        }</span
      >
    </div>
    ${extras.map((extra) => html`<div class="row extra"><span class="text">${extraRowText(extra, context.openFrame)}</span></div>`)}`;
}

export const answerViewStyles = css`
  .log {
    flex: 1;
    font-family: var(--mono);
    font-size: var(--mono-size);
    line-height: 1.65;
    min-height: 0;
    overflow: auto;
    padding: 6px 0;
  }
  .log .row {
    display: flex;
    gap: 12px;
    padding: 0 14px;
  }
  .log .row.extra {
    padding-inline-start: calc(38px + var(--character) * 19);
  }
  .log .text {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .log .text bdi {
    white-space: pre-wrap;
  }
  .log .quiet {
    font-family: var(--vscode-font-family);
  }
`;
