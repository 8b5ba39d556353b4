/** The left half of the invoke panel around the editor: its head, the client context, and the line that weighs and checks. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { formatBytes } from '../../base/text.ts';
import { limits } from '../../lambda/limits.ts';
import type { InvokeIntent } from '../../protocol/invokePanel.ts';
import { mark } from '../ui/marks.ts';
import type { PlacedProblem } from './codeEditor.ts';
import type { TextCheck } from './eventEditor.ts';
import type { TestEventControl } from './testEventControl.ts';
import { saveKey, testEventMenu, testEventNews, testEventPlace, testEventStyles } from './testEventMenu.ts';

export interface EventPaneContext {
  readonly intent: InvokeIntent;
  readonly eventBytes: number;
  readonly check: TextCheck;
  readonly isContextOpen: boolean;
  /** The editor element itself. */
  readonly editor: TemplateResult;
  /** `undefined` until the panel has its host. */
  readonly testEvents: TestEventControl | undefined;
  openTemplates(): void;
  format(): void;
  openInEditor(): void;
  goTo(problem: PlacedProblem): void;
  toggleContext(): void;
  setClientContext(text: string): void;
}

export function eventPane(context: EventPaneContext): TemplateResult {
  return html`<section class="event" slot="start" aria-label="Event">
    <div class="head">
      <h2>Event</h2>
      ${context.testEvents ? testEventMenu(context.testEvents) : nothing}
      ${kindChip(context)}<span class="grow"></span>
      <button class="quiet-button" @click=${() => context.openTemplates()}>Template…</button>
      <button class="quiet-button" title=${`Save the test event (${saveKey})`} ?disabled=${context.testEvents?.list?.folder === undefined} @click=${() => void context.testEvents?.save()}>
        Save
      </button>
      <button class="quiet-button" title="Format (Shift+Alt+F)" @click=${() => context.format()}>Format</button>
      <button class="quiet-button" title="Open in text editor" aria-label="Open in text editor" @click=${() => context.openInEditor()}>
        <vscode-icon name="go-to-file" size="14"></vscode-icon>
      </button>
    </div>
    ${context.testEvents ? testEventNews(context.testEvents) : nothing}${context.editor}${clientContext(context)}
    <div class="foot">${checkWords(context)}${testEventPlace(context.testEvents)}${sizeWords(context)}</div>
  </section>`;
}

/** Of the chosen invocation type, in bytes. */
export function payloadLimit(intent: InvokeIntent): number {
  return intent.invocationType === 'Event' ? limits.asyncPayloadBytes : limits.syncPayloadBytes;
}

/** What is wrong with a client context; `undefined` when nothing is. */
export function clientContextProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const bytes = Math.ceil(new TextEncoder().encode(text).length / 3) * 4;
  return bytes > limits.clientContextBytes
    ? `Too large: ${bytes} bytes as Base64, of ${limits.clientContextBytes} at most`
    : undefined;
}

function clientContext(context: EventPaneContext): TemplateResult {
  const { isContextOpen, intent } = context;
  const problem = clientContextProblem(intent.clientContext);
  const note = intent.clientContext.trim() === '' ? 'none' : problem === undefined ? 'set' : 'not valid';
  return html`<div class="context">
    <button class="context-head" aria-expanded=${isContextOpen} aria-controls="client-context" @click=${() => context.toggleContext()}>
      <span class="twistie" aria-hidden="true">${isContextOpen ? '▾' : '▸'}</span>Client context
      <span class=${problem === undefined ? 'dim' : 'bad'}>${note}</span>
    </button>
    <div id="client-context" ?hidden=${!isContextOpen}>
      <textarea
        rows="4"
        spellcheck="false"
        aria-label="Client context, as JSON"
        aria-invalid=${problem !== undefined}
        placeholder='{ "custom": { "tenant": "blue" } }'
        .value=${intent.clientContext}
        @input=${(event: Event) => context.setClientContext((event.target as HTMLTextAreaElement).value)}
      ></textarea>
      ${problem === undefined ? nothing : html`<p class="bad">${problem}</p>`}
    </div>
  </div>`;
}

/** Which trigger the event is of: the way to another template. */
function kindChip({ check, openTemplates }: EventPaneContext): TemplateResult | typeof nothing {
  if (check.kind !== 'checked' || check.kindTitle === undefined) return nothing;
  return html`<button class="chip kind" title="What the event is checked by: choose another template" @click=${() => openTemplates()}>
    ${check.kindTitle}
  </button>`;
}

function checkWords({ check, goTo, eventBytes }: EventPaneContext): TemplateResult {
  if (eventBytes === 0) return html`<span class="dim">Empty: sent without a payload</span>`;
  if (check.kind === 'pending') return html`<span class="dim">checking…</span>`;
  if (check.kind === 'too-large')
    return html`<span class="dim">Above 1 MB: colours and checks are off while you type</span>`;
  const first = check.problems.find((problem) => problem.severity === 'error') ?? check.problems[0];
  if (!first)
    return html`<span class="valid">${mark('success')} Valid ${check.kindTitle === undefined ? 'JSON' : `${check.kindTitle} event`}</span>`;
  const more = check.problems.length > 1 ? ` (and ${check.problems.length - 1} more)` : '';
  return html`<button class=${first.severity === 'error' ? 'problem bad' : 'problem warn'} title="Go to this place" @click=${() => goTo(first)}>
    ${mark(first.severity === 'error' ? 'error' : 'slow')} Line ${first.line}, column ${first.column}: ${first.message}${more}
  </button>`;
}

function sizeWords({ intent, eventBytes }: EventPaneContext): TemplateResult {
  const limit = payloadLimit(intent);
  const words = `${formatBytes(eventBytes)} of ${formatBytes(limit)}`;
  return html`<span class=${eventBytes > limit ? 'size bad' : 'size dim'}
    >${words}${eventBytes > limit ? ' : too large' : nothing}
    <meter aria-label="Size of the event" min="0" max=${limit} high=${limit * 0.8} .value=${Math.min(eventBytes, limit)}>${words}</meter></span
  >`;
}

export const eventPaneStyles = css`
  ${testEventStyles}
  .event {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .event .head {
    align-items: center;
    border-bottom: 1px solid var(--line);
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 0 4px;
    line-height: 32px;
    padding: 0 10px 0 14px;
  }
  h2 {
    font-size: inherit;
    font-weight: 600;
    margin: 0;
  }
  .kind {
    margin-inline-start: 4px;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .quiet-button {
    border-radius: 5px;
    color: var(--text-dim);
    line-height: 22px;
    padding: 0 7px;
  }
  .quiet-button vscode-icon {
    vertical-align: middle;
  }
  .quiet-button:hover {
    background: var(--vscode-toolbar-hoverBackground);
    color: var(--text);
  }
  .context {
    border-top: 1px solid var(--line);
    flex: none;
  }
  .context-head {
    display: flex;
    gap: 6px;
    line-height: 26px;
    padding: 0 14px 0 10px;
    width: 100%;
  }
  .context-head:hover {
    background: var(--vscode-list-hoverBackground);
  }
  #client-context {
    padding: 0 14px 10px 24px;
  }
  #client-context textarea {
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--line));
    color: var(--vscode-input-foreground);
    font-family: var(--mono);
    font-size: var(--vscode-editor-font-size, 12px);
    padding: 4px 6px;
    resize: vertical;
    width: 100%;
  }
  #client-context textarea::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
  #client-context p {
    margin: 4px 0 0;
  }
  .event .foot {
    align-items: center;
    border-top: 1px solid var(--line);
    display: flex;
    flex: none;
    font-size: 12px;
    gap: 14px;
    justify-content: space-between;
    line-height: 26px;
    padding: 0 14px;
  }
  .problem,
  .valid {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .problem:hover {
    text-decoration: underline;
  }
  .event .foot .mark {
    height: 14px;
    width: 14px;
  }
  .size {
    align-items: center;
    display: flex;
    flex: none;
    gap: 8px;
    white-space: nowrap;
  }
  meter {
    appearance: none;
    background: var(--track);
    border: 1px solid var(--edge);
    border-radius: 2px;
    height: 6px;
    overflow: hidden;
    width: 56px;
  }
  meter::-webkit-meter-bar {
    background: transparent;
    border: 0;
    border-radius: 0;
    height: 100%;
  }
  meter::-webkit-meter-optimum-value {
    background: color-mix(in srgb, var(--text-dim) 75%, transparent);
  }
  meter::-webkit-meter-suboptimum-value {
    background: var(--fill-warn);
  }
`;
