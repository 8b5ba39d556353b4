/** "Redeploy": builds the linked folder and updates the function; links it first where it is not. */

import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import type { CommandHandler } from './registry.ts';

export function redeploy(
  picker: FunctionPicker,
  links: WorkspaceLinks,
  linker: Linker,
  flow: RedeployFlow,
  trust: TrustedWorkspace,
): CommandHandler {
  return async (argument) => {
    trust.demandForBuild();
    const key = await picker.pick(argument, 'Redeploy');
    if (key === undefined) return;
    const found = (await links.find(key)) ?? (await linker.link(key));
    if (found !== undefined) await flow.run(found);
  };
}
