/** "Run Last Again": repeats the last invocation of this window with its panel's current event. */

import { messages } from '../messages.ts';
import type { InvokePanels } from '../panels/invokePanels.ts';
import type { CommandHandler } from './registry.ts';

export function runLastAgain(panels: InvokePanels): CommandHandler {
  return async () => {
    const panel = panels.openLast();
    if (panel === undefined) throw messages.nothingRunYet();
    await panel.invokeAgain();
  };
}
