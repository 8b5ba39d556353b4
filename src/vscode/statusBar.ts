/** One item on the left, there only while a Lambda view or panel is in use: the state of Local and the way to it. */

import { StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import type { LocalServiceState } from '../app/localServiceHost.ts';
import type { Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { ids } from '../protocol/manifest.ts';

export interface StatusBarOptions {
  readonly local: { readonly state: LocalServiceState; readonly onDidChange: Event<LocalServiceState> };
  /** Fires whenever a view or panel of ours appears or goes. */
  readonly onDidChangeUse: Event<void>;
  readonly isInUse: () => boolean;
}

export class StatusBar implements Disposable {
  readonly #options: StatusBarOptions;
  readonly #owned = new DisposableStore();
  readonly #item: StatusBarItem;

  constructor(options: StatusBarOptions) {
    this.#options = options;
    this.#item = this.#owned.add(window.createStatusBarItem('lambdaWorkbench.local', StatusBarAlignment.Left));
    this.#item.name = 'Lambda';
    this.#item.command = `${ids.functionsView}.focus`;
    this.#owned.add(options.local.onDidChange(() => this.#draw()));
    this.#owned.add(options.onDidChangeUse(() => this.#draw()));
    this.#draw();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    if (!this.#options.isInUse()) {
      this.#item.hide();
      return;
    }
    const { text, tooltip } = describe(this.#options.local.state);
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: tooltip };
    this.#item.show();
  }
}

function describe(local: LocalServiceState): { readonly text: string; readonly tooltip: string } {
  switch (local.state) {
    case 'running': {
      const { host, port } = new URL(local.ready.endpoint);
      return { text: `$(vm-running) Lambda: Local :${port}`, tooltip: `The local Lambda service answers at ${host}` };
    }
    case 'starting':
      return { text: '$(loading~spin) Lambda: Local', tooltip: 'The local Lambda service is starting' };
    case 'failed':
      return { text: '$(error) Lambda: Local', tooltip: `The local Lambda service could not start: ${local.message}` };
    case 'stopped':
      return { text: '$(vm-outline) Lambda: Local', tooltip: 'The local Lambda service is stopped' };
  }
}
