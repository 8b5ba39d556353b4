/** "Invoke…": opens the invoke panel of a function. */

import type { FunctionPicker } from '../functionPicker.ts';
import type { InvokePanels } from '../panels/invokePanels.ts';
import type { CommandHandler } from './registry.ts';

export function invoke(picker: FunctionPicker, panels: InvokePanels): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Invoke');
    if (key === undefined) return;
    const { targetId, functionName } = key;
    panels.open({ targetId, functionName }, key.qualifier);
  };
}
