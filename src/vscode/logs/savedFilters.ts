/** Filters that a person gave a name, kept with the workspace. */

import { window } from 'vscode';
import type { KeyValueStore } from '../../app/drafts.ts';
import { Emitter } from '../../base/event.ts';
import { asObject, asText } from '../../base/json.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { SavedFilter } from '../../protocol/logPanel.ts';

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

  /** Asks for the name; one that is taken is replaced. */
  async save(text: string): Promise<void> {
    const name = await window.showInputBox({ title: 'Save Filter', prompt: text, placeHolder: 'Name of the filter' });
    if (name === undefined || name.trim() === '') return;
    await this.#write([...this.list().filter((filter) => filter.name !== name.trim()), { name: name.trim(), text }]);
  }

  async remove(name: string): Promise<void> {
    await this.#write(this.list().filter((filter) => filter.name !== name));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #write(filters: readonly SavedFilter[]): Promise<void> {
    await this.#store.set(
      storeKey,
      [...filters].sort((a, b) => a.name.localeCompare(b.name)),
    );
    this.#changed.fire(this.list());
  }
}
