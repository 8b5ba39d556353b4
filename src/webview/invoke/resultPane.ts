/** The right half of the invoke panel: what came of the run that is shown. */

import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '../ui/jsonTree.ts';
import '../ui/textRows.ts';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { parseStackFrame } from '../../lambda/stackFrames.ts';
import type { HistoryEntry, RunAnswer, RunResult, StackFrame } from '../../protocol/invokePanel.ts';
import { jsonStyles } from '../ui/jsonTokens.ts';
import { lineStyles } from '../ui/lineView.ts';
import { markStyles } from '../ui/marks.ts';
import { formatTime } from '../ui/moments.ts';
import { tabRow, tabStyles } from '../ui/tabs.ts';
import { measureText } from '../ui/textMetrics.ts';
import { base, hatch } from '../ui/theme.ts';
import {
  answerViewStyles,
  logView,
  type PayloadReading,
  payloadView,
  payloadWords,
  rawView,
  readPayload,
} from './answerViews.ts';
import { functionErrorCard, functionErrorStyles } from './functionErrorCard.ts';
import { outcomeHead, outcomeStyles } from './outcomeHead.ts';
import { invokeKey } from './runBar.ts';
import { historyWords } from './runWords.ts';
import { timeBarStyles } from './timeBar.ts';

type TabId = 'payload' | 'log' | 'raw';

/** What the pane may ask of the host. */
export interface ResultActions {
  openFrame(frame: StackFrame): void;
  tailLogs(): void;
  copy(text: string): void;
  /** Leaves an earlier run for the newest. */
  showNewest(): void;
}

export class ResultPane extends LitElement {
  static override properties = {
    result: { attribute: false },
    earlier: { attribute: false },
    isRunning: { attribute: false },
    place: { attribute: false },
    actions: { attribute: false },
  };

  static override styles = [
    base,
    markStyles,
    hatch,
    jsonStyles,
    lineStyles,
    tabStyles,
    outcomeStyles,
    timeBarStyles,
    functionErrorStyles,
    answerViewStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        overflow: hidden;
        position: relative;
      }
      .progress {
        background: var(--vscode-progressBar-background, var(--vscode-focusBorder));
        height: 2px;
        inset: 0 0 auto;
        position: absolute;
        transform-origin: left;
        z-index: 1;
      }
      @media (prefers-reduced-motion: no-preference) {
        .progress {
          animation: sweep 1.4s ease-in-out infinite;
        }
      }
      @keyframes sweep {
        from {
          transform: translateX(-60%) scaleX(0.4);
        }
        to {
          transform: translateX(100%) scaleX(0.6);
        }
      }
      .content {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-height: 0;
      }
      .earlier {
        align-items: center;
        background: var(--vscode-textBlockQuote-background, var(--track));
        border-bottom: 1px solid var(--line);
        display: flex;
        flex: none;
        gap: 10px;
        padding: 3px 14px;
      }
      .empty {
        color: var(--text-dim);
        margin: auto;
        max-width: 420px;
        padding: 20px;
        text-align: center;
      }
      .empty p {
        margin: 0 0 8px;
      }
      .empty .lead {
        color: var(--text);
        font-size: 1.1em;
      }
      kbd {
        background: var(--vscode-keybindingLabel-background);
        border: 1px solid var(--vscode-keybindingLabel-border, transparent);
        border-radius: 3px;
        color: var(--vscode-keybindingLabel-foreground, var(--text));
        font-family: inherit;
        font-size: 0.92em;
        padding: 1px 5px;
      }
      .bar {
        align-items: center;
        border-bottom: 1px solid var(--line);
        display: flex;
        flex: none;
        justify-content: space-between;
        padding: 0 14px;
      }
      .copy {
        align-items: center;
        border-radius: 5px;
        color: var(--text-dim);
        display: inline-flex;
        gap: 4px;
        padding: 2px 5px;
      }
      .copy:hover {
        background: var(--vscode-toolbar-hoverBackground);
        color: var(--text);
      }
      .pane {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-height: 90px;
      }
      .foot {
        border-top: 1px solid var(--line);
        color: var(--text-dim);
        display: flex;
        flex: none;
        font-size: 12px;
        gap: 14px;
        justify-content: space-between;
        line-height: 26px;
        overflow: hidden;
        padding: 0 14px;
        white-space: nowrap;
      }
      .foot button:hover {
        color: var(--vscode-textLink-foreground);
        text-decoration: underline;
      }
      .scroll {
        overflow: auto;
      }
    `,
  ];

  /** Of the run that is shown; `undefined` while there is none, or when it is held no longer. */
  declare result: RunResult | undefined;
  /** Set while an earlier run is shown instead of the newest. */
  declare earlier: HistoryEntry | undefined;
  declare isRunning: boolean;
  /** Where an invocation would go, in words. */
  declare place: string;
  declare actions: ResultActions;

  #tab: TabId = 'payload';
  #reading: PayloadReading = { kind: 'none' };
  readonly #openLines = new Set<string>();

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('result')) return;
    this.#openLines.clear();
    this.#reading = this.result?.kind === 'answer' ? readPayload(this.result) : { kind: 'none' };
  }

  override render(): TemplateResult {
    return html`${this.isRunning ? html`<div class="progress"></div>` : nothing}
      <div class="content" aria-busy=${this.isRunning}>
        ${this.earlier ? this.#earlierNote(this.earlier) : nothing}${this.#content()}
      </div>`;
  }

  #content(): TemplateResult {
    const { result } = this;
    if (result === undefined) return this.earlier ? this.#forgotten() : this.#empty();
    if (result.kind !== 'answer') return html`<div class="scroll">${outcomeHead(result)}</div>`;
    return html`${outcomeHead(result)}
      ${result.functionError ? functionErrorCard(result.functionError, (frame) => this.actions.openFrame(frame)) : nothing}
      ${hasContent(result) ? this.#views(result) : this.#noViews(result)}`;
  }

  /** Nothing came back, and nothing was meant to: `Event` and `DryRun`. */
  #noViews(answer: RunAnswer): TemplateResult {
    return html`<p class="quiet">
      Request <button class="link" title="Copy the request id" @click=${() => this.actions.copy(answer.requestId)}>${answer.requestId}</button>
      ${answer.statusCode === 202 ? html`· <button class="link" @click=${() => this.actions.tailLogs()}>Tail Logs</button>` : nothing}
    </p>`;
  }

  #views(answer: RunAnswer): TemplateResult {
    const { rowHeight, characterWidth } = measureText(this);
    this.style.setProperty('--character', `${characterWidth}px`);
    const tabs = [
      { id: 'payload', label: 'Payload' },
      { id: 'log', label: 'Log', note: answer.log ? String(answer.log.lines.length) : undefined },
      { id: 'raw', label: 'Raw' },
    ] as const;
    const choose = (id: TabId) => {
      this.#tab = id;
      this.requestUpdate();
    };
    return html`<div class="bar">
        ${tabRow('Answer', tabs, this.#tab, choose)}
        <button class="copy" title=${`Copy the ${this.#tab === 'log' ? 'log' : 'payload'}`} @click=${() => this.actions.copy(this.#copyText(answer))}>
          <vscode-icon name="copy" size="14"></vscode-icon>Copy
        </button>
      </div>
      <div class="pane" role="tabpanel" id=${`pane-${this.#tab}`} aria-labelledby=${`tab-${this.#tab}`}>
        ${this.#view(answer, rowHeight)}
      </div>
      <div class="foot">
        <span>${payloadWords(answer, this.#reading)}</span>
        <button title="Copy the request id" @click=${() => this.actions.copy(answer.requestId)}>${answer.requestId}</button>
      </div>`;
  }

  #view(answer: RunAnswer, rowHeight: number): TemplateResult {
    switch (this.#tab) {
      case 'payload':
        return payloadView(answer, this.#reading, rowHeight);
      case 'raw':
        return rawView(answer, rowHeight);
      case 'log':
        return logView(answer, {
          open: this.#openLines,
          toggle: (eventId) => {
            if (!this.#openLines.delete(eventId)) this.#openLines.add(eventId);
            this.requestUpdate();
          },
          openFrame: (text) => {
            const frame = parseStackFrame(text);
            if (frame) this.actions.openFrame(frame);
          },
          tailLogs: () => this.actions.tailLogs(),
        });
    }
  }

  #copyText(answer: RunAnswer): string {
    if (this.#tab === 'log') return (answer.log?.lines ?? []).map((line) => line.event.message.trimEnd()).join('\n');
    if (this.#tab === 'payload' && this.#reading.kind === 'json') return JSON.stringify(this.#reading.value, null, 2);
    return answer.payloadText ?? '';
  }

  #earlierNote(entry: HistoryEntry): TemplateResult {
    return html`<div class="earlier">
      <span>Run of ${formatTime(entry.startedAt)}</span>
      <button class="link" @click=${() => this.actions.showNewest()}>Back to the newest</button>
    </div>`;
  }

  #forgotten(): TemplateResult {
    const words = this.earlier ? historyWords(this.earlier) : '';
    return html`<div class="empty"><p class="lead">${words}</p><p>The answer of this run is not held any more.</p></div>`;
  }

  #empty(): TemplateResult {
    if (this.isRunning)
      return html`<div class="empty"><p class="lead">Waiting for the answer…</p><p>${this.place}</p></div>`;
    return html`<div class="empty">
      <p class="lead">Press <kbd>${invokeKey}</kbd> to invoke</p>
      <p>${this.place}</p>
    </div>`;
  }
}

function hasContent(answer: RunAnswer): boolean {
  return answer.payloadText !== undefined || answer.log !== undefined;
}

customElements.define('lambda-result-pane', ResultPane);
