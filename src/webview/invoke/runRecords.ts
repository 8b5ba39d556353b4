/** The runs that this panel knows: their answers as far as they are held here, and what the host has kept of the others. */

import { messageOf } from '../../base/humanError.ts';
import { formatBytes } from '../../base/text.ts';
import type { HistoryEntry, InvokeIntent, RunAnswer, RunResult, RunState } from '../../protocol/invokePanel.ts';
import type { RunRequests } from '../../protocol/invokeRuns.ts';
import type { KeptRun } from '../../protocol/keptRuns.ts';
import type { TestEventRequests } from '../../protocol/testEvents.ts';
import { RunShelf } from './runShelf.ts';

type RecordRequests = RunRequests & Pick<TestEventRequests, 'saveTestEvent'>;

/** Asks the host. */
export type AskRecords = <Name extends keyof RecordRequests>(
  name: Name,
  argument: RecordRequests[Name]['argument'],
) => Promise<RecordRequests[Name]['result']>;

/** What the records need of their panel. */
export interface RecordsHolder {
  /** The event and the choices of a run are the ones to work on; undo leads back. */
  take(intent: InvokeIntent): void;
  invoke(): void;
  /** Speaks to a screen reader. */
  say(sentence: string): void;
  changed(): void;
}

export class RunRecords {
  readonly #holder: RecordsHolder;
  readonly #ask: AskRecords;
  readonly #shelf = new RunShelf();
  #history: readonly HistoryEntry[] = [];
  #kept: KeptRun | undefined;
  /** Why the last act led to nothing, or what it did. */
  note: string | undefined;

  constructor(holder: RecordsHolder, ask: AskRecords) {
    this.#holder = holder;
    this.#ask = ask;
  }

  /** Oldest first. */
  get history(): readonly HistoryEntry[] {
    return this.#history;
  }

  get shownRunId(): number | undefined {
    return this.#shelf.shownRunId;
  }

  get shownResult(): RunResult | undefined {
    return this.#shelf.shownResult;
  }

  /** The shown run, when it is not the newest. */
  get earlier(): HistoryEntry | undefined {
    return this.#shelf.earlier(this.#history);
  }

  /** What is kept of the shown run: its event, and what was cut or hidden. */
  get kept(): KeptRun | undefined {
    return this.#kept?.runId === this.shownRunId ? this.#kept : undefined;
  }

  /** Another function's, or another target's, runs come. */
  clear(): void {
    this.#shelf.clear();
    this.#kept = undefined;
    this.note = undefined;
  }

  take(run: RunState, history: readonly HistoryEntry[]): void {
    this.takeHistory(history);
    if (run.state === 'finished') this.#shelf.put(run.runId, run.result);
  }

  takeHistory(history: readonly HistoryEntry[]): void {
    this.#history = [...history].sort((a, b) => a.startedAt - b.startedAt || a.runId - b.runId);
    this.#holder.changed();
  }

  showNewest(): void {
    this.#shelf.showNewest();
    this.#holder.changed();
  }

  /** Shows a run: at once from here, else when the host has found it. */
  async choose(runId: number): Promise<void> {
    this.#shelf.show(runId);
    this.note = undefined;
    this.#holder.changed();
    await this.#try(async () => {
      const kept = await this.#ask('keptRun', { runId });
      if (kept === null || this.shownRunId !== runId) return;
      this.#kept = kept;
      const isCut = this.#shelf.hold(runId, kept.result) && kept.payloadBytes !== undefined;
      if (isCut) this.note = `Of this answer, the beginning was kept: ${formatBytes(kept.payloadBytes ?? 0)} in all.`;
    });
  }

  /** Asks for what is kept of the shown run, where that is not known yet; says so where it is nothing. */
  async recall(): Promise<KeptRun | undefined> {
    const runId = this.shownRunId;
    if (this.kept || runId === undefined) return this.kept;
    await this.#try(async () => {
      this.#kept = (await this.#ask('keptRun', { runId })) ?? undefined;
      if (!this.#kept) this.#tell('The event of this run was not kept.');
    });
    return this.kept;
  }

  /** The answer of the run before the shown one; `undefined` where it was not kept as a whole. */
  async answerBefore(): Promise<RunAnswer | undefined> {
    const place = this.#history.findIndex(({ runId }) => runId === this.shownRunId);
    const answered = this.#history.slice(0, Math.max(0, place)).filter(({ outcome }) => answers.has(outcome));
    const before = answered.at(-1);
    const kept = before && (await this.#ask('keptRun', { runId: before.runId }).catch(() => null));
    return kept?.result.kind === 'answer' && kept.payloadBytes === undefined ? kept.result : undefined;
  }

  /** Puts the shown run's event in the editor. Resolves with whether it is whole. */
  async useEvent(): Promise<boolean> {
    const kept = await this.recall();
    if (!kept) return false;
    // One that was in no file does not become the text of the file that is edited now.
    this.#holder.take({ testEventName: '', templateId: '', ...kept.intent });
    this.#tell(incompleteWords(kept), 'Its event is in the editor.');
    return incompleteWords(kept) === undefined;
  }

  /** Sends the shown run's event again; one that is not whole is put in the editor to be completed. */
  async rerun(): Promise<void> {
    if (await this.useEvent()) this.#holder.invoke();
  }

  pin(entry: HistoryEntry): Promise<void> {
    return this.#try(async () => {
      await this.#ask('pinRun', { runId: entry.runId, isPinned: !entry.isPinned });
    });
  }

  forget(): Promise<void> {
    return this.#try(async () => {
      await this.#ask('clearHistory', undefined);
      this.#shelf.clear();
    });
  }

  /** The numbers of the runs whose event or answer contains the text; none where that cannot be said. */
  async find(text: string): Promise<ReadonlySet<number>> {
    let found: readonly number[] = [];
    await this.#try(async () => {
      found = await this.#ask('findRuns', { text });
    });
    return new Set(found);
  }

  /** The host asks for the name. */
  saveAsTestEvent(): Promise<void> {
    return this.#try(async () => {
      const kept = await this.recall();
      const saved = kept && (await this.#ask('saveTestEvent', { eventText: kept.intent.eventText }));
      if (!saved) return;
      this.#tell([`Saved as test event ${saved.name}.`, incompleteWords(kept)].filter(Boolean).join(' '));
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#tell(messageOf(error));
    }
    this.#holder.changed();
  }

  /** Shown and spoken; without a note, only spoken. */
  #tell(note: string | undefined, spoken = ''): void {
    this.note = note;
    this.#holder.say(note ?? spoken);
  }
}

/** Of runs that brought an answer. */
const answers: ReadonlySet<HistoryEntry['outcome']> = new Set(['success', 'error'] as const);

/** What has to be done before a kept event can be sent again; `undefined` for one that is whole. */
function incompleteWords({ isEventMasked, eventBytes }: KeptRun): string | undefined {
  if (eventBytes !== undefined) return 'Only the beginning of this event was kept: complete it before you invoke.';
  if (isEventMasked) return 'Secrets of this event were not kept: put them in place of ••• before you invoke.';
  return undefined;
}
