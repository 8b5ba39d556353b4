/** Links into the editor: `…/function?target=ID&name=NAME` shows the function and its invoke panel. Nothing is run. */

import type { Uri } from 'vscode';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import { isFunctionName } from '../lambda/names.ts';
import { messages } from './messages.ts';
import type { InvokePanels } from './panels/invokePanels.ts';

export function openDeepLink(uri: Uri, targets: TargetRegistry, panels: InvokePanels): void {
  const parameters = new URLSearchParams(uri.query);
  const targetId = parameters.get('target');
  const functionName = parameters.get('name');
  if (uri.path !== '/function' || targetId === null || functionName === null || !isFunctionName(functionName)) {
    throw messages.badLink(`${uri.path}?${uri.query}`);
  }
  if (targets.get(targetId) === undefined) throw messages.unknownTarget(targetId);
  panels.open({ targetId, functionName });
}
