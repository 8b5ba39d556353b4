/** Marks rows whose function failed, runs on a deprecated runtime, or differs from its folder, in the theme's own colours. */

import { EventEmitter, type FileDecoration, type FileDecorationProvider, ThemeColor, type Uri } from 'vscode';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { ProjectState } from '../../app/project/projectStates.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { DriftWatch } from './driftWatch.ts';
import { conditionOf, hasDeprecatedRuntime } from './functionText.ts';
import { parseFunctionUri } from './functionUri.ts';

/** Nothing to see where both sides are the same, or where nothing is known of one. */
const driftDecorations: Readonly<Partial<Record<ProjectState, FileDecoration>>> = {
  changedHere: decoration('M', 'Changed here since it was deployed'),
  changedThere: decoration('↓', 'Changed there: someone else deployed since'),
  changedOnBothSides: decoration('↕', 'Changed here and there since it was deployed from here'),
};

function decoration(badge: string, tooltip: string): FileDecoration {
  return { badge, tooltip, color: new ThemeColor('gitDecoration.modifiedResourceForeground') };
}

export class FunctionDecorations implements FileDecorationProvider, Disposable {
  readonly #catalog: Pick<FunctionCatalog, 'find' | 'onDidChange'>;
  readonly #drift: Pick<DriftWatch, 'find' | 'onDidChange'>;
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new EventEmitter<undefined>());

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(
    catalog: Pick<FunctionCatalog, 'find' | 'onDidChange'>,
    drift: Pick<DriftWatch, 'find' | 'onDidChange'>,
    clock: Clock,
  ) {
    this.#catalog = catalog;
    this.#drift = drift;
    this.#clock = clock;
    this.#owned.add(drift.onDidChange(() => this.#changed.fire(undefined)));
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
    const state = this.#drift.find(key);
    return state === undefined ? undefined : driftDecorations[state];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
