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
import type { EventEditor, TextCheck } from './eventEditor.ts';
import { eventPane } from './eventPane.ts';
import { EventTemplates } from './eventTemplates.ts';
import { IntentDraft } from './intentDraft.ts';
import { invokePanelStyles } from './invokePanelStyles.ts';
import { listenToPage } from './pageKeys.ts';
import type { ResultActions, ResultPane } from './resultPane.ts';
import { runBar } from './runBar.ts';
import { RunControl } from './runControl.ts';
import { RunRecords } from './runRecords.ts';
import { runWords } from './runWords.ts';
import type { TargetChoices } from './targetMenu.ts';
import { TestEventControl } from './testEventControl.ts';

const draftDelayMs = 200;
/** Larger drafts are left to the host alone: the editor writes this state out at every change. */
const largestKeptText = 256 * 1024;

export class InvokePanel extends LitElement {
  static override styles = invokePanelStyles;

  readonly #owned = new DisposableStore();
  readonly #draft = this.#owned.add(new DraftKeeper(systemClock, draftDelayMs, () => this.#keepDraft()));
  readonly #control = this.#owned.add(
    new RunControl({
      clock: systemClock,
      send: (intent) => this.#channel?.request('invoke', intent) ?? Promise.resolve(),
      cancel: () => this.#channel?.send('cancel', undefined),
      ticked: () => this.requestUpdate(),
    }),
  );
  readonly #records = new RunRecords(
    {
      take: (intent) => {
        this.#change(intent);
        this.#editor?.replace(intent.eventText);
      },
      invoke: () => void this.#invoke(),
      say: (sentence) => this.#say(sentence),
      changed: () => this.requestUpdate(),
    },
    (name, argument) =>
      this.#channel?.request(name, argument) ?? Promise.reject(new Error('The panel is not open yet')),
  );
  readonly #held = new IntentDraft();
  #host: ViewHost<InvokePanelState> | undefined;
  #channel: Channel<InvokeViewMessages, InvokeHostMessages> | undefined;
  #snapshot: InvokeSnapshot | undefined;
  #targetChoices: TargetChoices = 'asking';
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

  readonly #actions: ResultActions = {
    openFrame: (frame) => this.#channel?.send('openFrame', frame),
    tailLogs: () => this.#channel?.send('tailLogs', undefined),
    copy: (text) => {
      this.#channel?.send('copy', { text });
      this.#say('Copied');
    },
    showNewest: () => this.#records.showNewest(),
    save: (answer) => {
      this.#channel?.request('saveAnswer', answer).then(
        ({ isSaved }) => isSaved && this.#say('Saved'),
        (error: unknown) => this.#say(`Not saved: ${messageOf(error)}`),
      );
    },
    runRefusalAction: (command) => this.#channel?.send('refusalAction', { command }),
  };

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
    channel.on('replaceEvent', (event) => {
      const { eventText } = event;
      this.#change(event);
      this.#editor?.replace(eventText);
    });
    channel.on('targetSwitched', ({ sentence }) => {
      this.#notice = sentence;
      this.#say(sentence);
    });
    channel.on('history', (history) => {
      this.#records.takeHistory(history);
      this.requestUpdate();
    });
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
        <lambda-result-pane
          slot="end"
          role="region"
          aria-label="Answer"
          .result=${this.#records.shownResult}
          .earlier=${this.#records.earlier}
          .isRunning=${this.#control.isRunning}
          .streamed=${this.#control.streamed}
          .place=${snapshot ? placeWords(snapshot, this.#intent) : ''}
          .actions=${this.#actions}
        ></lambda-result-pane>
      </lambda-split>
      <lambda-run-history
        @compare=${() => void this.renderRoot.querySelector<ResultPane>('lambda-result-pane')?.showComparison()}
        .records=${this.#records} .runs=${this.#records.history} .shown=${this.#records.shownRunId} .kept=${this.#records.kept} .note=${this.#records.note}></lambda-run-history>
      <div class="unseen" role="status" aria-live="polite">${this.#spoken}</div>`;
  }

  #runBar(snapshot: InvokeSnapshot): TemplateResult {
    return runBar({
      snapshot,
      intent: this.#intent,
      elapsedMs: this.#control.elapsedMs,
      targetChoices: this.#targetChoices,
      choose: (change) => this.#change(change),
      askTargets: () => void this.#askTargets(),
      switchTarget: (targetId) => {
        this.#draft.touch();
        this.#draft.flush();
        this.#channel?.send('switchTarget', { targetId });
      },
      invokeOrCancel: () => (this.#control.isRunning ? this.#control.cancel() : void this.#invoke()),
      tailLogs: () => this.#actions.tailLogs(),
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

  async #askTargets(): Promise<void> {
    this.#targetChoices = 'asking';
    this.requestUpdate();
    try {
      this.#targetChoices = (await this.#channel?.request('targetChoices', undefined)) ?? 'asking';
    } catch (error) {
      this.#targetChoices = { failure: messageOf(error) };
    }
    this.requestUpdate();
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
      this.#records.clear();
      this.#refusal = undefined;
      this.#editor?.replace(snapshot.intent.eventText);
      this.#keepState();
      void this.#testEvents?.load();
    }
    this.#takeRun(snapshot.run, snapshot.history);
  }

  #takeIntent(intent: InvokeIntent): void {
    this.#held.replace(intent);
    this.#isContextOpen = intent.clientContext !== '';
  }

  #takeRun(run: RunState, history: readonly HistoryEntry[]): void {
    const hasEnded = this.#control.take(run);
    this.#records.take(run, history);
    if (run.state === 'finished') {
      const { headline, explanation } = runWords(run.result);
      if (hasEnded) this.#say(explanation === undefined ? headline : `${headline}. ${explanation}`);
    }
    this.requestUpdate();
  }

  async #invoke(): Promise<void> {
    if (this.#control.isBusy || !this.#channel) return;
    this.#readEditor();
    this.#notice = undefined;
    this.#refusal = this.#obstacle();
    this.requestUpdate();
    if (this.#refusal !== undefined) return;
    this.#draft.flush();
    this.#records.showNewest();
    this.#refusal = await this.#control.begin(this.#intent);
    if (this.#refusal !== undefined) this.requestUpdate();
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
    if (!this.#snapshot || !this.#host) return;
    const isSmall = this.#intent.eventText.length <= largestKeptText;
    this.#host.writeState({
      function: this.#snapshot.function,
      splitRatio: this.#splitRatio,
      ...(isSmall ? { intent: this.#intent } : {}),
    });
  }

  #say(sentence: string): void {
    this.#spoken = sentence;
    this.requestUpdate();
  }
}

function isSameFunction(a: InvokeSnapshot, b: InvokeSnapshot): boolean {
  return a.function.functionName === b.function.functionName && a.function.targetId === b.function.targetId;
}

function placeWords(snapshot: InvokeSnapshot, intent: InvokeIntent): string {
  const { target } = snapshot;
  const place = [target.label, target.accountId, target.label.includes(target.region) ? undefined : target.region];
  return `The event goes to ${snapshot.function.functionName} (${intent.qualifier}) on ${place.filter((part) => part !== undefined).join(' · ')}.`;
}

customElements.define('lambda-invoke-panel', InvokePanel);
