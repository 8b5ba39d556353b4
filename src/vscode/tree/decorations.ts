/** Marks rows whose function failed or runs on a deprecated runtime, in the theme's own colours. */

import { EventEmitter, type FileDecoration, type FileDecorationProvider, ThemeColor, type Uri } from 'vscode';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { conditionOf, hasDeprecatedRuntime } from './functionText.ts';
import { parseFunctionUri } from './functionUri.ts';

export class FunctionDecorations implements FileDecorationProvider, Disposable {
  readonly #catalog: Pick<FunctionCatalog, 'find' | 'onDidChange'>;
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new EventEmitter<undefined>());

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(catalog: Pick<FunctionCatalog, 'find' | 'onDidChange'>, clock: Clock) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#owned.add(catalog.onDidChange(() => this.#changed.fire(undefined)));
  }

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    const key = parseFunctionUri(uri);
    const configuration = key && this.#catalog.find(key.targetId, key.functionName);
    if (!configuration) return undefined;
    if (conditionOf(configuration) === 'failed') {
      return { badge: '✕', tooltip: 'Failed', color: new ThemeColor('list.errorForeground') };
    }
    if (hasDeprecatedRuntime(configuration, this.#clock.now())) {
      return { badge: '!', tooltip: 'Deprecated runtime', color: new ThemeColor('list.warningForeground') };
    }
    return undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
