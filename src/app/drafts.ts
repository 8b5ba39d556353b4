/** The event, qualifier and choices of each function's invoke panel, kept across reloads and restarts. */

import type { FunctionKey, InvokeIntent } from '../protocol/invokePanel.ts';

/** Where small values are kept across restarts; the editor's memento fits through an adapter. */
export interface KeyValueStore {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

/** What a panel shows for a function that was never invoked. */
export const emptyIntent: InvokeIntent = {
  eventText: '{}',
  qualifier: '$LATEST',
  invocationType: 'RequestResponse',
  clientContext: '',
};

export class Drafts {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  read(key: FunctionKey): InvokeIntent | undefined {
    const stored = this.#store.get(draftKey(key));
    return isIntent(stored) ? stored : undefined;
  }

  write(key: FunctionKey, intent: InvokeIntent): Promise<void> {
    return this.#store.set(draftKey(key), intent);
  }

  /** The steps that lead back from the draft, in the form of the panel's editor. */
  readUndo(key: FunctionKey): string | undefined {
    const stored = this.#store.get(undoKey(key));
    return typeof stored === 'string' ? stored : undefined;
  }

  writeUndo(key: FunctionKey, packed: string): Promise<void> {
    return this.#store.set(undoKey(key), packed);
  }

  /** What was typed into a test event and not saved yet; without a name, into none. */
  readEvent(key: FunctionKey, name: string): string | undefined {
    const stored = this.#store.get(eventKey(key, name));
    return typeof stored === 'string' ? stored : undefined;
  }

  writeEvent(key: FunctionKey, name: string, eventText: string): Promise<void> {
    return this.#store.set(eventKey(key, name), eventText);
  }

  async forgetEvent(key: FunctionKey, name: string): Promise<void> {
    if (this.readEvent(key, name) !== undefined) await this.#store.set(eventKey(key, name), undefined);
  }
}

function undoKey(key: FunctionKey): string {
  return `undo:${key.targetId}/${key.functionName}`;
}

function draftKey(key: FunctionKey): string {
  return `draft:${key.targetId}/${key.functionName}`;
}

/** A function's name holds no `#`. */
function eventKey(key: FunctionKey, name: string): string {
  return `${draftKey(key)}#${name}`;
}

/** What is read back may have been written by another version. */
function isIntent(value: unknown): value is InvokeIntent {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (
    ['eventText', 'qualifier', 'clientContext'].every((name) => typeof fields[name] === 'string') &&
    ['RequestResponse', 'ResponseStream', 'Event', 'DryRun'].includes(String(fields['invocationType']))
  );
}
