/** The functions that are redeployed on save: which they are, what they watch, and how their last run went. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { RelativePattern, type Uri, workspace } from 'vscode';
import type { ForeignCode } from '../app/deploy/foreignCode.ts';
import { linkFilePath, linkTargetId } from '../app/deploy/redeployLink.ts';
import { WatchLoop } from '../app/deploy/watchLoop.ts';
import type { KeyValueStore } from '../app/drafts.ts';
import type { Target } from '../app/target.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import type { Notify } from './notify.ts';
import type { RedeployFlow } from './redeployFlow.ts';
import { resultText } from './redeployText.ts';
import type { TrustedWorkspace } from './trust.ts';
import { type FoundLink, isInside, linkedFolder, type WorkspaceLinks } from './workspaceLinks.ts';

export interface RedeployWatchesOptions {
  readonly links: Pick<WorkspaceLinks, 'all' | 'set' | 'onDidChange'>;
  readonly flow: Pick<RedeployFlow, 'runQuietly'>;
  readonly targets: TargetRegistry;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly log: Log;
  /** Of this window: on AWS a link's own word is not enough, it may have come with a pull. */
  readonly store: KeyValueStore;
  readonly askAboutForeignCode: (target: Target, found: ForeignCode, signal: AbortSignal) => Promise<boolean>;
  /** Runs the last event of the function again, where there is one. */
  readonly runLastEvent: (key: FunctionKey) => Promise<void>;
}

/** How the last run went; `undefined` before the first. */
export interface WatchState {
  readonly key: FunctionKey;
  readonly last: { readonly text: string; readonly isError: boolean } | undefined;
  readonly isRunning: boolean;
}

const consentKey = 'watchedOnAws';

export class RedeployWatches implements Disposable {
  readonly #options: RedeployWatchesOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #watches = new Map<string, FunctionWatch>();

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(options: RedeployWatchesOptions) {
    this.#options = options;
    this.#owned.add(options.links.onDidChange(() => void this.refresh()));
    const linkFiles = this.#owned.add(workspace.createFileSystemWatcher(`**/${linkFilePath}`));
    for (const event of [linkFiles.onDidChange, linkFiles.onDidCreate, linkFiles.onDidDelete]) {
      this.#owned.add(event(() => void this.refresh()));
    }
    this.#owned.add(options.trust.onDidGrant(() => void this.refresh()));
    this.#owned.add(options.targets.onDidChange(() => void this.refresh()));
  }

  states(): readonly WatchState[] {
    return [...this.#watches.values()].map(({ state }) => state);
  }

  isOn(found: FoundLink): boolean {
    return this.#watches.has(idOf(found));
  }

  async switchOn(found: FoundLink): Promise<void> {
    const consents = new Set(this.#consents()).add(idOf(found));
    await this.#options.store.set(consentKey, [...consents]);
    const { watch } = found.link;
    await this.#options.links.set(found, 'watch', watch === undefined || watch === false ? true : watch);
    await this.refresh();
  }

  async switchOff(found: FoundLink): Promise<void> {
    const consents = this.#consents().filter((id) => id !== idOf(found));
    await this.#options.store.set(consentKey, consents);
    await this.#options.links.set(found, 'watch', undefined);
    await this.refresh();
  }

  /** Follows the link files: what they switch on is watched, what they do not is not. */
  async refresh(): Promise<void> {
    // A link file with a mistake is told about by whoever needs a link; here everything stays as it is.
    const links = await this.#options.links.all().catch(() => undefined);
    if (links === undefined || this.#owned.isDisposed) return;
    const wanted = new Map(links.filter((found) => this.#isWanted(found)).map((found) => [idOf(found), found]));
    for (const [id, watch] of [...this.#watches]) {
      const found = wanted.get(id);
      if (found !== undefined && watch.isOf(found)) continue;
      watch.dispose();
      this.#watches.delete(id);
    }
    for (const [id, found] of wanted) {
      if (!this.#watches.has(id)) {
        this.#watches.set(id, new FunctionWatch(this.#options, found, () => this.#changed.fire()));
      }
    }
    this.#changed.fire();
  }

  dispose(): void {
    for (const watch of this.#watches.values()) watch.dispose();
    this.#watches.clear();
    this.#owned.dispose();
  }

  #isWanted(found: FoundLink): boolean {
    const { watch, target } = found.link;
    const isOn = watch !== undefined && watch !== false && this.#options.trust.isTrusted;
    return isOn && (target.kind === 'local' || this.#consents().includes(idOf(found)));
  }

  #consents(): readonly string[] {
    const stored = this.#options.store.get(consentKey);
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  }
}

/** Never the cause of a redeploy: they are written by tools, by the editor, or by us. */
const passedOver =
  /(^|\/)(node_modules|\.git|\.vscode|\.lambda|\.venv|__pycache__|\.aws-sam|cdk\.out|\.terraform)(\/|$)/;

class FunctionWatch implements Disposable {
  readonly #options: RedeployWatchesOptions;
  readonly #found: FoundLink;
  readonly #onChange: () => void;
  readonly #owned = new DisposableStore();
  readonly #loop: WatchLoop;
  /** Files as the editor saved them: the watcher tells of them once more. */
  readonly #saved = new Map<string, number>();
  /** What a build writes into its own folder is no change of a developer's, milliseconds since 1970. */
  #building = { from: 0, to: 0 };
  #state: WatchState;

  constructor(options: RedeployWatchesOptions, found: FoundLink, onChange: () => void) {
    this.#options = options;
    this.#found = found;
    this.#onChange = onChange;
    const key = { targetId: linkTargetId(found.link.target), functionName: found.link.functionName };
    this.#state = { key, last: undefined, isRunning: false };
    this.#loop = this.#owned.add(new WatchLoop(options.clock, (run) => this.#run(run.signal, () => run.commit())));
    const folder = linkedFolder(found);
    this.#owned.add(workspace.onDidSaveTextDocument(({ uri }) => void this.#onSave(uri)));
    const watcher = this.#owned.add(workspace.createFileSystemWatcher(new RelativePattern(folder, '**/*')));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.#owned.add(event((uri) => void this.#onFile(uri)));
    }
  }

  get state(): WatchState {
    return this.#state;
  }

  isOf(found: FoundLink): boolean {
    return JSON.stringify(found) === JSON.stringify(this.#found);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #onSave(uri: Uri): Promise<void> {
    if (!this.#concerns(uri)) return;
    this.#loop.changed();
    this.#saved.set(uri.fsPath, await changedAt(uri));
  }

  async #onFile(uri: Uri): Promise<void> {
    if (!this.#concerns(uri)) return;
    const at = await changedAt(uri);
    const { from, to } = this.#building;
    if (this.#saved.get(uri.fsPath) === at || (at >= from && at <= to)) return;
    this.#loop.changed();
  }

  #concerns(uri: Uri): boolean {
    const folder = linkedFolder(this.#found);
    if (uri.scheme !== 'file' || !isInside(folder, uri.fsPath)) return false;
    return !passedOver.test(path.relative(folder, uri.fsPath).split(path.sep).join('/'));
  }

  async #run(signal: AbortSignal, commit: () => void): Promise<void> {
    const { flow, targets, clock, log, notify, askAboutForeignCode, runLastEvent } = this.#options;
    const { key, last } = this.#state;
    const target = targets.get(key.targetId);
    if (target === undefined) return;
    this.#become({ key, last, isRunning: true });
    this.#building = { from: clock.now(), to: Number.POSITIVE_INFINITY };
    try {
      const outcome = await flow.runQuietly(this.#found, signal, {
        onStage: (stage) => {
          if (stage === 'package') this.#building = { ...this.#building, to: clock.now() };
          if (stage === 'bucket' || stage === 'upload') commit();
        },
        onForeignCode: (foreign) => askAboutForeignCode(target, foreign, signal),
      });
      const text = resultText(outcome, key.functionName, target.label);
      log.info(text);
      this.#become({ key, last: { text, isError: false }, isRunning: false });
      const { watch } = this.#found.link;
      if (outcome.kind !== 'unchanged' && typeof watch === 'object' && watch.runsLastEvent) await runLastEvent(key);
    } catch (error) {
      this.#building = { ...this.#building, to: clock.now() };
      if (signal.aborted) return this.#become({ key, last, isRunning: false });
      // Once, and not with every keystroke's save: the status bar goes on saying it.
      if (last?.isError !== true) notify.error(error);
      const text = error instanceof Error ? error.message : String(error);
      this.#become({ key, last: { text, isError: true }, isRunning: false });
    }
  }

  #become(state: WatchState): void {
    this.#state = state;
    this.#onChange();
  }
}

/** 0 for a file that is gone. */
async function changedAt(uri: Uri): Promise<number> {
  return (await stat(uri.fsPath).catch(() => undefined))?.mtimeMs ?? 0;
}

function idOf({ root, link }: FoundLink): string {
  const account = link.target.kind === 'aws' ? (link.target.accountId ?? '') : '';
  return [root, linkTargetId(link.target), account, link.functionName].join('\n');
}
