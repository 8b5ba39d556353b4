/** What a failed function said, set apart from its payload: type, message, the stack with its places as links, and what caused it. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { shortFrameText } from '../../lambda/stackFrames.ts';
import type { ErrorCause, FunctionErrorSummary, StackFrame } from '../../protocol/invokePanel.ts';
import { visible } from '../ui/lineDetail.ts';

export interface FunctionErrorContext {
  openFrame(frame: StackFrame): void;
  copy(text: string): void;
}

export function functionErrorCard(error: FunctionErrorSummary, context: FunctionErrorContext): TemplateResult {
  return html`<section class="error-card" aria-label="Function error">
    <h3>
      <span class="bad">${typeWords(error)}</span> <span class="dim" title=${headerWords(error.header)}>${error.header}</span>
      <button class="link" title="Copy type, message and stack" @click=${() => context.copy(errorText(error))}>Copy as text</button>
    </h3>
    ${errorBody(error, context)}${error.cause ? causeView(error.cause, context) : nothing}
  </section>`;
}

function causeView(cause: ErrorCause, context: FunctionErrorContext): TemplateResult {
  return html`<h4><span class="dim">Caused by</span> <span class="bad">${typeWords(cause)}</span></h4>
    ${errorBody(cause, context)}${cause.cause ? causeView(cause.cause, context) : nothing}`;
}

function errorBody({ errorMessage, frames }: ErrorCause, context: FunctionErrorContext): TemplateResult {
  return html`<p>${visible(errorMessage)}</p>
    ${
      frames.length === 0
        ? nothing
        : html`<ol aria-label="Stack">
            ${frames.map((frame) => html`<li class=${frame.location ? '' : 'dim'}>${frameText(frame, context)}</li>`)}
          </ol>`
    }`;
}

function frameText(frame: StackFrame, { openFrame }: FunctionErrorContext): TemplateResult {
  const text = shortFrameText(frame.text);
  if (!frame.location) return html`${text}`;
  const { file, line, column } = frame.location;
  return html`<button class="link" title=${`Open ${file}:${line}:${column}`} @click=${() => openFrame(frame)}>${text}</button>`;
}

function typeWords({ errorType }: ErrorCause): string {
  return errorType === '' ? 'Error' : visible(errorType);
}

/** X-Amz-Function-Error (Lambda API reference, Invoke). */
function headerWords(header: string): string {
  return header === 'Unhandled'
    ? 'X-Amz-Function-Error: the error left the function, or the runtime ended'
    : 'X-Amz-Function-Error: the function reported the error itself';
}

/** As a terminal would show it. */
function errorText(error: ErrorCause): string {
  const head = `${typeWords(error)}: ${error.errorMessage}`;
  const own = [head, ...error.frames.map(({ text }) => `    ${text}`)].join('\n');
  return error.cause ? `${own}\nCaused by: ${errorText(error.cause)}` : own;
}

export const functionErrorStyles = css`
  .error-card {
    background: color-mix(in srgb, var(--fill-bad) 8%, transparent);
    border: 1px solid var(--edge);
    border-inline-start: 3px solid var(--text-bad);
    flex: none;
    margin: 10px 14px 0;
    max-height: 45%;
    overflow: auto;
    padding: 8px 12px;
  }
  .error-card h3 {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    font-size: inherit;
    font-weight: 600;
    gap: 0 10px;
    margin: 0;
  }
  .error-card h4 {
    font-size: inherit;
    font-weight: 600;
    margin: 8px 0 0;
  }
  .error-card h4 .dim,
  .error-card h3 .dim,
  .error-card h3 .link {
    font-weight: 400;
  }
  .error-card h3 .link {
    margin-inline-start: auto;
  }
  .error-card p {
    margin: 4px 0;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .error-card ol {
    font-family: var(--mono);
    font-size: var(--mono-size);
    line-height: 1.6;
    list-style: none;
    margin: 6px 0 0;
    padding: 0;
  }
  .error-card .link {
    overflow-wrap: anywhere;
  }
`;
