/** Finds out which function a command means: from the row, the panel or the file at hand, and only then by asking. */

import { type QuickPickItem, window } from 'vscode';
import { linkTargetId } from '../app/deploy/redeployLink.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { FunctionMarks } from '../app/functionMarks.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { Clock } from '../base/clock.ts';
import { DisposableStore } from '../base/lifecycle.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import { fromSelection } from '../protocol/manifest.ts';
import { type FunctionArgument, functionArgument } from './commands/arguments.ts';
import { messages } from './messages.ts';
import type { InvokePanels } from './panels/invokePanels.ts';
import type { FunctionsView } from './tree/functionsView.ts';
import { functionDescription } from './tree/functionText.ts';
import type { TrustedWorkspace } from './trust.ts';
import type { WorkspaceLinks } from './workspaceLinks.ts';

export interface FunctionPickerOptions {
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly links: WorkspaceLinks;
  readonly panels: InvokePanels;
  readonly view: FunctionsView;
  readonly trust: TrustedWorkspace;
  readonly clock: Clock;
  /** Remembers what was picked. */
  readonly marks: Pick<FunctionMarks, 'use'>;
}

interface FunctionItem extends QuickPickItem {
  readonly key: FunctionKey;
}

export class FunctionPicker {
  readonly #options: FunctionPickerOptions;

  constructor(options: FunctionPickerOptions) {
    this.#options = options;
  }

  /** The function that a command's argument names, or the one at hand; asks where neither tells. `undefined`: cancelled. */
  async pick(argument: unknown, title: string): Promise<FunctionArgument | undefined> {
    const picked = functionArgument(argument) ?? (await this.atHand(argument)) ?? (await this.ask(title));
    if (picked !== undefined) {
      await this.#options.marks.use({ targetId: picked.targetId, functionName: picked.functionName });
    }
    return picked;
  }

  /** The function of the selected row, of the active panel, or of the file being edited. */
  async atHand(argument?: unknown): Promise<FunctionArgument | undefined> {
    const { view, panels, links } = this.#options;
    if (argument === fromSelection) {
      const selected = functionArgument(view.selection[0]);
      if (selected) return selected;
    }
    const active = panels.active;
    if (active) return active.key;
    const file = window.activeTextEditor?.document.uri;
    if (file?.scheme !== 'file') return undefined;
    const found = await links.forFile(file.fsPath);
    const keys = found.map(({ link }) => ({
      targetId: linkTargetId(link.target),
      functionName: link.functionName,
    }));
    return keys.length === 1 ? keys[0] : undefined;
  }

  /** Lists the functions of all targets, as they come in. */
  async ask(title: string): Promise<FunctionKey | undefined> {
    const { catalog } = this.#options;
    const owned = new DisposableStore();
    const picker = owned.add(window.createQuickPick<FunctionItem>());
    picker.title = title;
    picker.placeholder = 'Choose a function';
    picker.matchOnDescription = true;
    const fill = () => {
      const { items, isLoading, failure } = this.#items();
      picker.busy = isLoading;
      // Setting the items moves the selection, so only when there is something new.
      if (items.length !== picker.items.length) picker.items = items;
      return items.length === 0 && !isLoading ? (failure ?? messages.noFunctions()) : undefined;
    };
    try {
      return await new Promise<FunctionKey | undefined>((resolve, reject) => {
        const update = () => {
          const nothing = fill();
          if (nothing) reject(nothing);
        };
        owned.add(catalog.onDidChange(update));
        owned.add(picker.onDidAccept(() => resolve(picker.selectedItems[0]?.key)));
        owned.add(picker.onDidHide(() => resolve(undefined)));
        picker.show();
        update();
      });
    } finally {
      owned.dispose();
    }
  }

  #items(): { readonly items: readonly FunctionItem[]; readonly isLoading: boolean; readonly failure?: Error } {
    const { targets, catalog, trust, clock } = this.#options;
    const usable = targets.list().filter((target) => !target.runsHere || trust.isTrusted);
    const pages = usable.map((target) => ({ target, page: catalog.functions(target.id) }));
    const failure = pages.find(({ page }) => page.error)?.page.error;
    return {
      isLoading: pages.some(({ page }) => page.loading),
      items: pages.flatMap(({ target, page }) =>
        page.functions.map((configuration) => ({
          label: configuration.FunctionName ?? '',
          description: `${target.label} · ${functionDescription(configuration, clock.now())}`,
          key: { targetId: target.id, functionName: configuration.FunctionName ?? '' },
        })),
      ),
      ...(failure ? { failure } : {}),
    };
  }
}
