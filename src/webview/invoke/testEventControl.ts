/** The test events of this panel: which one is edited, whether it is as its file says, and what is done with them. */

import { messageOf } from '../../base/humanError.ts';
import type { InvokeIntent } from '../../protocol/invokePanel.ts';
import type { TestEventRequests, TestEvents } from '../../protocol/testEvents.ts';

/** What the control needs of its panel. */
export interface TestEventHolder {
  /** As it was last told to the host, unless `flush` was called just now. */
  readonly intent: InvokeIntent;
  /** Takes the editor's text into the intent, and tells the host. */
  flush(): void;
  /** Goes on with another event: editor, intent and host. */
  take(event: { readonly eventText: string; readonly testEventName: string; readonly templateId: string }): void;
  /** Speaks to a screen reader. */
  say(sentence: string): void;
  changed(): void;
}

/** Asks the host. */
export type AskTestEvents = <Name extends keyof TestEventRequests>(
  name: Name,
  argument: TestEventRequests[Name]['argument'],
) => Promise<TestEventRequests[Name]['result']>;

/** The file differs from what is edited here, and not because of what was typed. */
export type FileNews = { readonly kind: 'changed'; readonly eventText: string } | { readonly kind: 'gone' };

export class TestEventControl {
  readonly #holder: TestEventHolder;
  readonly #ask: AskTestEvents;
  /** What the file of the edited event says; `undefined` for an event without one. */
  #savedText: string | undefined;
  list: TestEvents | undefined;
  news: FileNews | undefined;
  /** Why the last act led to nothing. */
  failure: string | undefined;

  constructor(holder: TestEventHolder, ask: AskTestEvents) {
    this.#holder = holder;
    this.#ask = ask;
  }

  /** Of the edited event; empty for one that is in no file. */
  get name(): string {
    return this.#holder.intent.testEventName ?? '';
  }

  get isModified(): boolean {
    return this.#savedText !== undefined && this.#holder.intent.eventText.trimEnd() !== this.#savedText;
  }

  get isDefault(): boolean {
    return this.name !== '' && this.list?.defaultName === this.name;
  }

  /** Reads the list and the edited event's file. */
  async load(): Promise<void> {
    await this.#try(async () => {
      this.list = await this.#ask('testEvents', undefined);
      await this.#compare();
    });
  }

  /** The host says that files changed. */
  async take(list: TestEvents): Promise<void> {
    this.list = list;
    this.#holder.changed();
    await this.#try(() => this.#compare());
  }

  /** Another event was put in the editor, perhaps one of another file, or of none. */
  async adopt(): Promise<void> {
    this.#savedText = undefined;
    this.news = undefined;
    await this.#try(() => this.#compare());
  }

  /** An empty name goes back to what was typed beside all test events. */
  async choose(name: string): Promise<void> {
    if (name === this.name) return;
    await this.#try(async () => {
      this.#holder.flush();
      await this.#open(name);
      this.#holder.say(name === '' ? 'Unsaved event' : `Test event ${name}`);
    });
  }

  /** Into its file; asks for a name where it has none. */
  async save(): Promise<void> {
    await this.#save(this.name);
  }

  async saveAs(): Promise<void> {
    await this.#save('');
  }

  /** What the file says replaces what was typed. Undo brings it back. */
  async revert(): Promise<void> {
    await this.#try(() => this.#readFile());
  }

  /** Keeps what is typed, whatever became of the file. */
  keepMine(): void {
    if (this.news?.kind === 'changed') this.#savedText = this.news.eventText;
    else this.#holder.take({ ...this.#event(this.#holder.intent.eventText), testEventName: '' });
    this.news = undefined;
    this.#holder.changed();
  }

  async rename(): Promise<void> {
    await this.#try(async () => {
      const renamed = await this.#ask('renameTestEvent', { name: this.name });
      if (renamed) this.#holder.take({ ...this.#event(this.#holder.intent.eventText), testEventName: renamed.name });
    });
  }

  async duplicate(): Promise<void> {
    await this.#try(async () => {
      const made = await this.#ask('duplicateTestEvent', { name: this.name });
      if (!made) return;
      this.#holder.flush();
      await this.#open(made.name);
    });
  }

  /** The text stays in the editor, as an event without a file. */
  async remove(): Promise<void> {
    await this.#try(async () => {
      const { name } = this;
      this.#holder.flush();
      const gone = await this.#ask('deleteTestEvent', { name });
      if (!gone) return;
      this.#savedText = undefined;
      this.news = undefined;
      this.#holder.take({ ...this.#event(this.#holder.intent.eventText), testEventName: '' });
      this.#holder.say(`Test event ${name} was moved to the trash`);
    });
  }

  async toggleDefault(): Promise<void> {
    await this.#try(() => this.#ask('setDefaultTestEvent', { name: this.isDefault ? null : this.name }));
  }

  async openFile(): Promise<void> {
    await this.#try(() => this.#ask('openTestEvent', { name: this.name }));
  }

  /** Replaces the text that is edited; undo brings it back. */
  async fromClipboard(): Promise<void> {
    await this.#try(async () => {
      const { eventText } = await this.#ask('eventFromClipboard', undefined);
      this.#holder.take(this.#event(eventText));
      this.#holder.say('The event was taken from the clipboard');
    });
  }

  async importShared(): Promise<void> {
    await this.#try(async () => {
      const imported = await this.#ask('importTestEvents', undefined);
      const [first] = imported?.names ?? [];
      if (first !== undefined && this.name === '') await this.choose(first);
    });
  }

  async share(): Promise<void> {
    await this.#try(async () => {
      if (this.isModified) await this.save();
      await this.#ask('exportTestEvent', { name: this.name });
    });
  }

  async #save(name: string): Promise<void> {
    await this.#try(async () => {
      this.#holder.flush();
      const { eventText, templateId } = this.#holder.intent;
      const saved = await this.#ask('saveTestEvent', {
        ...(name === '' ? {} : { name }),
        eventText,
        ...(templateId === undefined ? {} : { templateId }),
      });
      if (!saved) return;
      this.#savedText = eventText.trimEnd();
      this.news = undefined;
      if (saved.name !== this.name) this.#holder.take({ ...this.#event(eventText), testEventName: saved.name });
      this.#holder.say(`Saved as ${saved.name}`);
    });
  }

  async #open(name: string): Promise<void> {
    const { eventText, draftText } = await this.#ask('readTestEvent', { name });
    const templateId = this.list?.events.find((event) => event.name === name)?.templateId ?? '';
    this.#savedText = name === '' ? undefined : eventText;
    this.news = undefined;
    this.#holder.take({ eventText: draftText ?? eventText, testEventName: name, templateId });
  }

  async #readFile(): Promise<void> {
    const { eventText } = await this.#ask('readTestEvent', { name: this.name });
    this.#savedText = eventText;
    this.news = undefined;
    this.#holder.take(this.#event(eventText));
  }

  /** What is edited follows its file, unless something was typed that would be lost. */
  async #compare(): Promise<void> {
    const { name } = this;
    if (name === '' || this.list?.folder === undefined) return;
    if (!this.list.events.some((event) => event.name === name)) {
      this.news = { kind: 'gone' };
      return;
    }
    this.#holder.flush();
    const wasModified = this.isModified;
    const isFirstLook = this.#savedText === undefined;
    const { eventText } = await this.#ask('readTestEvent', { name });
    if (name !== this.name) return;
    if (eventText === this.#savedText) {
      this.news = undefined;
      return;
    }
    if (isFirstLook || eventText === this.#holder.intent.eventText.trimEnd()) {
      this.#savedText = eventText;
      this.news = undefined;
    } else if (wasModified) {
      this.news = { kind: 'changed', eventText };
    } else {
      this.#savedText = eventText;
      this.#holder.take(this.#event(eventText));
    }
  }

  #event(eventText: string) {
    const { templateId = '' } = this.#holder.intent;
    return { eventText, testEventName: this.name, templateId };
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    this.failure = undefined;
    try {
      await work();
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.#holder.changed();
  }
}
