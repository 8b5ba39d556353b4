/** Where the links of a `lambda-log` document lead: a request in the log view, and the source of a stack frame. */

import { asObject, asText } from '../../base/json.ts';
import { parseStackFrame } from '../../lambda/stackFrames.ts';
import type { FunctionKey, StackFrame } from '../../protocol/invokePanel.ts';
import { messages } from '../messages.ts';
import type { LogPanel } from '../panels/logPanel.ts';
import type { TailedFunctions } from '../panels/tailedFunctions.ts';
import type { CommandHandler } from './registry.ts';

export function showRequest(panel: LogPanel): CommandHandler {
  return async (argument) => {
    const requestId = asText(asObject(argument)?.['requestId']);
    if (requestId !== undefined) await panel.showFilter(`request:${requestId}`);
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
