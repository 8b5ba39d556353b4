/** Where links to a log lead: a request in the log view, and the source of a stack frame. */

import { asObject, asText } from '../../base/json.ts';
import { parseStackFrame } from '../../lambda/stackFrames.ts';
import type { FunctionKey, StackFrame } from '../../protocol/invokePanel.ts';
import { messages } from '../messages.ts';
import type { LogPanel } from '../panels/logPanel.ts';
import type { TailedFunctions } from '../panels/tailedFunctions.ts';
import type { CommandHandler } from './registry.ts';

/** `{ requestId }`; with `targetId` and `functionName` the function is tailed first, where it is not yet. */
export function showRequest(panel: LogPanel, tailed: TailedFunctions): CommandHandler {
  return async (argument) => {
    const about = asObject(argument);
    const [requestId, targetId, functionName] = ['requestId', 'targetId', 'functionName'].map((name) =>
      asText(about?.[name]),
    );
    if (targetId !== undefined && functionName !== undefined) await tailed.add({ targetId, functionName });
    if (requestId !== undefined) await panel.showRequest(requestId);
  };
}

export function openStackFrame(
  tailed: TailedFunctions,
  openFrame: (key: FunctionKey, frame: StackFrame) => Promise<void>,
): CommandHandler {
  return async (argument) => {
    const functionName = asText(asObject(argument)?.['functionName']);
    const frame = parseStackFrame(asText(asObject(argument)?.['text']) ?? '');
    const key = functionName === undefined ? undefined : tailed.keyNamed(functionName);
    if (key === undefined || frame === undefined) throw messages.nothingTailed();
    await openFrame(key, frame);
  };
}
