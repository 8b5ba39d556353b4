/** What changes only the Functions view: refresh, filter, and whether a variable's value is shown. */

import { window } from 'vscode';
import { messages } from '../messages.ts';
import type { FunctionsView } from '../tree/functionsView.ts';
import { nodeArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

/** On a row: what is listed below it. Elsewhere: everything. */
export function refresh(view: FunctionsView): CommandHandler {
  return (argument) => view.refresh(nodeArgument(argument));
}

/** The rows follow while the filter is typed; Escape brings back what was there. */
export function filterFunctions(view: FunctionsView): CommandHandler {
  return async () => {
    const before = view.filter;
    const input = window.createInputBox();
    input.title = 'Filter Functions';
    input.placeholder = 'Part of the name, runtime:python, tag:team=red, stack:shop, state:failed';
    input.value = before;
    try {
      await new Promise<void>((resolve) => {
        input.onDidChangeValue((text) => view.setFilter(text.trim()));
        input.onDidAccept(() => resolve());
        input.onDidHide(() => {
          view.setFilter(before);
          resolve();
        });
        input.show();
      });
    } finally {
      input.dispose();
    }
  };
}

/** Pressed on the last row under a target or a heading. */
export function showMoreFunctions(view: FunctionsView): CommandHandler {
  return (argument) => {
    const node = nodeArgument(argument);
    if (node === undefined) throw messages.needsRow('Show More Functions');
    view.showMore(node);
  };
}

export function clearFilter(view: FunctionsView): CommandHandler {
  return () => view.setFilter('');
}

export function showEnvironmentValue(view: FunctionsView, isShown: boolean): CommandHandler {
  return (argument) => {
    const node = nodeArgument(argument);
    if (node?.kind !== 'detail') throw messages.needsRow(isShown ? 'Show Value' : 'Hide Value');
    view.showValue(node, isShown);
  };
}
