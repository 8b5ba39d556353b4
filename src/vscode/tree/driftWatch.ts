/** Which linked functions differ from their folders: computed in the background, for what is on screen anyway. */

import path from 'node:path';
import { workspace } from 'vscode';
import { linkTargetId } from '../../app/deploy/redeployLink.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { FolderFingerprints } from '../../app/project/folderFingerprint.ts';
import { type DeployedFingerprints, type ProjectState, projectState } from '../../app/project/projectStates.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { type FoundLink, linkedFolder } from '../workspaceLinks.ts';

export interface DriftWatchOptions {
  readonly links: { all(): Promise<readonly FoundLink[]> };
  readonly catalog: Pick<FunctionCatalog, 'find' | 'onDidChange'>;
  readonly fingerprints: Pick<DeployedFingerprints, 'find'>;
  readonly folders: Pick<FolderFingerprints, 'of'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Saving all files, or a list that comes in pages, is one change. */
const settleMs = 500;
const readDeadlineMs = 20_000;

export class DriftWatch implements Disposable {
  readonly #options: DriftWatchOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #timer = this.#owned.add(new MutableDisposable<Disposable>());
  readonly #end = new AbortController();
  #states: ReadonlyMap<string, ProjectState> = new Map();

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(options: DriftWatchOptions) {
    this.#options = options;
    this.#owned.add(options.catalog.onDidChange(() => this.#soon()));
    this.#owned.add(workspace.onDidSaveTextDocument(({ uri }) => this.#saved(uri.fsPath)));
  }

  /** `undefined` for a function that is not linked, and as long as nothing is known. */
  find({ targetId, functionName }: FunctionKey): ProjectState | undefined {
    return this.#states.get(idOf(targetId, functionName));
  }

  dispose(): void {
    this.#end.abort();
    this.#owned.dispose();
  }

  #saved(file: string): void {
    void this.#options.links.all().then(
      (links) => {
        if (links.some((found) => file.startsWith(linkedFolder(found) + path.sep))) this.#soon();
      },
      // A link file that cannot be read says so where links are used.
      () => {},
    );
  }

  #soon(): void {
    this.#timer.value = this.#options.clock.after(settleMs, () => {
      void this.#compare().catch((error: unknown) => this.#options.log.debug('Drift is not known', error));
    });
  }

  async #compare(): Promise<void> {
    const { links, catalog, fingerprints, folders } = this.#options;
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(readDeadlineMs)]);
    const states = new Map<string, ProjectState>();
    for (const found of await links.all()) {
      const key = { targetId: linkTargetId(found.link.target), functionName: found.link.functionName };
      const deployed = catalog.find(key.targetId, key.functionName);
      if (deployed === undefined) continue;
      const last = await fingerprints.find(key);
      const source = last === undefined ? undefined : await folders.of(linkedFolder(found), signal);
      states.set(idOf(key.targetId, key.functionName), projectState(last, deployed.CodeSha256, source));
    }
    const isSame =
      states.size === this.#states.size && [...states].every(([id, state]) => this.#states.get(id) === state);
    this.#states = states;
    if (!isSame) this.#changed.fire();
  }
}

function idOf(targetId: string, functionName: string): string {
  return `${targetId}\n${functionName}`;
}
