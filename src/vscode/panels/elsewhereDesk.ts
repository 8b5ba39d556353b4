/** Sends the panel's event to the same function on other targets: asks on protected ones, ends all of them together. */

import { invokeRequest } from '../../app/invokeRequest.ts';
import { type InvocationOptions, sendInvocation } from '../../app/runs/sendInvocation.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { messageOf } from '../../base/humanError.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { ElsewhereRequests } from '../../protocol/elsewhere.ts';
import type { FunctionKey, InvokeIntent, RunResult } from '../../protocol/invokePanel.ts';
import { confirmIfProtected } from '../confirm.ts';
import { messages } from '../messages.ts';
import type { PanelFactsOptions } from './panelFacts.ts';

export interface ElsewhereDeskOptions extends Omit<PanelFactsOptions, 'target'> {
  readonly targets: TargetRegistry;
  /** How one invocation is sent on the panel's own target. */
  readonly invocation: () => InvocationOptions;
  /** The run belongs to the history of the target that it was made on. */
  readonly keepRun: (key: FunctionKey, intent: InvokeIntent, result: RunResult) => Promise<void>;
}

export class ElsewhereDesk implements Disposable {
  readonly #options: ElsewhereDeskOptions;
  #running = new AbortController();

  readonly requests: HandlersFor<ElsewhereRequests> = {
    runOn: (wanted) => this.#run(wanted),
  };

  constructor(options: ElsewhereDeskOptions) {
    this.#options = options;
  }

  cancel(): void {
    this.#running.abort();
    this.#running = new AbortController();
  }

  dispose(): void {
    this.#running.abort();
  }

  async #run({ targetId, intent }: ElsewhereRequests['runOn']['argument']): Promise<RunResult | null> {
    const { key, targets, catalog, accounts, trust, invocation } = this.#options;
    const { functionName } = key;
    const { signal } = this.#running;
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    trust.demandFor(target);
    const request = invokeRequest(functionName, intent);
    const effect = 'It is invoked once, with the event of this panel.';
    if (!(await confirmIfProtected(target, accounts, { verb: 'Invoke', functionName, effect }))) return null;
    // Its timeout and its price are the other function's own; what cannot be read is no reason not to invoke.
    if (!catalog.find(targetId, functionName)) await catalog.refreshFunction(targetId, functionName).catch(() => {});
    const options = { ...invocation(), target, configuration: catalog.find(targetId, functionName) };
    const result = await sendInvocation(request, intent.eventText, options, signal);
    this.#options.keepRun({ targetId, functionName }, intent, result).catch((error: unknown) => {
      options.log.warn(`The history of ${functionName} on ${target.label} could not be kept: ${messageOf(error)}`);
    });
    return result;
  }
}
