/** What an invoke panel shows of its function and target: told at once as far as it is known, and asked for behind. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import { aliasNotes, qualifiersOf, type SessionView, snapshotOf, targetSummary } from '../../app/invokeModel.ts';
import type { Target } from '../../app/target.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { latestQualifier } from '../../lambda/names.ts';
import type { FunctionKey, InvokeIntent, InvokeSnapshot } from '../../protocol/invokePanel.ts';
import type { Accounts } from '../accounts.ts';
import type { TrustedWorkspace } from '../trust.ts';

export interface PanelFactsOptions {
  readonly key: FunctionKey;
  readonly target: Target;
  readonly catalog: FunctionCatalog;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
}

export class PanelFacts implements Disposable {
  readonly #options: PanelFactsOptions;
  readonly #owned = new DisposableStore();
  readonly #closing = new AbortController();
  readonly #changed: () => void;
  #qualifiers: Pick<InvokeSnapshot, 'qualifiers' | 'qualifierNotes'> = { qualifiers: [latestQualifier] };

  /** Calls `changed` whenever a snapshot would be another one. */
  constructor(options: PanelFactsOptions, changed: () => void) {
    this.#options = options;
    this.#changed = changed;
    const { key, catalog, accounts } = options;
    this.#owned.add(
      catalog.onDidChange(({ targetId, functionName }) => {
        if (targetId === key.targetId && (functionName ?? key.functionName) === key.functionName) changed();
      }),
    );
    this.#owned.add(accounts.onDidLearn(({ targetId }) => targetId === key.targetId && changed()));
  }

  get configuration(): FunctionConfiguration | undefined {
    const { key, catalog } = this.#options;
    return catalog.find(key.targetId, key.functionName);
  }

  snapshot(session: SessionView, intent: InvokeIntent): InvokeSnapshot {
    const { key, target, accounts } = this.#options;
    const summary = targetSummary(target, accounts.known(target.id));
    return snapshotOf(key, session, this.configuration, this.#qualifiers, intent, summary);
  }

  /** Asks for what is not known yet. */
  async load(): Promise<void> {
    const { key, target, catalog, accounts, trust } = this.#options;
    if (target.runsHere && !trust.isTrusted) return;
    const { targetId, functionName } = key;
    const { signal } = this.#closing;
    const [aliases, versions] = await Promise.allSettled([
      catalog.aliases(targetId, functionName, signal),
      catalog.versions(targetId, functionName, signal),
      catalog.find(targetId, functionName) ? undefined : catalog.refreshFunction(targetId, functionName),
      accounts.ask(target),
    ]);
    if (this.#owned.isDisposed) return;
    // What cannot be listed is left out of the menu; a qualifier can still be typed, and the invoke itself says why.
    const named = aliases.status === 'fulfilled' ? aliases.value : [];
    const numbered = versions.status === 'fulfilled' ? versions.value : [];
    this.#qualifiers = { qualifiers: qualifiersOf(named, numbered), qualifierNotes: aliasNotes(named) };
    this.#changed();
  }

  dispose(): void {
    this.#closing.abort();
    this.#owned.dispose();
  }
}
