/** What a failed function said, set apart from its payload: type, message, and the stack with its places as links. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { shortFrameText } from '../../lambda/stackFrames.ts';
import type { FunctionErrorSummary, StackFrame } from '../../protocol/invokePanel.ts';

export function functionErrorCard(error: FunctionErrorSummary, openFrame: (frame: StackFrame) => void): TemplateResult {
  return html`<section class="error-card" aria-label="Function error">
    <h3><span class="bad">${error.errorType === '' ? 'Error' : error.errorType}</span> <span class="dim">${error.header}</span></h3>
    <p>${error.errorMessage}</p>
    ${
      error.frames.length === 0
        ? nothing
        : html`<ol aria-label="Stack">
            ${error.frames.map((frame) => html`<li class=${frame.location ? '' : 'dim'}>${frameText(frame, openFrame)}</li>`)}
          </ol>`
    }
  </section>`;
}

function frameText(frame: StackFrame, openFrame: (frame: StackFrame) => void): TemplateResult {
  const text = shortFrameText(frame.text);
  if (!frame.location) return html`${text}`;
  const { file, line, column } = frame.location;
  return html`<button class="link" title=${`Open ${file}:${line}:${column}`} @click=${() => openFrame(frame)}>${text}</button>`;
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
    font-size: inherit;
    font-weight: 600;
    margin: 0;
  }
  .error-card h3 .dim {
    font-weight: 400;
    margin-inline-start: 6px;
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
