/** "Invoke Cold": invokes with the current panel's event in a new execution environment. */

import { messages } from '../messages.ts';
import type { InvokePanels } from '../panels/invokePanels.ts';
import type { CommandHandler } from './registry.ts';

export function invokeCold(panels: InvokePanels): CommandHandler {
  return async () => {
    const panel = panels.active ?? panels.openLast();
    if (panel === undefined) throw messages.nothingRunYet();
    await panel.invokeCold();
  };
}
