/** The links of every folder of this window: which function is redeployed from which folder. */

import path from 'node:path';
import { workspace } from 'vscode';
import { RedeployLinks } from '../app/deploy/linkFile.ts';
import { linkTargetId, type RedeployLink, type RedeploySettings } from '../app/deploy/redeployLink.ts';
import type { KeyValueStore } from '../app/drafts.ts';
import { Emitter, type Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';

const storeKey = 'linkRoots';

export interface FoundLink {
  /** Absolute path of the folder whose `.vscode` holds the link. */
  readonly root: string;
  readonly link: RedeployLink;
}

export class WorkspaceLinks implements Disposable {
  readonly #store: KeyValueStore;
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  readonly #files = new Map<string, RedeployLinks>();
  readonly #changed = this.#owned.add(new Emitter<void>());

  /** A link was made or changed from here. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(store: KeyValueStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** Folders on disk that may hold links: those of the workspace, then those a sample was written to without one. */
  roots(): readonly string[] {
    const open = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    return [...new Set([...open.map(({ uri }) => uri.fsPath), ...this.#rememberedRoots()])];
  }

  /** The same with the folder of the function's own link first. */
  async rootsFor(key: FunctionKey): Promise<readonly string[]> {
    const linked = (await this.find(key))?.root;
    return linked === undefined ? this.roots() : [linked, ...this.roots().filter((root) => root !== linked)];
  }

  async all(): Promise<readonly FoundLink[]> {
    const found = await Promise.all(
      this.roots().map(async (root) => (await this.#fileOf(root).all()).map((link) => ({ root, link }))),
    );
    return found.flat();
  }

  async find({ targetId, functionName }: FunctionKey): Promise<FoundLink | undefined> {
    return (await this.all()).find(
      ({ link }) => link.functionName === functionName && linkTargetId(link.target) === targetId,
    );
  }

  /** Links whose folder holds the file; those of the innermost folder only. */
  async forFile(file: string): Promise<readonly FoundLink[]> {
    const holding = (await this.all()).filter((found) => isInside(linkedFolder(found), file));
    const longest = Math.max(...holding.map((found) => linkedFolder(found).length));
    return holding.filter((found) => linkedFolder(found).length === longest);
  }

  /** Changes one setting of a link; `undefined` takes it away. */
  async set<Member extends keyof RedeploySettings>(
    { root, link }: FoundLink,
    member: Member,
    value: RedeployLink[Member] | undefined,
  ): Promise<void> {
    await this.#fileOf(root).set(link, member, value);
    this.#changed.fire();
  }

  async save({ root, link }: FoundLink): Promise<void> {
    if (!this.roots().includes(root)) await this.#store.set(storeKey, [...this.#rememberedRoots(), root]);
    await this.#fileOf(root).save(link);
    this.#changed.fire();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #rememberedRoots(): readonly string[] {
    const stored = this.#store.get(storeKey);
    return Array.isArray(stored) ? stored.filter((root) => typeof root === 'string') : [];
  }

  #fileOf(root: string): RedeployLinks {
    const present = this.#files.get(root);
    if (present) return present;
    const links = this.#owned.add(new RedeployLinks(root, this.#log));
    this.#files.set(root, links);
    return links;
  }
}

export function linkedFolder({ root, link }: FoundLink): string {
  return path.join(root, link.folder);
}

/** True for the folder itself and for everything below it. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
