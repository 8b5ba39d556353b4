/** How it is seen that functions are redeployed on save: an item of the status bar, and a letter on their rows. */

import {
  EventEmitter,
  type FileDecoration,
  type FileDecorationProvider,
  MarkdownString,
  StatusBarAlignment,
  type StatusBarItem,
  type Uri,
  window,
} from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import type { RedeployWatches, WatchState } from './redeployWatches.ts';
import { parseFunctionUri } from './tree/functionUri.ts';

export class WatchSigns implements FileDecorationProvider, Disposable {
  readonly #watches: Pick<RedeployWatches, 'states' | 'onDidChange'>;
  readonly #owned = new DisposableStore();
  readonly #item: StatusBarItem;
  readonly #changed = this.#owned.add(new EventEmitter<Uri[] | undefined>());
  #shown = '';

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(watches: Pick<RedeployWatches, 'states' | 'onDidChange'>) {
    this.#watches = watches;
    this.#item = this.#owned.add(window.createStatusBarItem('lambdaWorkbench.watch', StatusBarAlignment.Left));
    this.#item.name = 'Lambda: Watch';
    this.#item.command = 'lambdaWorkbench.watchFunction' satisfies CommandId;
    this.#owned.add(watches.onDidChange(() => this.#draw()));
    this.#owned.add(window.registerFileDecorationProvider(this));
  }

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    const key = parseFunctionUri(uri);
    const isWatched = this.#watches
      .states()
      .some((state) => state.key.targetId === key?.targetId && state.key.functionName === key.functionName);
    return isWatched ? { badge: '◉', tooltip: 'Redeployed on save' } : undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const states = this.#watches.states();
    const ids = states.map(({ key }) => `${key.targetId}/${key.functionName}`).join('\n');
    if (ids !== this.#shown) this.#changed.fire(undefined);
    this.#shown = ids;
    if (states.length === 0) {
      this.#item.hide();
      return;
    }
    this.#item.text = statusText(states);
    this.#item.tooltip = new MarkdownString(states.map(lineOf).join('\n\n'));
    this.#item.accessibilityInformation = { label: `Redeployed on save: ${states.map(nameOf).join(', ')}` };
    this.#item.show();
  }
}

/** `$(eye) hello`, `$(sync~spin) hello`, `$(error) 1 of 3` */
export function statusText(states: readonly WatchState[]): string {
  const failing = states.filter(({ last }) => last?.isError === true);
  const running = states.filter(({ isRunning }) => isRunning);
  const icon = running.length > 0 ? '$(sync~spin)' : failing.length > 0 ? '$(error)' : '$(eye)';
  const [only] = states;
  const what = states.length === 1 && only !== undefined ? nameOf(only) : countText(states.length, failing.length);
  return `${icon} ${what}`;
}

function countText(all: number, failing: number): string {
  return failing === 0 ? `${all} functions` : `${failing} of ${all} functions`;
}

function nameOf({ key }: WatchState): string {
  return key.functionName;
}

/** File names hold what Markdown would take for its own. */
function lineOf({ key, last, isRunning }: WatchState): string {
  const text = isRunning ? 'redeploying…' : (last?.text ?? 'waiting for a save');
  return `${key.functionName}: ${text}`.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&');
}
