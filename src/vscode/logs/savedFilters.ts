/** Filters that a person gave a name, kept with the workspace. */

import { window } from 'vscode';
import type { KeyValueStore } from '../../app/drafts.ts';
import { Emitter } from '../../base/event.ts';
import { asObject, asText } from '../../base/json.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { SavedFilter } from '../../protocol/logPanel.ts';
import { messages } from '../messages.ts';

const storeKey = 'logFilters';

export class SavedFilters implements Disposable {
  readonly #store: KeyValueStore;
  readonly #changed = new Emitter<readonly SavedFilter[]>();

  readonly onDidChange = this.#changed.event;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /** In order of name. */
  list(): readonly SavedFilter[] {
    const stored = this.#store.get(storeKey);
    return (Array.isArray(stored) ? stored : []).flatMap((entry) => {
      const [name, text] = [asText(asObject(entry)?.['name']), asText(asObject(entry)?.['text'])];
      return name === undefined || text === undefined ? [] : [{ name, text }];
    });
  }

  /** Asks for the name; one that is taken is overwritten if that is meant. */
  async save(text: string): Promise<void> {
    const name = await this.#askName('Save Log Filter', text, this.#nameOf(text));
    if (name === undefined || !(await this.#mayOverwrite(name, text))) return;
    await this.#write([...this.#without(name), { name, text }]);
  }

  /** Gives a filter another name; the name of another filter is taken over if that is meant. */
  async rename(filter: SavedFilter): Promise<void> {
    const name = await this.#askName('Rename Log Filter', filter.text, filter.name);
    if (name === undefined || name === filter.name || !(await this.#mayOverwrite(name, filter.text))) return;
    const others = this.#without(name).filter((other) => other.name !== filter.name);
    await this.#write([...others, { name, text: filter.text }]);
  }

  async remove(name: string): Promise<void> {
    await this.#write(this.#without(name));
  }

  /** Asks which; undefined for none. Throws a `HumanError` where none is saved. */
  async choose(title: string): Promise<SavedFilter | undefined> {
    const items = this.list().map((filter) => ({ label: filter.name, description: filter.text, filter }));
    if (items.length === 0) throw messages.noSavedFilter();
    const options = { title, placeHolder: 'Saved log filter', matchOnDescription: true };
    return (await window.showQuickPick(items, options))?.filter;
  }

  /** Asks which, and what is done with it; resolves to the filter that is to be applied, if that was it. */
  async manage(): Promise<SavedFilter | undefined> {
    const filter = await this.choose('Saved Log Filters');
    if (!filter) return undefined;
    const actions = ['Apply', 'Rename…', 'Remove'] as const;
    const action = await window.showQuickPick(actions, { title: filter.name, placeHolder: filter.text });
    if (action === 'Rename…') await this.rename(filter);
    if (action === 'Remove') await this.remove(filter.name);
    return action === 'Apply' ? filter : undefined;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #askName(title: string, prompt: string, value: string): Promise<string | undefined> {
    const name = await window.showInputBox({ title, prompt, value, placeHolder: 'Name of the filter' });
    return name === undefined || name.trim() === '' ? undefined : name.trim();
  }

  async #mayOverwrite(name: string, text: string): Promise<boolean> {
    const taken = this.list().find((filter) => filter.name === name);
    if (!taken || taken.text === text) return true;
    const button = 'Overwrite';
    const options = { modal: true, detail: `It is now: ${taken.text}\nIt becomes: ${text}` };
    return (await window.showWarningMessage(`Overwrite the log filter “${name}”?`, options, button)) === button;
  }

  #nameOf(text: string): string {
    return this.list().find((filter) => filter.text === text)?.name ?? '';
  }

  #without(name: string): readonly SavedFilter[] {
    return this.list().filter((filter) => filter.name !== name);
  }

  async #write(filters: readonly SavedFilter[]): Promise<void> {
    await this.#store.set(
      storeKey,
      [...filters].sort((a, b) => a.name.localeCompare(b.name)),
    );
    this.#changed.fire(this.list());
  }
}
