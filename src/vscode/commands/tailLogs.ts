/** "Tail Logs": follows a function's log in the panel at the bottom. */

import type { FunctionPicker } from '../functionPicker.ts';
import type { LogPanel } from '../panels/logPanel.ts';
import type { TailedFunctions } from '../panels/tailedFunctions.ts';
import { functionArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

export function tailLogs(picker: FunctionPicker, tailed: TailedFunctions, panel: LogPanel): CommandHandler {
  return async (argument) => {
    const named = functionArgument(argument);
    const atHand = named ?? (await picker.atHand(argument));
    // The view's own "+" means another function than the one that is followed already.
    const isMeant = atHand !== undefined && (named !== undefined || !tailed.has(atHand));
    const key = isMeant ? atHand : await picker.ask('Tail Logs');
    if (key !== undefined) await panel.follow({ targetId: key.targetId, functionName: key.functionName });
  };
}
