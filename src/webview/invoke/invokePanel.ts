/** The invoke panel: event and answer side by side, the history below. Persists what was chosen and typed, never answers. */

import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '../ui/split.ts';
import './eventEditor.ts';
import './resultPane.ts';
import './runHistory.ts';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { messageOf } from '../../base/humanError.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { Channel } from '../../protocol/channel.ts';
import type { InvokeHostMessages, InvokeViewMessages } from '../../protocol/invokeChannel.ts';
import type {
  HistoryEntry,
  InvokeIntent,
  InvokePanelState,
  InvokeSnapshot,
  RunState,
} from '../../protocol/invokePanel.ts';
import type { ViewHost } from '../ui/vscodeApi.ts';
import { elsewhereChips, elsewhereTable } from './elsewhereView.ts';
import { EventHalf } from './eventHalf.ts';
import { invokePanelStyles } from './invokePanelStyles.ts';
import { listenToPage } from './pageKeys.ts';
import { repeatSheet } from './repeatSheet.ts';
import type { ResultPane } from './resultPane.ts';
import { runBar } from './runBar.ts';
import { RunParts } from './runParts.ts';
import { runWords } from './runWords.ts';
import { isSameFunction, placeWords, stateToKeep } from './snapshotFacts.ts';

export class InvokePanel extends LitElement {
  static override styles = invokePanelStyles;

  readonly #owned = new DisposableStore();
  readonly #event = this.#owned.add(
    new EventHalf({
      root: () => this.renderRoot,
      isTenantIsolated: () => this.#snapshot?.configuration?.isTenantIsolated === true,
      keep: (intent) => this.#keepDraft(intent),
      say: (sentence) => this.#say(sentence),
      changed: () => this.requestUpdate(),
    }),
  );
  readonly #runs = this.#owned.add(
    new RunParts({
      channel: () => this.#channel,
      take: (intent) => this.#event.takeEvent(intent),
      invoke: () => void this.#invoke(),
      sendable: () => this.#event.sendable(),
      say: (sentence) => this.#say(sentence),
      changed: () => this.requestUpdate(),
    }),
  );
  #host: ViewHost<InvokePanelState> | undefined;
  #channel: Channel<InvokeViewMessages, InvokeHostMessages> | undefined;
  #snapshot: InvokeSnapshot | undefined;
  #splitRatio = 0.5;
  #failure: string | undefined;
  #spoken = '';

  /** Gives the panel its host. What the editor kept is shown at once; the host's snapshot replaces it. */
  connect(host: ViewHost<InvokePanelState>): void {
    this.#host = host;
    const kept = host.readState();
    if (kept?.intent) this.#event.recall(kept.intent);
    if (kept?.splitRatio !== undefined) this.#splitRatio = kept.splitRatio;
    const channel = this.#owned.add(new Channel<InvokeViewMessages, InvokeHostMessages>(host.port, {}));
    this.#channel = channel;
    this.#event.connect(channel);
    channel.on('snapshot', (snapshot) => this.#takeSnapshot(snapshot));
    channel.on('run', ({ run, history }) => this.#takeRun(run, history));
    channel.on('targetSwitched', ({ sentence }) => {
      this.#event.notice = sentence;
      this.#say(sentence);
    });
    channel.on('history', (history) => this.#runs.records.takeHistory(history));
    channel.on('repeat', (state) => this.#runs.repeat.take(state));
    channel.on('invokeNow', () => void this.#invoke());
    this.#owned.add(
      listenToPage({
        invoke: () => void this.#invoke(),
        save: () => this.#event.save(),
        focused: () => this.#event.focusIfFree(),
        leaving: () => this.#event.flush(),
      }),
    );
    void this.#ask();
  }

  override disconnectedCallback(): void {
    this.#event.flush();
    this.#owned.dispose();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const snapshot = this.#snapshot;
    const { notice, refusal } = this.#event;
    if (!snapshot && this.#failure !== undefined) {
      return html`<p class="loading" role="alert">The panel could not be filled: ${this.#failure}</p>`;
    }
    return html`${snapshot ? this.#runBar(snapshot) : html`<header class="placeholder" aria-hidden="true"></header>`}
      ${notice === undefined ? nothing : html`<div class="notice">${notice}</div>`}
      ${refusal === undefined ? nothing : html`<div class="refusal" role="alert">${refusal}</div>`}
      <lambda-split
        label="Divider between event and answer"
        .ratio=${this.#splitRatio}
        @ratio-changed=${(event: CustomEvent<number>) => {
          this.#splitRatio = event.detail;
          this.#event.touch();
        }}
      >
        ${this.#event.render()}
        ${this.#runs.repeat.isShown ? this.#repeatPane() : this.#resultPane()}
      </lambda-split>
      <lambda-run-history
        @compare=${() => void this.renderRoot.querySelector<ResultPane>('lambda-result-pane')?.showComparison()}
        .records=${this.#runs.records} .runs=${this.#runs.records.history} .shown=${this.#runs.records.shownRunId} .kept=${this.#runs.records.kept} .note=${this.#runs.records.note}></lambda-run-history>
      <div class="unseen" role="status" aria-live="polite">${this.#spoken}</div>`;
  }

  #resultPane(): TemplateResult {
    const snapshot = this.#snapshot;
    const { elsewhere, records } = this.#runs;
    // An earlier run was for itself: what other targets said belongs to the newest.
    const isOfNow = records.earlier === undefined;
    return html`<div slot="end" class="answers">${snapshot && isOfNow ? elsewhereTable(elsewhere, snapshot.target) : nothing}<lambda-result-pane
          role="region"
          aria-label="Answer"
          .result=${(isOfNow ? elsewhere.shownResult : undefined) ?? records.shownResult}
          .earlier=${records.earlier}
          .isRunning=${this.#runs.control.isRunning}
          .streamed=${this.#runs.control.streamed}
          .place=${snapshot ? placeWords(snapshot, this.#event.intent) : ''}
          .actions=${this.#runs.actions}
        ></lambda-result-pane></div>`;
  }

  #repeatPane(): TemplateResult {
    void import('./repeatPane.ts');
    return html`<lambda-repeat-pane
      slot="end"
      role="region"
      aria-label="Repeated runs"
      .repeat=${this.#runs.repeat}
      .state=${this.#runs.repeat.state}
      .failure=${this.#runs.repeat.failure}
    ></lambda-repeat-pane>`;
  }

  #runBar(snapshot: InvokeSnapshot): TemplateResult {
    return runBar({
      snapshot,
      intent: this.#event.intent,
      elapsedMs: this.#runs.control.elapsedMs,
      targetChoices: this.#runs.targets.choices,
      elsewhere: elsewhereChips(this.#runs.elsewhere, this.#runs.targets, snapshot.target),
      repeat: repeatSheet(this.#runs.repeat, () => this.requestUpdate()),
      choose: (change) => this.#event.change(change),
      askTargets: () => void this.#runs.targets.ask(),
      switchTarget: (targetId) => {
        this.#event.touch();
        this.#event.flush();
        this.#channel?.send('switchTarget', { targetId });
      },
      invokeOrCancel: () => (this.#runs.control.isRunning ? this.#runs.control.cancel() : void this.#invoke()),
      invokeCold: () => void this.#invoke(true),
      tailLogs: () => this.#runs.actions.tailLogs(),
      redeploy: () => this.#channel?.send('redeploy', undefined),
    });
  }

  protected override firstUpdated(): void {
    this.#event.fill();
  }

  async #ask(): Promise<void> {
    try {
      const snapshot = await this.#channel?.request('ready', undefined);
      if (snapshot) this.#takeSnapshot(snapshot);
    } catch (error) {
      this.#failure = messageOf(error);
      this.requestUpdate();
    }
  }

  #takeSnapshot(snapshot: InvokeSnapshot): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    if (before && isSameFunction(before, snapshot)) {
      // What is being edited here is newer than what the host knows of it; a qualifier may be chosen on either side.
      const { qualifier } = snapshot.intent;
      if (qualifier !== before.intent.qualifier) this.#event.takeQualifier(qualifier);
    } else {
      this.#runs.records.clear();
      this.#runs.repeat.clear();
      this.#runs.elsewhere.clear();
      this.#event.begin(snapshot.intent);
      this.#keepState();
    }
    this.#takeRun(snapshot.run, snapshot.history);
  }

  #takeRun(run: RunState, history: readonly HistoryEntry[]): void {
    const hasEnded = this.#runs.control.take(run);
    this.#runs.records.take(run, history);
    if (run.state === 'finished') {
      if (hasEnded) this.#runs.elsewhere.takeOwn(run.result);
      const { headline, explanation } = runWords(run.result);
      if (hasEnded) this.#say(explanation === undefined ? headline : `${headline}. ${explanation}`);
    }
    this.requestUpdate();
  }

  async #invoke(isCold = false): Promise<void> {
    if (this.#runs.control.isBusy || !this.#channel) return;
    const intent = this.#event.sendable();
    if (!intent) return;
    this.#runs.repeat.isShown = false;
    this.#runs.records.showNewest();
    this.#event.refusal = await this.#runs.control.begin(intent, isCold);
    if (this.#event.refusal === undefined && !isCold) this.#runs.elsewhere.begin(intent);
    this.requestUpdate();
  }

  #keepDraft(intent: InvokeIntent): void {
    if (this.#snapshot) this.#channel?.send('intentChanged', intent);
    this.#keepState();
    this.requestUpdate();
  }

  #keepState(): void {
    if (this.#snapshot) this.#host?.writeState(stateToKeep(this.#snapshot, this.#event.intent, this.#splitRatio));
  }

  #say(sentence: string): void {
    this.#spoken = sentence;
    this.requestUpdate();
  }
}

customElements.define('lambda-invoke-panel', InvokePanel);
