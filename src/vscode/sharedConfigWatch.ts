/** Notices changes of the shared AWS files: connections read them again, and lists that failed are tried again. */

import { homedir } from 'node:os';
import path from 'node:path';
import { RelativePattern, Uri, workspace } from 'vscode';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../base/lifecycle.ts';
import type { Accounts } from './accounts.ts';

export interface SharedConfigWatchOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly targets: TargetRegistry;
  readonly catalog: Pick<FunctionCatalog, 'failure' | 'refresh'>;
  readonly accounts: Pick<Accounts, 'forget'>;
  readonly clock: Clock;
}

/** The CLI writes several files at once. */
const settleMs = 300;

export class SharedConfigWatch implements Disposable {
  readonly #options: SharedConfigWatchOptions;
  readonly #owned = new DisposableStore();
  readonly #timer = this.#owned.add(new MutableDisposable<Disposable>());

  constructor(options: SharedConfigWatchOptions) {
    this.#options = options;
    const { environment } = options;
    const folder = path.join(homedir(), '.aws');
    this.#watch(environment['AWS_CONFIG_FILE'] ?? path.join(folder, 'config'));
    this.#watch(environment['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(folder, 'credentials'));
    this.#watch(path.join(folder, 'sso', 'cache', '*.json'));
    this.#watch(path.join(environment['AWS_LOGIN_CACHE_DIRECTORY'] || path.join(folder, 'login', 'cache'), '*.json'));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #watch(file: string): void {
    const pattern = new RelativePattern(Uri.file(path.dirname(file)), path.basename(file));
    const watcher = this.#owned.add(workspace.createFileSystemWatcher(pattern));
    const soon = () => {
      this.#timer.value = this.#options.clock.after(settleMs, () => this.#changed());
    };
    this.#owned.add(watcher.onDidChange(soon));
    this.#owned.add(watcher.onDidCreate(soon));
    this.#owned.add(watcher.onDidDelete(soon));
  }

  /** A list that is fine stays as it is: only its next request uses the new credentials. */
  #changed(): void {
    const { targets, catalog, accounts } = this.#options;
    for (const target of targets.list()) {
      if (target.runsHere) continue;
      target.reconnect?.();
      accounts.forget(target.id);
      if (catalog.failure(target.id) !== undefined) catalog.refresh(target.id);
    }
  }
}
