/** An answer's content under its tabs: body, headers, log, comparison, raw; with search, copy and save. */

import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '../ui/jsonTree.ts';
import '../ui/textRows.ts';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import { parseStackFrame } from '../../lambda/stackFrames.ts';
import type { RunAnswer } from '../../protocol/invokePanel.ts';
import { copiedValue, jsonPlace } from '../ui/jsonPlace.ts';
import type { JsonTree } from '../ui/jsonTree.ts';
import { type Tab, tabRow } from '../ui/tabs.ts';
import { measureText } from '../ui/textMetrics.ts';
import type { AnswerComparison } from './answerComparison.ts';
import { answerPaneStyles } from './answerPaneStyles.ts';
import { moveTo, search } from './answerSearch.ts';
import { logView, rawView } from './answerViews.ts';
import { type AnswerReading, type Content, isTree } from './content.ts';
import { contentView } from './contentView.ts';
import { footWords, oddityWords } from './contentWords.ts';
import { type FindState, findBar } from './findBar.ts';
import { FoundText } from './foundText.ts';
import { headerCount, headersView } from './httpView.ts';
import type { ResultActions } from './resultActions.ts';
import { savedAnswer } from './savedAnswer.ts';

type TabId = 'payload' | 'headers' | 'log' | 'compare' | 'raw';

/** A larger payload is looked at for oddities when it has been painted. */
const quicklyRead = 256 * 1024;
const oddityDelayMs = 500;

export class AnswerPane extends LitElement {
  static override properties = {
    answer: { attribute: false },
    reading: { attribute: false },
    comparison: { attribute: false },
    actions: { attribute: false },
  };

  static override styles = answerPaneStyles;

  declare answer: RunAnswer;
  /** Of `answer`. */
  declare reading: AnswerReading;
  declare comparison: AnswerComparison;
  declare actions: ResultActions;

  #tab: TabId = 'payload';
  /** What a tree of the payload does not show as it was written. */
  #oddities = '';
  #find: FindState | undefined;
  #activePath = '';
  readonly #openLines = new Set<string>();
  readonly #comparing = new MutableDisposable<Disposable>();
  readonly #looking = new MutableDisposable<Disposable>();
  readonly #found = new FoundText();

  override disconnectedCallback(): void {
    this.#comparing.value = undefined;
    this.#looking.value = undefined;
    this.#found.dispose();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('comparison') || !this.#comparing.value) {
      this.#comparing.value = this.comparison.onDidChange(() => this.requestUpdate());
    }
    if (changed.has('reading')) this.#lookForOddities();
    if (!changed.has('answer')) return;
    this.#openLines.clear();
    this.#activePath = '';
    this.#find = undefined;
    const isGone = (this.#tab === 'headers' && !this.reading.http) || (this.#tab === 'compare' && !this.#canCompare);
    if (isGone) this.#tab = 'payload';
  }

  override updated(): void {
    const pane = this.renderRoot.querySelector('.pane');
    if (this.#find && pane) this.#found.show(pane, this.#find.text);
    else this.#found.clear();
  }

  override render(): TemplateResult {
    const { answer } = this;
    const { rowHeight, characterWidth } = measureText(this);
    this.style.setProperty('--character', `${characterWidth}px`);
    const choose = (id: TabId) => {
      this.#tab = id;
      this.#find = undefined;
      this.requestUpdate();
    };
    return html`<div class="bar">
        ${tabRow('Answer', this.#tabs(answer), this.#tab, choose)}
        <div class="tools">${this.#tools(answer)}</div>
      </div>
      ${this.#find ? this.#findBar(this.#find) : nothing}
      ${this.#tab === 'payload' ? this.#remarks() : nothing}
      <div
        class="pane"
        role="tabpanel"
        id=${`pane-${this.#tab}`}
        aria-labelledby=${`tab-${this.#tab}`}
      >
        ${this.#view(answer, rowHeight)}
      </div>
      ${this.#foot(answer)}`;
  }

  /** What the first tab shows: the body of a response, otherwise the payload. */
  get #content(): Content {
    return this.reading.http?.body ?? this.reading.payload;
  }

  get #canCompare(): boolean {
    return this.comparison.other !== undefined || this.comparison.hasPin;
  }

  #tabs(answer: RunAnswer): readonly Tab<TabId>[] {
    const { http } = this.reading;
    return [
      { id: 'payload', label: http ? 'Body' : 'Payload' },
      ...(http ? [{ id: 'headers', label: 'Headers', note: String(headerCount(http.response)) } as const] : []),
      { id: 'log', label: 'Log', note: answer.log ? String(answer.log.lines.length) : undefined },
      ...(this.#canCompare
        ? [
            {
              id: 'compare',
              label: `Compare with ${this.comparison.otherKind}`,
              note: this.comparison.note,
            } as const,
          ]
        : []),
      { id: 'raw', label: 'Raw' },
    ];
  }

  #tools(answer: RunAnswer): TemplateResult {
    const hasTree = this.#tab === 'payload' && isTree(this.#content);
    const tool = (icon: string, label: string, title: string, act: () => void) =>
      html`<button class="copy" title=${title} aria-label=${label === '' ? title : nothing} @click=${act}><vscode-icon name=${icon} size="14"></vscode-icon>${label}</button>`;
    return html`${
      hasTree
        ? html`${tool('expand-all', '', 'Expand all', () => this.#tree?.toggleAll(true))}${tool('collapse-all', '', 'Collapse all', () => this.#tree?.toggleAll(false))}`
        : nothing
    }
    ${tool('search', '', `Find in the answer (${findKey})`, () => this.openFind())}
    <button
      class="copy"
      title="Compare later answers with this one"
      aria-label="Pin this answer"
      aria-pressed=${this.comparison.isPinned}
      @click=${() => {
        this.comparison.togglePin();
        this.requestUpdate();
      }}
    ><vscode-icon name=${this.comparison.isPinned ? 'pinned' : 'pin'} size="14"></vscode-icon></button>
    ${tool('copy', 'Copy', `Copy the ${this.#tab === 'log' ? 'log' : 'payload'}`, () => this.actions.copy(this.#copyText(answer)))}
    ${this.#tab !== 'compare' ? tool('save', 'Save', 'Save to a file', () => this.#save(answer)) : nothing}`;
  }

  #view(answer: RunAnswer, rowHeight: number): TemplateResult {
    const { http } = this.reading;
    switch (this.#tab) {
      case 'payload':
        return html`<div class="pane" @row-activated=${this.#onRow}>${contentView(this.#content, {
          label: http ? 'Body' : 'Payload',
          rowHeight,
          isSearched: this.#find !== undefined,
        })}</div>`;
      case 'headers':
        return http ? headersView(http.response) : html``;
      case 'raw':
        return rawView(this.reading.payload, answer, {
          label: 'Raw payload',
          rowHeight,
          isSearched: this.#find !== undefined,
        });
      case 'compare':
        return this.#compareView();
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

  #compareView(): TemplateResult {
    const { other, result, otherWords } = this.comparison;
    if (other === undefined) {
      return html`<p class="quiet">This answer is pinned: the next ones are compared with it.</p>`;
    }
    return result === undefined
      ? html`<p class="quiet">Comparing with ${otherWords}…</p>`
      : html`<lambda-compare-view tabindex="0" role="group" aria-label="Comparison" .comparison=${result} .words=${otherWords}></lambda-compare-view>`;
  }

  #remarks(): readonly TemplateResult[] {
    const problems = this.reading.http?.response.problems ?? [];
    return [...problems, ...(this.#oddities === '' ? [] : [this.#oddities])].map(
      (sentence) => html`<p class="remark" role="note">${sentence}</p>`,
    );
  }

  /** What it is; then the row that the keyboard is on, or the request. */
  #foot(answer: RunAnswer): TemplateResult {
    const isPlaced = this.#tab === 'payload' && this.#activePath !== '';
    return html`<div class="foot">
      <span>${footWords(answer, this.#tab === 'raw' ? { ...this.reading, http: undefined } : this.reading)}</span>
      ${
        isPlaced
          ? this.#placeTools(this.#activePath)
          : html`${this.#expectedTool(answer)}<button title="Copy the request id" @click=${() => this.actions.copy(answer.requestId)}>${answer.requestId}</button
            >${this.#logsTool(answer)}`
      }
    </div>`;
  }

  #logsTool({ requestId }: RunAnswer): TemplateResult | typeof nothing {
    if (requestId === '') return nothing;
    return html`<button class="link" title="Show in Lambda Logs" aria-label="Show in Lambda Logs" @click=${() => this.actions.showRequest(requestId)}>Logs</button>`;
  }

  #expectedTool({ testEventName, payloadText }: RunAnswer): TemplateResult | typeof nothing {
    if (testEventName === undefined || payloadText === undefined) return nothing;
    const save = async () => {
      const { answer } = this;
      if (await this.actions.saveExpectedAnswer(testEventName, payloadText))
        this.comparison.expect(answer, payloadText);
    };
    const title = `Compare every answer to the test event ${testEventName} with this one`;
    return html`<button class="link" title=${title} @click=${save}>Save as expected answer</button>`;
  }

  /** Of the row that the keyboard is on. */
  #placeTools(path: string): TemplateResult {
    const content = this.#content;
    const { value, pathText } = jsonPlace(content.kind === 'json' ? content.value : undefined, path);
    return html`<span class="place"
      ><span class="path mono" title=${pathText}>${pathText}</span>
      <button @click=${() => this.actions.copy(pathText)}>Copy path</button>
      <button @click=${() => this.actions.copy(copiedValue(value))}>Copy value</button></span
    >`;
  }

  #findBar(find: FindState): TemplateResult {
    const pane = () => this.renderRoot.querySelector('.pane');
    const show = (next: FindState | undefined) => {
      this.#find = next;
      this.requestUpdate();
    };
    return findBar({
      find,
      look: (text) => {
        const within = pane();
        if (within) show(moveTo(within, search(within, text), 1));
      },
      move: (by) => {
        const within = pane();
        if (within) show(moveTo(within, find, by));
      },
      close: () => {
        show(undefined);
        void this.updateComplete.then(() =>
          this.renderRoot.querySelector<HTMLElement>('.pane [tabindex], lambda-json-tree')?.focus(),
        );
      },
    });
  }

  /** What differs from the other answer, where there is one. */
  showComparison(): void {
    if (!this.#canCompare) return;
    this.#tab = 'compare';
    this.requestUpdate();
  }

  /** Opens the search, or goes to its field. */
  openFind(): void {
    if (this.#tab === 'compare') return;
    this.#find ??= { text: '', matches: [], place: -1 };
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const input = this.renderRoot.querySelector<HTMLInputElement>('.find input');
      input?.focus();
      input?.select();
    });
  }

  readonly #onRow = ({ detail }: CustomEvent<string>): void => {
    this.#activePath = detail;
    this.requestUpdate();
  };

  #lookForOddities(): void {
    const content = this.#content;
    this.#oddities = '';
    this.#looking.value = undefined;
    if (content.kind !== 'json') return;
    const look = () => {
      this.#oddities = oddityWords(content.text);
      this.requestUpdate();
    };
    if (content.text.length <= quicklyRead) look();
    else this.#looking.value = systemClock.after(oddityDelayMs, look);
  }

  #copyText(answer: RunAnswer): string {
    if (this.#tab === 'log') return (answer.log?.lines ?? []).map((line) => line.event.message.trimEnd()).join('\n');
    const content = this.#content;
    if (this.#tab === 'payload' && content.kind === 'json') return JSON.stringify(content.value, null, 2);
    if (this.#tab === 'payload' && content.kind === 'text') return content.text;
    const headers = this.reading.http?.response.headers ?? [];
    if (this.#tab === 'headers') return headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
    return answer.payloadText ?? answer.payloadBase64 ?? '';
  }

  #save(answer: RunAnswer): void {
    const text = this.#tab === 'log' || this.#tab === 'headers' ? this.#copyText(answer) : undefined;
    const content = this.#tab === 'raw' ? this.reading.payload : this.#content;
    this.actions.save(savedAnswer(text ?? content, this.#tab === 'raw' ? undefined : this.reading.http?.response));
  }

  get #tree(): JsonTree | undefined {
    return this.renderRoot.querySelector<JsonTree>('lambda-json-tree') ?? undefined;
  }
}

const findKey = /mac/i.test(navigator.platform) ? '⌘F' : 'Ctrl+F';

customElements.define('lambda-answer-pane', AnswerPane);
