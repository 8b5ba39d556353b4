/** The right half of the invoke panel: what came of the run that is shown. */

import './answerPane.ts';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import type { HistoryEntry, RunAnswer, RunResult, StreamedAnswer } from '../../protocol/invokePanel.ts';
import { formatTime } from '../ui/moments.ts';
import { AnswerComparison } from './answerComparison.ts';
import type { AnswerPane } from './answerPane.ts';
import { type AnswerReading, nothingRead, readAnswer } from './content.ts';
import { functionErrorCard } from './functionErrorCard.ts';
import { outcomeHead } from './outcomeHead.ts';
import type { ResultActions } from './resultActions.ts';
import { resultPaneStyles } from './resultPaneStyles.ts';
import { invokeKey } from './runBar.ts';
import { historyWords } from './runWords.ts';
import { arrivingView, streamErrorNote } from './streamView.ts';

export class ResultPane extends LitElement {
  static override properties = {
    result: { attribute: false },
    earlier: { attribute: false },
    isRunning: { attribute: false },
    streamed: { attribute: false },
    place: { attribute: false },
    actions: { attribute: false },
  };

  static override styles = resultPaneStyles;

  /** Of the run that is shown; `undefined` while there is none, or when it is held no longer. */
  declare result: RunResult | undefined;
  /** Set while an earlier run is shown instead of the newest. */
  declare earlier: HistoryEntry | undefined;
  declare isRunning: boolean;
  /** What has arrived so far of the run in flight, where it is streamed. */
  declare streamed: StreamedAnswer | undefined;
  /** Where an invocation would go, in words. */
  declare place: string;
  declare actions: ResultActions;

  #reading: AnswerReading = nothingRead;
  readonly #comparison = new AnswerComparison(systemClock);

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onKeyDown);
  }

  override disconnectedCallback(): void {
    this.removeEventListener('keydown', this.#onKeyDown);
    this.#comparison.dispose();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('result')) return;
    this.#reading = nothingRead;
    if (this.result?.kind !== 'answer') return;
    this.#reading = readAnswer(this.result);
    const isFirst = this.#comparison.show(this.result, this.#reading);
    if (isFirst) void this.#recall(this.result);
    if (this.#reading.http?.response.contentEncoding !== undefined) void this.#unpack(this.result, this.#reading);
    if (this.result.testEventName !== undefined) void this.#expect(this.result, this.result.testEventName);
  }

  async #unpack(answer: RunAnswer, packed: AnswerReading): Promise<void> {
    const { unpackedReading } = await import('./unpackedBody.ts');
    const reading = await unpackedReading(packed);
    if (!reading || this.#reading !== packed) return;
    this.#reading = reading;
    this.#comparison.reread(answer, reading);
    this.requestUpdate();
  }

  /** What was answered before this panel came to life is compared with as well. */
  async #recall(answer: RunAnswer): Promise<void> {
    const before = await this.actions.answerBefore();
    if (before) this.#comparison.takeBefore(answer, before);
  }

  async #expect(answer: RunAnswer, testEventName: string): Promise<void> {
    const text = await this.actions.expectedAnswer(testEventName);
    if (text !== undefined) this.#comparison.expect(answer, text);
  }

  /** What differs from the answer that was shown before, or from the pinned one. */
  async showComparison(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<AnswerPane>('lambda-answer-pane')?.showComparison();
  }

  override render(): TemplateResult {
    return html`${this.isRunning ? html`<div class="progress"></div>` : nothing}
      <div class="content" aria-busy=${this.isRunning}>
        ${this.earlier ? this.#earlierNote(this.earlier) : nothing}${this.#main()}
      </div>`;
  }

  #main(): TemplateResult {
    const { result } = this;
    if (this.isRunning && this.streamed) return arrivingView(this.streamed);
    if (result === undefined) return this.earlier ? this.#forgotten() : this.#empty();
    if (result.kind !== 'answer') return html`<div class="scroll">${outcomeHead(result)}${this.#offer(result)}</div>`;
    return html`${outcomeHead(result, this.#reading.http?.response)}
      ${streamErrorNote(result.stream?.error)}
      ${
        result.functionError
          ? functionErrorCard(result.functionError, {
              openFrame: (frame) => this.actions.openFrame(frame),
              copy: (text) => this.actions.copy(text),
            })
          : nothing
      }
      ${hasContent(result) ? this.#views(result) : this.#noViews(result)}`;
  }

  #offer(result: RunResult): TemplateResult | typeof nothing {
    const action = result.kind === 'refused' ? result.action : undefined;
    if (!action) return nothing;
    return html`<p><button class="offer" @click=${() => this.actions.runRefusalAction(action.command)}>${action.label}</button></p>`;
  }

  /** Nothing came back, and nothing was meant to: `Event` and `DryRun`. */
  #noViews(answer: RunAnswer): TemplateResult {
    return html`<p class="quiet">
      Request <button class="link" title="Copy the request id" @click=${() => this.actions.copy(answer.requestId)}>${answer.requestId}</button>
      ${answer.statusCode === 202 ? html`· <button class="link" @click=${() => this.actions.showRequest(answer.requestId)}>Show in Lambda Logs</button>` : nothing}
    </p>`;
  }

  #views(answer: RunAnswer): TemplateResult {
    return html`<lambda-answer-pane
      .answer=${answer}
      .reading=${this.#reading}
      .comparison=${this.#comparison}
      .actions=${this.actions}
    ></lambda-answer-pane>`;
  }

  /** Before the editor's own find, which sees only the rows that are on screen. */
  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const pane = this.renderRoot.querySelector<AnswerPane>('lambda-answer-pane');
    if (!pane) return;
    event.preventDefault();
    event.stopPropagation();
    pane.openFind();
  };

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
  return answer.payloadBytes > 0 || answer.log !== undefined;
}

customElements.define('lambda-result-pane', ResultPane);
