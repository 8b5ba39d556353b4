/** "Open in AWS Console": the function's page in the browser. */

import { env, Uri } from 'vscode';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { messages } from '../messages.ts';
import { functionArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

export function openInConsole(targets: TargetRegistry): CommandHandler {
  return async (argument) => {
    const key = functionArgument(argument);
    const target = key && targets.get(key.targetId);
    if (key === undefined || target === undefined) throw messages.needsRow('Open in AWS Console');
    const address = target.consoleUrl(key.functionName);
    if (address === undefined) throw messages.noConsole(target.label);
    await env.openExternal(Uri.parse(address, true));
  };
}
