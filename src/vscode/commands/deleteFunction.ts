/** "Delete…": always asks; on a protected target the name has to be typed. */

import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Accounts } from '../accounts.ts';
import { type Change, confirmByTyping, confirmChange } from '../confirm.ts';
import { messages } from '../messages.ts';
import type { InvokePanels } from '../panels/invokePanels.ts';
import { functionArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

export function deleteFunction(
  targets: TargetRegistry,
  catalog: FunctionCatalog,
  accounts: Accounts,
  panels: InvokePanels,
): CommandHandler {
  return async (argument) => {
    const key = functionArgument(argument);
    const target = key && targets.get(key.targetId);
    if (key === undefined || target === undefined) throw messages.needsRow('Delete');
    const { targetId, functionName } = key;
    const accountId = target.runsHere ? undefined : await accounts.ask(target);
    const effect = 'Its code, versions and aliases are removed for good; its logs stay.';
    const change: Change = { verb: 'Delete', functionName, effect };
    const confirm = target.isProtected ? confirmByTyping : confirmChange;
    if (!(await confirm(target, accountId, change))) return;
    catalog.setActivity(targetId, functionName, 'Deleting…');
    try {
      await catalog.deleteFunction(targetId, functionName);
      panels.get({ targetId, functionName })?.close();
    } finally {
      catalog.setActivity(targetId, functionName, undefined);
    }
  };
}
