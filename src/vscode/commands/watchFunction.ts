/** "Watch and Redeploy on Save": switches it on or off for a function. On AWS it asks first, with account and Region. */

import { linkTargetId } from '../../app/deploy/redeployLink.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Accounts } from '../accounts.ts';
import { confirmChange } from '../confirm.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import { messages } from '../messages.ts';
import type { RedeployWatches } from '../redeployWatches.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import type { CommandHandler } from './registry.ts';

export interface WatchFunctionOptions {
  readonly picker: Pick<FunctionPicker, 'pick'>;
  readonly links: Pick<WorkspaceLinks, 'find'>;
  readonly linker: Pick<Linker, 'link'>;
  readonly targets: TargetRegistry;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly watches: Pick<RedeployWatches, 'isOn' | 'switchOn' | 'switchOff'>;
}

export function watchFunction(options: WatchFunctionOptions): CommandHandler {
  const { picker, links, linker, targets, accounts, trust, watches } = options;
  return async (argument) => {
    trust.demandForBuild();
    const key = await picker.pick(argument, 'Watch and Redeploy on Save');
    if (key === undefined) return;
    const found = (await links.find(key)) ?? (await linker.link(key));
    if (found === undefined) return;
    if (watches.isOn(found)) return await watches.switchOff(found);
    const target = targets.get(linkTargetId(found.link.target));
    if (target === undefined) throw messages.unknownTarget(key.targetId);
    if (!target.runsHere) {
      const effect = 'From now on, saving a file of its folder replaces its code there.';
      const { functionName } = found.link;
      const accountId = await accounts.ask(target);
      if (!(await confirmChange(target, accountId, { verb: 'Watch', functionName, effect }))) return;
    }
    await watches.switchOn(found);
  };
}
