/** The three readings of an answer: its payload as a tree or text, its log, and the bytes as they came. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { formatBytes } from '../../base/text.ts';
import type { LogLine } from '../../lambda/invocationRecord.ts';
import type { RunAnswer } from '../../protocol/invokePanel.ts';
import { jsonValue } from '../ui/jsonTokens.ts';
import { detailOf } from '../ui/lineDetail.ts';
import { openRows, stackRows } from '../ui/lineRows.ts';
import { extraRowText, lineLevel, lineText, lineTime } from '../ui/lineView.ts';

/** A text up to this size is one selectable block; above it only the visible lines exist. */
const largestBlock = 200_000;

export type PayloadReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text' };

/** Reads the payload once for an answer. */
export function readPayload(answer: RunAnswer): PayloadReading {
  if (answer.payloadText === undefined || answer.payloadText === '') return { kind: 'none' };
  try {
    return { kind: 'json', value: JSON.parse(answer.payloadText) };
  } catch {
    return { kind: 'text' };
  }
}

export function payloadView(answer: RunAnswer, reading: PayloadReading, rowHeight: number): TemplateResult {
  if (reading.kind === 'none') return html`<p class="quiet">The answer has no payload.</p>`;
  if (reading.kind === 'text') return textView(answer.payloadText ?? '', rowHeight, 'Payload');
  const { value } = reading;
  if (typeof value !== 'object' || value === null) {
    return html`<div class="block mono" tabindex="0" role="group" aria-label="Payload">${jsonValue(value)}</div>`;
  }
  return html`<lambda-json-tree .value=${value} .label=${'Payload'} .rowHeight=${rowHeight}></lambda-json-tree>`;
}

export function rawView(answer: RunAnswer, rowHeight: number): TemplateResult {
  if (answer.payloadText === undefined) return html`<p class="quiet">The answer has no payload.</p>`;
  return textView(answer.payloadText, rowHeight, 'Raw payload');
}

function textView(text: string, rowHeight: number, label: string): TemplateResult {
  return text.length <= largestBlock
    ? html`<pre class="block" tabindex="0" role="group" aria-label=${label}>${text}</pre>`
    : html`<lambda-text-rows .text=${text} .label=${label} .rowHeight=${rowHeight}></lambda-text-rows>`;
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

/** `1.2 KB · JSON`: what the payload is, in the foot of the pane. */
export function payloadWords(answer: RunAnswer, reading: PayloadReading): string {
  if (reading.kind === 'none') return 'no payload';
  return `${formatBytes(answer.payloadBytes)} · ${reading.kind === 'json' ? 'JSON' : 'text, not JSON'}`;
}

export const answerViewStyles = css`
  .block {
    flex: 1;
    font-family: var(--mono);
    font-size: var(--vscode-editor-font-size, 12px);
    line-height: 1.5;
    margin: 0;
    min-height: 0;
    overflow: auto;
    overflow-wrap: anywhere;
    padding: 8px 14px;
    white-space: pre-wrap;
  }
  .quiet {
    color: var(--text-dim);
    margin: 0;
    padding: 10px 14px;
  }
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
