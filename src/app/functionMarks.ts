/** What the developer made of the list of functions in this workspace: pinned, hidden, used lately, grouped. Kept across restarts. */

import { Emitter, type Event } from '../base/event.ts';
import { asObject, asTexts } from '../base/json.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { FunctionGrouping } from '../lambda/functionArrangement.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import type { KeyValueStore } from './drafts.ts';

const storeKey = 'functionMarks';
const keptRecent = 50;

interface StoredMarks {
  readonly pinned: readonly string[];
  readonly hidden: readonly string[];
  /** Last one first. */
  readonly recent: readonly string[];
  readonly grouping: FunctionGrouping;
  readonly recentFirst: boolean;
}

const unmarked: StoredMarks = { pinned: [], hidden: [], recent: [], grouping: 'none', recentFirst: false };

export class FunctionMarks implements Disposable {
  readonly #store: KeyValueStore;
  readonly #changed = new Emitter<void>();
  #marks: StoredMarks;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(store: KeyValueStore) {
    this.#store = store;
    this.#marks = read(store.get(storeKey));
  }

  /** The same object until a mark changes. */
  get current(): object {
    return this.#marks;
  }

  get grouping(): FunctionGrouping {
    return this.#marks.grouping;
  }

  get recentFirst(): boolean {
    return this.#marks.recentFirst;
  }

  /** Names of the target's functions that are marked so. */
  pinned(targetId: string): ReadonlySet<string> {
    return new Set(namesOn(targetId, this.#marks.pinned));
  }

  hidden(targetId: string): ReadonlySet<string> {
    return new Set(namesOn(targetId, this.#marks.hidden));
  }

  /** Last one first. */
  recent(targetId: string): readonly string[] {
    return namesOn(targetId, this.#marks.recent);
  }

  async pin(key: FunctionKey, isPinned: boolean): Promise<void> {
    await this.#keep({ ...this.#marks, pinned: changed(this.#marks.pinned, idOf(key), isPinned) });
  }

  async hide(key: FunctionKey, isHidden: boolean): Promise<void> {
    await this.#keep({ ...this.#marks, hidden: changed(this.#marks.hidden, idOf(key), isHidden) });
  }

  async showAll(targetId: string): Promise<void> {
    const others = this.#marks.hidden.filter((id) => !id.startsWith(`${targetId}\n`));
    await this.#keep({ ...this.#marks, hidden: others });
  }

  /** It was invoked, tailed or redeployed. */
  async use(key: FunctionKey): Promise<void> {
    const id = idOf(key);
    if (this.#marks.recent[0] === id) return;
    const recent = [id, ...this.#marks.recent.filter((other) => other !== id)].slice(0, keptRecent);
    await this.#keep({ ...this.#marks, recent });
  }

  async groupBy(grouping: FunctionGrouping): Promise<void> {
    await this.#keep({ ...this.#marks, grouping });
  }

  async putRecentFirst(recentFirst: boolean): Promise<void> {
    await this.#keep({ ...this.#marks, recentFirst });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #keep(marks: StoredMarks): Promise<void> {
    this.#marks = marks;
    this.#changed.fire();
    await this.#store.set(storeKey, marks);
  }
}

/** No target's id and no function's name holds a line break. */
function idOf({ targetId, functionName }: FunctionKey): string {
  return `${targetId}\n${functionName}`;
}

function namesOn(targetId: string, ids: readonly string[]): readonly string[] {
  const prefix = `${targetId}\n`;
  return ids.flatMap((id) => (id.startsWith(prefix) ? id.slice(prefix.length) : []));
}

function changed(ids: readonly string[], id: string, isIn: boolean): readonly string[] {
  const others = ids.filter((other) => other !== id);
  return isIn ? [...others, id] : others;
}

/** What an older or newer version left may lack members. */
function read(stored: unknown): StoredMarks {
  const fields = asObject(stored) ?? {};
  return {
    pinned: asTexts(fields['pinned']),
    hidden: asTexts(fields['hidden']),
    recent: asTexts(fields['recent']),
    grouping: isGrouping(fields['grouping']) ? fields['grouping'] : unmarked.grouping,
    recentFirst: fields['recentFirst'] === true,
  };
}

function isGrouping(value: unknown): value is FunctionGrouping {
  return typeof value === 'string' && (['none', 'runtime', 'stack'].includes(value) || value.startsWith('tag:'));
}
