/** "Edit Configuration": the function's settings as a JSON document that changes the function when it is saved. */

import type { ConfigurationFiles } from '../configuration/configurationFiles.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { CommandHandler } from './registry.ts';

export function editConfiguration(picker: FunctionPicker, files: ConfigurationFiles): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Edit Configuration');
    if (key === undefined) return;
    const { targetId, functionName } = key;
    await files.open({ targetId, functionName });
  };
}
