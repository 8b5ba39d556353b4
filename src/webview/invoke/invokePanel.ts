/** The invoke panel: event and answer side by side, the history below. Persists what was chosen and typed, never answers. */

import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '../ui/split.ts';
import './eventEditor.ts';
import './resultPane.ts';
import './runHistory.ts';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
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
import { DraftKeeper } from './draftKeeper.ts';
import { elsewhereChips, elsewhereTable } from './elsewhereView.ts';
import type { EventEditor, TextCheck } from './eventEditor.ts';
import { eventPane } from './eventPane.ts';
import { EventTemplates } from './eventTemplates.ts';
import { IntentDraft } from './intentDraft.ts';
import { invokePanelStyles } from './invokePanelStyles.ts';
import { listenToPage } from './pageKeys.ts';
import { repeatSheet } from './repeatSheet.ts';
import type { ResultPane } from './resultPane.ts';
import { runBar } from './runBar.ts';
import { RunParts } from './runParts.ts';
import { runWords } from './runWords.ts';
import { isSameFunction, placeWords, stateToKeep } from './snapshotFacts.ts';
import { TestEventControl } from './testEventControl.ts';

const draftDelayMs = 200;

export class InvokePanel extends LitElement {
  static override styles = invokePanelStyles;

  readonly #owned = new DisposableStore();
  readonly #draft = this.#owned.add(new DraftKeeper(systemClock, draftDelayMs, () => this.#keepDraft()));
  readonly #runs = this.#owned.add(
    new RunParts({
      channel: () => this.#channel,
      take: (intent) => this.#takeEvent(intent),
      invoke: () => void this.#invoke(),
      sendable: () => this.#sendable(),
      say: (sentence) => this.#say(sentence),
      changed: () => this.requestUpdate(),
    }),
  );
  readonly #held = new IntentDraft();
  #host: ViewHost<InvokePanelState> | undefined;
  #channel: Channel<InvokeViewMessages, InvokeHostMessages> | undefined;
  #snapshot: InvokeSnapshot | undefined;
  #testEvents: TestEventControl | undefined;
  #templates: EventTemplates | undefined;
  #isContextOpen = false;
  #splitRatio = 0.5;
  /** Why the last press of the button led to nothing. */
  #refusal: string | undefined;
  /** What the last switch of the target did with the event. */
  #notice: string | undefined;
  #failure: string | undefined;
  #spoken = '';

  /** Gives the panel its host. What the editor kept is shown at once; the host's snapshot replaces it. */
  connect(host: ViewHost<InvokePanelState>): void {
    this.#host = host;
    const kept = host.readState();
    if (kept?.intent) this.#takeIntent(kept.intent);
    if (kept?.splitRatio !== undefined) this.#splitRatio = kept.splitRatio;
    const channel = this.#owned.add(new Channel<InvokeViewMessages, InvokeHostMessages>(host.port, {}));
    this.#channel = channel;
    this.#testEvents = this.#openTestEvents(channel);
    this.#templates = this.#openTemplates(channel);
    channel.on('testEventsChanged', (events) => void this.#testEvents?.take(events));
    channel.on('snapshot', (snapshot) => this.#takeSnapshot(snapshot));
    channel.on('run', ({ run, history }) => this.#takeRun(run, history));
    channel.on('replaceEvent', (event) => this.#takeEvent(event));
    channel.on('targetSwitched', ({ sentence }) => {
      this.#notice = sentence;
      this.#say(sentence);
    });
    channel.on('history', (history) => this.#runs.records.takeHistory(history));
    channel.on('repeat', (state) => this.#runs.repeat.take(state));
    channel.on('invokeNow', () => void this.#invoke());
    this.#owned.add(
      listenToPage({
        invoke: () => void this.#invoke(),
        save: () => void this.#testEvents?.save(),
        focused: () => this.#focusEditor(),
        leaving: () => this.#draft.flush(),
      }),
    );
    void this.#ask();
  }

  override disconnectedCallback(): void {
    this.#draft.flush();
    this.#owned.dispose();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const snapshot = this.#snapshot;
    if (!snapshot && this.#failure !== undefined) {
      return html`<p class="loading" role="alert">The panel could not be filled: ${this.#failure}</p>`;
    }
    return html`${snapshot ? this.#runBar(snapshot) : html`<header class="placeholder" aria-hidden="true"></header>`}
      ${this.#notice === undefined ? nothing : html`<div class="notice">${this.#notice}</div>`}
      ${this.#refusal === undefined ? nothing : html`<div class="refusal" role="alert">${this.#refusal}</div>`}
      <lambda-split
        label="Divider between event and answer"
        .ratio=${this.#splitRatio}
        @ratio-changed=${(event: CustomEvent<number>) => {
          this.#splitRatio = event.detail;
          this.#draft.touch();
        }}
      >
        ${this.#eventPane()}
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
          .place=${snapshot ? placeWords(snapshot, this.#intent) : ''}
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
      intent: this.#intent,
      elapsedMs: this.#runs.control.elapsedMs,
      targetChoices: this.#runs.targets.choices,
      elsewhere: elsewhereChips(this.#runs.elsewhere, this.#runs.targets, snapshot.target),
      repeat: repeatSheet(this.#runs.repeat, () => this.requestUpdate()),
      choose: (change) => this.#change(change),
      askTargets: () => void this.#runs.targets.ask(),
      switchTarget: (targetId) => {
        this.#draft.touch();
        this.#draft.flush();
        this.#channel?.send('switchTarget', { targetId });
      },
      invokeOrCancel: () => (this.#runs.control.isRunning ? this.#runs.control.cancel() : void this.#invoke()),
      invokeCold: () => void this.#invoke(true),
      tailLogs: () => this.#runs.actions.tailLogs(),
      redeploy: () => this.#channel?.send('redeploy', undefined),
    });
  }

  #eventPane(): TemplateResult {
    return eventPane({
      intent: this.#intent,
      testEvents: this.#testEvents,
      eventBytes: this.#held.eventBytes,
      check: this.#check,
      isContextOpen: this.#isContextOpen,
      editor: html`<lambda-event-editor
        .label=${'Event, as JSON'}
        .advisor=${this.#templates?.advisor}
        @refused=${(event: CustomEvent<string>) => {
          this.#refusal = event.detail;
          this.requestUpdate();
        }}
        @text-changed=${() => {
          this.#refusal = undefined;
          this.#draft.touch();
        }}
        @check-changed=${() => this.requestUpdate()}
      ></lambda-event-editor>`,
      openTemplates: () => this.#templates?.openPicker(this.renderRoot),
      format: () => this.#editor?.format(),
      openInEditor: () => {
        this.#draft.flush();
        this.#channel?.send('openEventInEditor', undefined);
      },
      goTo: (problem) => this.#editor?.goTo(problem),
      toggleContext: () => {
        this.#isContextOpen = !this.#isContextOpen;
        this.requestUpdate();
      },
      setClientContext: (clientContext) => this.#change({ clientContext }),
    });
  }

  #openTemplates(channel: Channel<InvokeViewMessages, InvokeHostMessages>): EventTemplates {
    const intent = () => this.#intent;
    return new EventTemplates(
      {
        get templateId() {
          return intent().templateId;
        },
        take: (templateId, eventText) => {
          this.#change({ templateId, eventText });
          this.#editor?.replace(eventText);
          this.#editor?.recheck();
          this.#draft.flush();
          this.#editor?.focus();
        },
      },
      (name, argument) => channel.request(name, argument),
    );
  }

  #openTestEvents(channel: Channel<InvokeViewMessages, InvokeHostMessages>): TestEventControl {
    const intent = () => this.#intent;
    return new TestEventControl(
      {
        get intent() {
          return intent();
        },
        flush: () => {
          this.#draft.touch();
          this.#draft.flush();
        },
        take: (event) => {
          this.#change(event);
          this.#editor?.replace(event.eventText);
          this.#draft.flush();
        },
        say: (sentence) => this.#say(sentence),
        changed: () => this.requestUpdate(),
      },
      (name, argument) => channel.request(name, argument),
    );
  }

  protected override firstUpdated(): void {
    this.#editor?.replace(this.#intent.eventText);
    void this.#editor?.updateComplete.then(() => this.#focusEditor());
  }

  /** The workbench focuses the page, not what is in it. */
  #focusEditor(): void {
    if (document.hasFocus() && document.activeElement === document.body) this.#editor?.focus();
  }

  get #editor(): EventEditor | undefined {
    return this.renderRoot?.querySelector<EventEditor>('lambda-event-editor') ?? undefined;
  }

  get #check(): TextCheck {
    return this.#editor?.check ?? { kind: 'pending' };
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
      if (qualifier !== before.intent.qualifier) this.#held.change({ qualifier });
    } else {
      this.#takeIntent(snapshot.intent);
      this.#runs.records.clear();
      this.#runs.repeat.clear();
      this.#runs.elsewhere.clear();
      this.#refusal = undefined;
      this.#editor?.replace(snapshot.intent.eventText);
      this.#keepState();
      void this.#testEvents?.load();
    }
    this.#takeRun(snapshot.run, snapshot.history);
  }

  /** Another event to work on; undo leads back to the one before. */
  #takeEvent(event: Partial<InvokeIntent> & Pick<InvokeIntent, 'eventText'>): void {
    this.#change(event);
    this.#editor?.replace(event.eventText);
  }

  #takeIntent(intent: InvokeIntent): void {
    this.#held.replace(intent);
    this.#isContextOpen = intent.clientContext !== '';
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
    const intent = this.#sendable();
    if (!intent) return;
    this.#runs.repeat.isShown = false;
    this.#runs.records.showNewest();
    this.#refusal = await this.#runs.control.begin(intent, isCold);
    if (this.#refusal === undefined && !isCold) this.#runs.elsewhere.begin(intent);
    this.requestUpdate();
  }

  /** What the panel holds, told to the host; `undefined` where it cannot be sent, which is said. */
  #sendable(): InvokeIntent | undefined {
    this.#readEditor();
    this.#notice = undefined;
    this.#refusal = this.#obstacle();
    this.requestUpdate();
    if (this.#refusal !== undefined) return undefined;
    this.#draft.flush();
    return this.#intent;
  }

  /** Why this cannot be sent; takes the reader to the place where that is so. */
  #obstacle(): string | undefined {
    const obstacle = this.#held.obstacle(this.#snapshot?.configuration?.isTenantIsolated === true);
    if (obstacle?.place === 'clientContext') this.#isContextOpen = true;
    if (obstacle?.place === 'tenantId') this.renderRoot.querySelector<HTMLElement>('.tenant')?.focus();
    if (obstacle?.place !== 'json') return obstacle?.sentence;
    const mistake = this.#editor?.findMistake();
    if (mistake) this.#editor?.goTo(mistake);
    const where = mistake ? `line ${mistake.line}, column ${mistake.column}: ${mistake.message}` : obstacle.sentence;
    return `Not sent, since the event is not JSON. ${where}`;
  }

  #change(change: Partial<InvokeIntent>): void {
    this.#held.change(change);
    this.#refusal = undefined;
    this.#notice = undefined;
    this.#draft.touch();
    this.requestUpdate();
  }

  get #intent(): InvokeIntent {
    return this.#held.intent;
  }

  #readEditor(): void {
    this.#held.change({ eventText: this.#editor?.text ?? this.#intent.eventText });
  }

  #keepDraft(): void {
    this.#readEditor();
    if (this.#snapshot) this.#channel?.send('intentChanged', this.#intent);
    this.#keepState();
    this.requestUpdate();
  }

  #keepState(): void {
    if (this.#snapshot) this.#host?.writeState(stateToKeep(this.#snapshot, this.#intent, this.#splitRatio));
  }

  #say(sentence: string): void {
    this.#spoken = sentence;
    this.requestUpdate();
  }
}

customElements.define('lambda-invoke-panel', InvokePanel);
