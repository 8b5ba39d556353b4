/** The event's half of the invoke panel: what is edited, where it comes from, and whether it can be sent. */

import { html, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Channel } from '../../protocol/channel.ts';
import type { InvokeHostMessages, InvokeViewMessages } from '../../protocol/invokeChannel.ts';
import type { InvokeIntent } from '../../protocol/invokePanel.ts';
import type { TestEvents } from '../../protocol/testEvents.ts';
import { DraftKeeper } from './draftKeeper.ts';
import type { EventEditor, TextCheck } from './eventEditor.ts';
import { eventPane } from './eventPane.ts';
import { EventTemplates } from './eventTemplates.ts';
import { IntentDraft } from './intentDraft.ts';
import { TestEventControl } from './testEventControl.ts';

type HostChannel = Channel<InvokeViewMessages, InvokeHostMessages>;

const draftDelayMs = 200;

/** What this half needs of its panel. */
export interface EventHalfHolder {
  /** Where the panel is drawn. */
  root(): (ParentNode & Node) | undefined;
  /** Whether an invocation must say for which tenant it is. */
  isTenantIsolated(): boolean;
  /** The host is to know it, and the editor to find it again. */
  keep(intent: InvokeIntent): void;
  /** Speaks to a screen reader. */
  say(sentence: string): void;
  changed(): void;
}

export class EventHalf implements Disposable {
  readonly #holder: EventHalfHolder;
  readonly #draft = new DraftKeeper(systemClock, draftDelayMs, () => this.#keep());
  readonly #held = new IntentDraft();
  #channel: HostChannel | undefined;
  #testEvents: TestEventControl | undefined;
  #templates: EventTemplates | undefined;
  #isContextOpen = false;
  /** Why the last press of the button led to nothing. */
  refusal: string | undefined;
  /** What the last switch of the target did with the event. */
  notice: string | undefined;

  constructor(holder: EventHalfHolder) {
    this.#holder = holder;
  }

  /** From now on the host is asked. */
  connect(channel: HostChannel): void {
    this.#channel = channel;
    this.#testEvents = this.#openTestEvents(channel);
    this.#templates = this.#openTemplates(channel);
    channel.on('testEventsChanged', (events: TestEvents) => void this.#testEvents?.take(events));
    channel.on('replaceEvent', (event) => this.takeEvent(event));
  }

  /** As far as it was last read from the editor. */
  get intent(): InvokeIntent {
    return this.#held.intent;
  }

  /** Something that is kept has changed; it is told soon. */
  touch(): void {
    this.#draft.touch();
  }

  /** Tells at once what was touched. */
  flush(): void {
    this.#draft.flush();
  }

  dispose(): void {
    this.#draft.dispose();
  }

  save(): void {
    void this.#testEvents?.save();
  }

  focus(): void {
    this.#editor?.focus();
  }

  /** The editor is drawn for the first time. */
  fill(): void {
    this.#editor?.replace(this.intent.eventText);
    void this.#editor?.updateComplete.then(() => this.focusIfFree());
  }

  /** The workbench focuses the page, not what is in it. */
  focusIfFree(): void {
    if (document.hasFocus() && document.activeElement === document.body) this.focus();
  }

  change(change: Partial<InvokeIntent>): void {
    this.#held.change(change);
    this.refusal = undefined;
    this.notice = undefined;
    this.#draft.touch();
    this.#holder.changed();
  }

  /** Another event to work on; undo leads back to the one before. */
  takeEvent(event: Partial<InvokeIntent> & Pick<InvokeIntent, 'eventText'>): void {
    const { testEventName = '' } = this.intent;
    // What was typed a moment ago belongs to the event that goes.
    this.#draft.flush();
    this.change(event);
    this.#editor?.replace(event.eventText);
    if ((this.intent.testEventName ?? '') !== testEventName) void this.#testEvents?.adopt();
  }

  /** What was kept of this function by the editor itself; the host's word comes later. */
  recall(intent: InvokeIntent): void {
    this.#held.replace(intent);
    this.#isContextOpen = intent.clientContext !== '';
  }

  /** Another function's, or another target's, draft. */
  begin(intent: InvokeIntent): void {
    this.recall(intent);
    this.refusal = undefined;
    this.#editor?.replace(intent.eventText);
    void this.#testEvents?.load();
  }

  /** A qualifier may be chosen on either side. */
  takeQualifier(qualifier: string): void {
    this.#held.change({ qualifier });
  }

  /** What the panel holds, told to the host; `undefined` where it cannot be sent, which is said. */
  sendable(): InvokeIntent | undefined {
    this.#readEditor();
    this.notice = undefined;
    this.refusal = this.#obstacle();
    this.#holder.changed();
    if (this.refusal !== undefined) return undefined;
    this.#draft.flush();
    return this.intent;
  }

  render(): TemplateResult {
    return eventPane({
      intent: this.intent,
      testEvents: this.#testEvents,
      eventBytes: this.#held.eventBytes,
      check: this.#check,
      isContextOpen: this.#isContextOpen,
      editor: html`<lambda-event-editor
        .label=${'Event, as JSON'}
        .advisor=${this.#templates?.advisor}
        @refused=${(event: CustomEvent<string>) => {
          this.refusal = event.detail;
          this.#holder.changed();
        }}
        @text-changed=${() => {
          this.refusal = undefined;
          this.#draft.touch();
        }}
        @check-changed=${() => this.#holder.changed()}
      ></lambda-event-editor>`,
      openTemplates: () => {
        const root = this.#holder.root();
        if (root) void this.#templates?.openPicker(root);
      },
      format: () => this.#editor?.format(),
      openInEditor: () => {
        this.#draft.flush();
        this.#channel?.send('openEventInEditor', undefined);
      },
      goTo: (problem) => this.#editor?.goTo(problem),
      toggleContext: () => {
        this.#isContextOpen = !this.#isContextOpen;
        this.#holder.changed();
      },
      setClientContext: (clientContext) => this.change({ clientContext }),
    });
  }

  #openTemplates(channel: HostChannel): EventTemplates {
    const intent = () => this.intent;
    return new EventTemplates(
      {
        get templateId() {
          return intent().templateId;
        },
        take: (templateId, eventText) => {
          this.change({ templateId, eventText });
          this.#editor?.replace(eventText);
          this.#editor?.recheck();
          this.#draft.flush();
          this.#editor?.focus();
        },
      },
      (name, argument) => channel.request(name, argument),
    );
  }

  #openTestEvents(channel: HostChannel): TestEventControl {
    const intent = () => this.intent;
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
          this.change(event);
          this.#editor?.replace(event.eventText);
          this.#draft.flush();
        },
        say: (sentence) => this.#holder.say(sentence),
        changed: () => this.#holder.changed(),
      },
      (name, argument) => channel.request(name, argument),
    );
  }

  get #editor(): EventEditor | undefined {
    return this.#holder.root()?.querySelector<EventEditor>('lambda-event-editor') ?? undefined;
  }

  get #check(): TextCheck {
    return this.#editor?.check ?? { kind: 'pending' };
  }

  /** Why this cannot be sent; takes the reader to the place where that is so. */
  #obstacle(): string | undefined {
    const obstacle = this.#held.obstacle(this.#holder.isTenantIsolated());
    if (obstacle?.place === 'clientContext') this.#isContextOpen = true;
    if (obstacle?.place === 'tenantId') this.#holder.root()?.querySelector<HTMLElement>('.tenant')?.focus();
    if (obstacle?.place !== 'json') return obstacle?.sentence;
    const mistake = this.#editor?.findMistake();
    if (mistake) this.#editor?.goTo(mistake);
    const where = mistake ? `line ${mistake.line}, column ${mistake.column}: ${mistake.message}` : obstacle.sentence;
    return `Not sent, since the event is not JSON. ${where}`;
  }

  #readEditor(): void {
    this.#held.change({ eventText: this.#editor?.text ?? this.intent.eventText });
  }

  #keep(): void {
    this.#readEditor();
    this.#holder.keep(this.intent);
  }
}
