/** The last runs of one function, without their payloads, kept across restarts. */

import { asObject } from '../base/json.ts';
import type { FunctionKey, HistoryEntry, RunResult } from '../protocol/invokePanel.ts';
import type { KeyValueStore } from './drafts.ts';

const keptRuns = 50;
const outcomes: readonly string[] = ['success', 'error', 'refused', 'cancelled'] satisfies HistoryEntry['outcome'][];

export class InvokeHistory {
  readonly #store: KeyValueStore;
  readonly #key: string;
  #entries: readonly HistoryEntry[];

  constructor(store: KeyValueStore, key: FunctionKey) {
    this.#store = store;
    this.#key = `history:${key.targetId}/${key.functionName}`;
    const stored = store.get(this.#key);
    // What is read back may have been written by another version.
    this.#entries = Array.isArray(stored) ? stored.filter(isEntry).slice(-keptRuns) : [];
  }

  /** Oldest first. */
  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  /** Run ids go on counting over restarts. */
  get nextRunId(): number {
    return (this.#entries.at(-1)?.runId ?? 0) + 1;
  }

  add(runId: number, result: RunResult): Promise<void> {
    this.#entries = [...this.#entries, entryOf(runId, result)].slice(-keptRuns);
    return this.#store.set(this.#key, this.#entries);
  }
}

function entryOf(runId: number, result: RunResult): HistoryEntry {
  const base = { runId, startedAt: result.startedAt };
  if (result.kind !== 'answer') {
    return { ...base, outcome: result.kind, durationMs: undefined, initDurationMs: undefined };
  }
  return {
    ...base,
    outcome: result.functionError ? 'error' : 'success',
    durationMs: result.report?.durationMs,
    initDurationMs: result.report?.initDurationMs,
  };
}

function isEntry(value: unknown): value is HistoryEntry {
  const fields = asObject(value);
  return (
    typeof fields?.['runId'] === 'number' &&
    typeof fields['startedAt'] === 'number' &&
    outcomes.includes(String(fields['outcome']))
  );
}
