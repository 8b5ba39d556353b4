/** Whether code of this workspace, or on this machine, may run. */

import { workspace } from 'vscode';
import type { Target } from '../app/target.ts';
import { Emitter, type Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { messages } from './messages.ts';

export class TrustedWorkspace implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #granted = this.#owned.add(new Emitter<void>());

  readonly onDidGrant: Event<void> = this.#granted.event;

  constructor() {
    this.#owned.add(workspace.onDidGrantWorkspaceTrust(() => this.#granted.fire()));
  }

  get isTrusted(): boolean {
    return workspace.isTrusted;
  }

  /** Throws where the target would run something on this machine that nobody vouched for. */
  demandFor(target: Target): void {
    if (target.runsHere && !workspace.isTrusted) throw messages.untrustedLocal();
  }

  demandForBuild(): void {
    if (!workspace.isTrusted) throw messages.untrustedBuild();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
