/** "Undo Last Redeploy": what the last redeploy from this machine replaced comes back. */

import type { FunctionPicker } from '../functionPicker.ts';
import type { Linker } from '../linker.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import type { WorkspaceLinks } from '../workspaceLinks.ts';
import type { CommandHandler } from './registry.ts';

export interface UndoRedeployOptions {
  readonly picker: Pick<FunctionPicker, 'pick'>;
  readonly links: Pick<WorkspaceLinks, 'find'>;
  readonly linker: Pick<Linker, 'withoutFolder'>;
  readonly flow: Pick<RedeployFlow, 'undo'>;
}

export function undoRedeploy({ picker, links, linker, flow }: UndoRedeployOptions): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Undo Last Redeploy');
    if (key === undefined) return;
    // The package is kept by function: taking it back needs no folder, so a link that is gone is in nobody's way.
    await flow.undo((await links.find(key)) ?? linker.withoutFolder(key));
  };
}
