/** What the folders of this window define, read when it is first asked for and again when a definition changes. */

import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import type { ProjectScan } from './projectScan.ts';

export interface RootScan extends ProjectScan {
  /** Absolute path of the workspace folder. */
  readonly root: string;
}

export class ProjectCatalog implements Disposable {
  readonly #roots: () => readonly string[];
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #end = new AbortController();
  readonly #scans = new Map<string, Promise<RootScan>>();

  /** A definition changed, or the folders of the window did: ask again. */
  readonly onDidChange: Event<void> = this.#changed.event;

  /** `roots`: folders on disk, in the window's order. */
  constructor(roots: () => readonly string[], log: Log) {
    this.#roots = roots;
    this.#log = log;
  }

  /** One scan of a folder however many ask; kept until `changed`. Rejects when the catalog is disposed. */
  async scans(): Promise<readonly RootScan[]> {
    return Promise.all(this.#roots().map((root) => this.#scan(root)));
  }

  changed(): void {
    this.#scans.clear();
    this.#changed.fire();
  }

  dispose(): void {
    this.#end.abort();
    this.#owned.dispose();
  }

  #scan(root: string): Promise<RootScan> {
    const present = this.#scans.get(root);
    if (present !== undefined) return present;
    const scan = this.#read(root);
    this.#scans.set(root, scan);
    return scan;
  }

  /** Readers of YAML and TOML are loaded by the first scan. */
  async #read(root: string): Promise<RootScan> {
    const { scanProject } = await import('./projectScan.ts');
    const { functions, problems, definitionFiles, isCutOff } = await scanProject(root, this.#end.signal);
    this.#log.info(`${root} defines ${functions.length} functions`);
    return { root, functions, problems, definitionFiles, isCutOff };
  }
}
