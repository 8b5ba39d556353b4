/** One event sent many times from an invoke panel: asks where it must, runs, tells progress, writes the file. */

import { Uri, window, workspace } from 'vscode';
import { invokeRequest } from '../../app/invokeRequest.ts';
import { Repeat } from '../../app/runs/repeat.ts';
import { repeatExport } from '../../app/runs/repeatExport.ts';
import { type InvocationOptions, sendInvocation } from '../../app/runs/sendInvocation.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { HumanError } from '../../base/humanError.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle.ts';
import { invocationCostUSD } from '../../lambda/cost.ts';
import { limits } from '../../lambda/limits.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { RunState } from '../../protocol/invokePanel.ts';
import { mostRepeats, type RepeatRequests, type RepeatState, type RepeatTerms } from '../../protocol/repeatRuns.ts';
import type { Accounts } from '../accounts.ts';
import { confirmIfProtected } from '../confirm.ts';
import { messages } from '../messages.ts';
import type { TrustedWorkspace } from '../trust.ts';

export interface RepeatDeskOptions {
  /** How one invocation is sent now. */
  readonly invocation: () => InvocationOptions;
  /** The panel's own last run: what one costs is best told by one. */
  readonly lastRun: () => RunState;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
}

/** AWS grants new accounts ten concurrent executions, others a thousand: fifty are felt by neither for long. */
const mostConcurrencyOnAws = 50;
const mostConcurrencyHere = 100;

export class RepeatDesk implements Disposable {
  readonly #options: RepeatDeskOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<RepeatState>());
  readonly #current = this.#owned.add(new MutableDisposable<Repeat>());

  readonly onDidChange: Event<RepeatState> = this.#changed.event;

  readonly requests: HandlersFor<RepeatRequests> = {
    repeatTerms: () => this.#terms(),
    repeat: async (wanted) => ({ hasBegun: await this.#begin(wanted) }),
    exportRepeat: async ({ format }) => ({ isSaved: await this.#export(format) }),
  };

  constructor(options: RepeatDeskOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#current.value?.isRunning ?? false;
  }

  stop(): void {
    this.#current.value?.stop();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #terms(): RepeatTerms {
    const { target } = this.#options.invocation();
    const mostConcurrency = target.runsHere ? mostConcurrencyHere : mostConcurrencyOnAws;
    const perRun = target.runsHere ? undefined : this.#perRun();
    return { mostConcurrency, ...(perRun ? { perRun } : {}) };
  }

  #perRun(): RepeatTerms['perRun'] {
    const run = this.#options.lastRun();
    const last = run.state === 'finished' && run.result.kind === 'answer' ? run.result.costUSD : undefined;
    if (last !== undefined) return { costUSD: last, basis: 'as the last run cost' };
    const { target, configuration, prices } = this.#options.invocation();
    const costUSD = invocationCostUSD(prices, {
      region: target.region,
      architecture: configuration?.Architectures?.[0] ?? 'x86_64',
      memorySizeMB: configuration?.MemorySize ?? limits.memoryDefaultMB,
      billedDurationMs: (configuration?.Timeout ?? limits.timeoutDefaultS) * 1000,
    });
    return costUSD === undefined ? undefined : { costUSD, basis: 'if each took its whole timeout' };
  }

  async #begin({ intent, count, concurrency }: RepeatRequests['repeat']['argument']): Promise<boolean> {
    const { accounts, trust } = this.#options;
    const invocation = this.#options.invocation();
    const { target, functionName, clock } = invocation;
    trust.demandFor(target);
    if (this.isRunning) throw new HumanError(`${functionName} is being repeated already. Stop that first.`);
    const { mostConcurrency } = this.#terms();
    if (!isWithin(count, mostRepeats) || !isWithin(concurrency, mostConcurrency)) {
      throw new HumanError(
        `Repeat runs 1 to ${mostRepeats.toLocaleString()} times, and up to ${mostConcurrency} at once on ${target.label}.`,
      );
    }
    const request = invokeRequest(functionName, intent);
    const effect = `It is invoked ${count.toLocaleString()} times, ${concurrency} at once.`;
    if (!(await confirmIfProtected(target, accounts, { verb: 'Invoke', functionName, effect }))) return false;
    const send = (signal: AbortSignal) => sendInvocation(request, intent.eventText, invocation, signal);
    const repeat = new Repeat({ count, concurrency, clock, send });
    this.#current.value = repeat;
    repeat.onDidChange((state) => this.#changed.fire(state));
    void repeat.run();
    return true;
  }

  async #export(format: 'csv' | 'ndjson'): Promise<boolean> {
    const repeat = this.#current.value;
    if (!repeat || repeat.samples.length === 0) throw messages.nothingRepeated();
    const { functionName } = this.#options.invocation();
    const folder = workspace.workspaceFolders?.[0]?.uri;
    const name = `${functionName}-runs.${format}`;
    const file = await window.showSaveDialog({
      title: 'Export Runs',
      defaultUri: folder ? Uri.joinPath(folder, name) : Uri.file(name),
      filters: format === 'csv' ? { CSV: ['csv'] } : { NDJSON: ['ndjson', 'jsonl'] },
    });
    if (file === undefined) return false;
    await workspace.fs.writeFile(file, new TextEncoder().encode(repeatExport(repeat.samples, format)));
    return true;
  }
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
