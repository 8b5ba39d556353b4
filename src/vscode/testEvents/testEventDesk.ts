/** One panel's test events: answers what its view asks about them, and tells it when a file of theirs changed. */

import { env, RelativePattern, Uri, window, workspace } from 'vscode';
import type { Drafts } from '../../app/drafts.ts';
import { readExpectedAnswer, writeExpectedAnswer } from '../../app/expectedAnswers.ts';
import type { Target } from '../../app/target.ts';
import { ShareableTestEvents } from '../../app/testEvents/shareableTestEvents.ts';
import { TestEventFolder, testEventsPath } from '../../app/testEvents/testEventFolder.ts';
import { testEventNameProblem } from '../../app/testEvents/testEventName.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { HumanError, messageOf } from '../../base/humanError.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle.ts';
import { parseFunctionReference } from '../../lambda/names.ts';
import type { ExpectedAnswerRequests } from '../../protocol/answerActions.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { FunctionKey, InvokeIntent } from '../../protocol/invokePanel.ts';
import type { TestEventRequests, TestEvents } from '../../protocol/testEvents.ts';
import type { Accounts } from '../accounts.ts';
import { confirmIfProtected } from '../confirm.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { askName, askWhichToImport, confirmed, freeName } from './questions.ts';

export interface TestEventDeskOptions {
  readonly key: FunctionKey;
  readonly target: Target;
  /** Folders that may hold test events, the one that the function is linked to first. */
  readonly roots: () => Promise<readonly string[]>;
  readonly drafts: Drafts;
  readonly accounts: Accounts;
  readonly notify: Notify;
  readonly clock: Clock;
}

/** What a panel begins with that was never used. */
export type FirstEvent = Pick<InvokeIntent, 'eventText' | 'testEventName' | 'templateId'>;

/** An editor that saves touches a file more than once. */
const settleMs = 100;

export class TestEventDesk implements Disposable {
  readonly #options: TestEventDeskOptions;
  readonly #owned = new DisposableStore();
  readonly #closing = new AbortController();
  readonly #changed = this.#owned.add(new Emitter<TestEvents>());
  readonly #settling = this.#owned.add(new MutableDisposable<Disposable>());
  readonly #watchers = this.#owned.add(new MutableDisposable<Disposable>());
  #folder: TestEventFolder | undefined;
  /** Until it has settled, drafts of events are not what they will be. */
  #leaving: Promise<void> = Promise.resolve();

  readonly onDidChange: Event<TestEvents> = this.#changed.event;

  readonly requests: HandlersFor<TestEventRequests> = {
    testEvents: () => this.#list(),
    readTestEvent: ({ name }) => this.#read(name),
    saveTestEvent: (request) => this.#save(request),
    renameTestEvent: ({ name }) => this.#rename(name),
    duplicateTestEvent: ({ name }) => this.#duplicate(name),
    deleteTestEvent: ({ name }) => this.#delete(name),
    setDefaultTestEvent: async ({ name }) => {
      await (await this.#demandFolder()).setDefault(name ?? undefined);
      await this.#tell();
      return undefined;
    },
    openTestEvent: async ({ name }) => {
      await window.showTextDocument(Uri.file((await this.#demandFolder()).fileOf(name)));
      return undefined;
    },
    importTestEvents: () => this.#import(),
    exportTestEvent: ({ name }) => this.#export(name),
    eventFromClipboard: async () => ({ eventText: eventIn(await env.clipboard.readText()) }),
  };

  readonly expectedAnswers: HandlersFor<ExpectedAnswerRequests> = {
    expectedAnswer: async ({ name }) => {
      const folder = await this.#find();
      return { text: (folder && (await readExpectedAnswer(folder, name))) ?? null };
    },
    saveExpectedAnswer: async ({ name, text }) => {
      await writeExpectedAnswer(await this.#demandFolder(), name, text);
      return undefined;
    },
  };

  constructor(options: TestEventDeskOptions) {
    this.#options = options;
  }

  /** The default test event; `undefined` where the workspace has none. */
  async first(): Promise<FirstEvent | undefined> {
    const folder = await this.#find();
    const { events, defaultName } = (await folder?.list()) ?? {};
    const summary = events?.find(({ name }) => name === defaultName);
    if (!folder || !summary) return undefined;
    const { name, templateId } = summary;
    return {
      testEventName: name,
      eventText: await folder.read(name),
      ...(templateId === undefined ? {} : { templateId }),
    };
  }

  /** The panel goes on with another event: what this one said that is in no file is kept. */
  leave(intent: InvokeIntent): Promise<void> {
    this.#leaving = this.#leaving.catch(() => {}).then(() => this.#leave(intent));
    return this.#leaving;
  }

  dispose(): void {
    this.#closing.abort();
    this.#owned.dispose();
  }

  async #leave({ testEventName = '', eventText }: InvokeIntent): Promise<void> {
    const { drafts, key } = this.#options;
    const folder = testEventName === '' ? undefined : await this.#find();
    const saved = await folder?.read(testEventName).catch(() => undefined);
    if (saved === eventText) await drafts.forgetEvent(key, testEventName);
    else await drafts.writeEvent(key, testEventName, eventText);
  }

  async #list(): Promise<TestEvents> {
    const folder = await this.#find();
    const { events, defaultName } = (await folder?.list()) ?? { events: [], defaultName: undefined };
    return {
      events,
      defaultName,
      folder: folder && `${testEventsPath}/${this.#functionName}`,
      canShare: !this.#options.target.runsHere,
    };
  }

  async #read(name: string): Promise<{ readonly eventText: string; readonly draftText?: string }> {
    const { drafts, key } = this.#options;
    await this.#leaving.catch(() => {});
    const draftText = drafts.readEvent(key, name);
    // Without a name: what was being edited beside the test events.
    if (name === '') return { eventText: draftText ?? '{}' };
    const eventText = await (await this.#demandFolder()).read(name);
    return { eventText, ...(draftText === undefined || draftText === eventText ? {} : { draftText }) };
  }

  async #save(request: TestEventRequests['saveTestEvent']['argument']): Promise<{ readonly name: string } | null> {
    const { key, drafts } = this.#options;
    const folder = await this.#demandFolder();
    const taken = await this.#names(folder);
    const name =
      request.name ?? (await askName(`Save Test Event of ${key.functionName}`, freeName('event', taken), taken));
    if (name === undefined) return null;
    await folder.write(name, request.eventText, { isNew: request.name === undefined });
    if (request.templateId !== undefined) await folder.setTemplate(name, request.templateId || undefined);
    await drafts.forgetEvent(key, name);
    await this.#tell();
    return { name };
  }

  async #rename(name: string): Promise<{ readonly name: string } | null> {
    const { key, drafts } = this.#options;
    const folder = await this.#demandFolder();
    const others = (await this.#names(folder)).filter((other) => other !== name);
    const newName = await askName(`Rename Test Event ${name}`, name, others);
    if (newName === undefined) return null;
    await folder.rename(name, newName);
    const draftText = drafts.readEvent(key, name);
    if (draftText !== undefined) await drafts.writeEvent(key, newName, draftText);
    if (newName !== name) await drafts.forgetEvent(key, name);
    await this.#tell();
    return { name: newName };
  }

  async #duplicate(name: string): Promise<{ readonly name: string } | null> {
    const folder = await this.#demandFolder();
    const taken = await this.#names(folder);
    const newName = await askName(`Duplicate Test Event ${name}`, freeName(name, taken), taken);
    if (newName === undefined) return null;
    await folder.duplicate(name, newName);
    await this.#tell();
    return { name: newName };
  }

  async #delete(name: string): Promise<{ readonly name: string } | null> {
    const { key, drafts } = this.#options;
    const folder = await this.#demandFolder();
    const file = folder.fileOf(name);
    if (!(await confirmed(`Delete the test event ${name}?`, file, 'Move to Trash'))) return null;
    await workspace.fs.delete(Uri.file(file), { useTrash: true });
    await folder.forget(name);
    await drafts.forgetEvent(key, name);
    await this.#tell();
    return { name };
  }

  async #import(): Promise<{ readonly names: readonly string[] } | null> {
    const { target, notify } = this.#options;
    const folder = await this.#demandFolder();
    const found = await this.#shareable.list(this.#closing.signal);
    const usable = found.filter(({ name }) => testEventNameProblem(name) === undefined);
    if (usable.length === 0) {
      const unusable = found.length === 0 ? '' : ` that a file can have the name of (there are ${found.length})`;
      throw new HumanError(
        `${this.#functionName} has no shareable test events on ${target.label}${unusable}. The Lambda console makes them, and so does "Share" here.`,
      );
    }
    const chosen = await askWhichToImport(target.label, usable, await this.#names(folder));
    if (!chosen?.length) return null;
    for (const { name, value } of chosen) await folder.write(name, JSON.stringify(value, null, 2), { isNew: false });
    await this.#tell();
    const leftOut = found.length - usable.length;
    const note = leftOut === 0 ? '' : ` ${leftOut} could not be offered: a file cannot have their names.`;
    notify.info(
      `Imported ${chosen.length} test ${chosen.length === 1 ? 'event' : 'events'} from ${target.label}.${note}`,
    );
    return { names: chosen.map(({ name }) => name) };
  }

  async #export(name: string): Promise<{ readonly name: string } | null> {
    const { target, accounts, notify } = this.#options;
    const value: unknown = JSON.parse(eventIn(await (await this.#demandFolder()).read(name)));
    const change = {
      verb: 'Share',
      functionName: this.#functionName,
      effect: `The test event ${name} will be shared with everyone in the account.`,
    };
    if (!(await confirmIfProtected(target, accounts, change))) return null;
    const { signal } = this.#closing;
    const present = (await this.#shareable.list(signal)).find((event) => event.name === name);
    if (
      present !== undefined &&
      JSON.stringify(present.value) !== JSON.stringify(value) &&
      !(await confirmed(
        `Replace the shareable test event ${name} on ${target.label}?`,
        'Everyone in the account who uses it gets this one instead.',
        'Replace',
      ))
    ) {
      return null;
    }
    await this.#shareable.put({ name, value }, signal);
    notify.info(`${name} is a shareable test event of ${this.#functionName} on ${target.label} now.`);
    return { name };
  }

  /** As the folder is named. A key may come from a link: what is no name leads to no folder. */
  get #functionName(): string {
    const { functionName } = this.#options.key;
    const name = parseFunctionReference(functionName)?.name;
    if (name !== undefined) return name;
    throw new HumanError(`This is not the name of a function: ${functionName}`);
  }

  get #shareable(): ShareableTestEvents {
    return new ShareableTestEvents(this.#options.target, this.#functionName);
  }

  async #names(folder: TestEventFolder): Promise<readonly string[]> {
    return (await folder.list()).events.map(({ name }) => name);
  }

  async #demandFolder(): Promise<TestEventFolder> {
    const folder = await this.#find();
    if (folder) return folder;
    throw messages.noFolderForEvents();
  }

  /** Stays with the folder that was found first: a panel's events do not move while it is open. */
  async #find(): Promise<TestEventFolder | undefined> {
    if (this.#folder) return this.#folder;
    const folders = (await this.#options.roots()).map((root) => ({
      root,
      folder: new TestEventFolder(root, this.#functionName),
    }));
    const lists = await Promise.all(folders.map(({ folder }) => folder.list()));
    const chosen = folders[lists.findIndex(({ events }) => events.length > 0)] ?? folders[0];
    if (!chosen || this.#closing.signal.aborted) return undefined;
    this.#folder = chosen.folder;
    this.#watch(chosen.root);
    return chosen.folder;
  }

  #watch(root: string): void {
    const watcher = workspace.createFileSystemWatcher(
      new RelativePattern(root, `${testEventsPath}/${this.#functionName}/*.json`),
    );
    const owned = new DisposableStore();
    owned.add(watcher);
    const touched = () => {
      this.#settling.value = this.#options.clock.after(settleMs, () => {
        this.#tell().catch((error: unknown) => this.#options.notify.error(error));
      });
    };
    owned.add(watcher.onDidChange(touched));
    owned.add(watcher.onDidCreate(touched));
    owned.add(watcher.onDidDelete(touched));
    this.#watchers.value = owned;
  }

  async #tell(): Promise<void> {
    const events = await this.#list();
    if (!this.#closing.signal.aborted) this.#changed.fire(events);
  }
}

/** The text, when it is JSON; a sentence that says why not, otherwise. */
function eventIn(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new HumanError('The clipboard is empty. Copy an event in JSON first.');
  try {
    JSON.parse(trimmed);
    return trimmed;
  } catch (error) {
    throw new HumanError(`This is not an event in JSON: ${messageOf(error)}`, { cause: error });
  }
}
