/** The same event on other targets: which ones are chosen, what came of the last run on each, and which answer is shown. */

import { systemClock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ElsewhereRequests } from '../../protocol/elsewhere.ts';
import type { InvokeIntent, RunResult, TargetSummary } from '../../protocol/invokePanel.ts';
import { runInSlices } from '../ui/slices.ts';
import { readAnswer } from './content.ts';

/** What came of the run on one target. */
export type ElsewhereRun =
  | { readonly state: 'running' }
  | { readonly state: 'ended'; readonly result: RunResult; readonly differences?: number }
  | { readonly state: 'not-sent'; readonly reason: string };

/** Asks the host. */
export type AskElsewhere = <Name extends keyof ElsewhereRequests>(
  name: Name,
  argument: ElsewhereRequests[Name]['argument'],
) => Promise<ElsewhereRequests[Name]['result']>;

export class Elsewhere implements Disposable {
  readonly #ask: AskElsewhere;
  readonly #changed: () => void;
  readonly #comparing = new DisposableStore();
  #targets: readonly TargetSummary[] = [];
  #runs = new Map<string, ElsewhereRun>();
  #own: RunResult | undefined;
  /** The target whose answer is shown instead of the panel's own. */
  shownTargetId: string | undefined;

  constructor(ask: AskElsewhere, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  get targets(): readonly TargetSummary[] {
    return this.#targets;
  }

  runOf(targetId: string): ElsewhereRun | undefined {
    return this.#runs.get(targetId);
  }

  get hasRuns(): boolean {
    return this.#runs.size > 0;
  }

  get shownResult(): RunResult | undefined {
    const run = this.shownTargetId === undefined ? undefined : this.#runs.get(this.shownTargetId);
    return run?.state === 'ended' ? run.result : undefined;
  }

  toggle(target: TargetSummary): void {
    const isChosen = this.#targets.some(({ id }) => id === target.id);
    this.#targets = isChosen ? this.#targets.filter(({ id }) => id !== target.id) : [...this.#targets, target];
    if (isChosen) this.#runs.delete(target.id);
    if (this.shownTargetId === target.id) this.shownTargetId = undefined;
    this.#changed();
  }

  show(targetId: string | undefined): void {
    this.shownTargetId = targetId;
    this.#changed();
  }

  /** Another target or function is the panel's own now. */
  clear(): void {
    this.#targets = [];
    this.#forget();
  }

  /** To all chosen targets at once. */
  begin(intent: InvokeIntent): void {
    this.#forget();
    for (const { id } of this.#targets) void this.#run(id, intent);
    this.#changed();
  }

  /** The panel's own part of the same run. */
  get own(): RunResult | undefined {
    return this.#own;
  }

  /** The panel's own answer: the others are compared with it. */
  takeOwn(result: RunResult): void {
    this.#own = result;
    for (const [targetId, run] of this.#runs) this.#compare(targetId, run);
  }

  dispose(): void {
    this.#comparing.dispose();
  }

  #forget(): void {
    this.#runs = new Map();
    this.#own = undefined;
    this.shownTargetId = undefined;
  }

  async #run(targetId: string, intent: InvokeIntent): Promise<void> {
    const runs = this.#runs;
    runs.set(targetId, { state: 'running' });
    const run = await this.#ask('runOn', { targetId, intent }).then(
      (result): ElsewhereRun =>
        result === null ? { state: 'not-sent', reason: 'declined' } : { state: 'ended', result },
      (error: unknown): ElsewhereRun => ({ state: 'not-sent', reason: messageOf(error) }),
    );
    if (runs !== this.#runs || !runs.has(targetId)) return;
    runs.set(targetId, run);
    this.#compare(targetId, run);
    this.#changed();
  }

  #compare(targetId: string, run: ElsewhereRun): void {
    const here = this.#own;
    if (here?.kind !== 'answer' || run.state !== 'ended' || run.result.kind !== 'answer') return;
    const runs = this.#runs;
    const { result } = run;
    const there = run.result;
    void import('./compareView.ts').then(({ compareAnswers, changeCount }) => {
      const work = compareAnswers(readAnswer(here), readAnswer(there));
      this.#comparing.add(
        runInSlices(systemClock, work, (comparison) => {
          if (runs !== this.#runs) return;
          runs.set(targetId, { state: 'ended', result, differences: changeCount(comparison) });
          this.#changed();
        }),
      );
    });
  }
}
