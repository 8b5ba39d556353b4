/** The workspace's own record of which folder is which function: `.vscode/lambda-workbench.json`. */

import { Emitter, type Event } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';

export interface RedeployLink {
  readonly functionName: string;
  readonly target: LinkTarget;
  /** Relative to the workspace folder, POSIX slashes. */
  readonly folder: string;
  readonly build: BuildSetting;
}

export type LinkTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'aws'; readonly profile: string; readonly region: string; readonly accountId?: string };

export type BuildSetting =
  | {
      readonly kind: 'esbuild';
      /** The handler's source file, relative to the folder. */
      readonly entry: string;
      /** ES module unless said otherwise, or unless the entry is CommonJS. */
      readonly format?: 'esm' | 'cjs';
      /** Packages that are not bundled. Without it: what the runtime provides itself. */
      readonly external?: readonly string[];
    }
  | { readonly kind: 'copy' };

/** Id of the target that a link means (`Target.id`). */
export function linkTargetId(target: LinkTarget): string {
  return target.kind === 'local' ? 'local' : `${target.profile}/${target.region}`;
}

export class RedeployLinks implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(_workspaceFolder: string, _log: Log) {}

  async find(_targetId: string, _functionName: string): Promise<RedeployLink | undefined> {
    return undefined;
  }
  async all(): Promise<readonly RedeployLink[]> {
    return [];
  }
  async save(_link: RedeployLink): Promise<void> {}
  /** The file was changed by someone else: the editor's watcher calls it. */
  fileChanged(): void {
    this.#changed.fire();
  }
  dispose(): void {
    this.#changed.dispose();
  }
}
