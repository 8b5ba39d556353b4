/** "Link to Folder…": chooses, or chooses anew, the folder that a function is redeployed from. */

import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import type { Notify } from '../notify.ts';
import type { CommandHandler } from './registry.ts';

export function linkFunction(picker: FunctionPicker, linker: Linker, notify: Notify): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Link to Folder');
    const found = key && (await linker.choose(key));
    if (key === undefined || found === undefined) return;
    notify.info(`${key.functionName} is redeployed from ${found.link.folder} now.`, {
      label: 'Redeploy',
      command: 'lambdaWorkbench.redeploy',
      arguments: [{ targetId: key.targetId, functionName: key.functionName }],
    });
  };
}
