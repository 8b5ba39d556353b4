/** "Redeploy All Changed Functions": every linked function of a target, a few at a time, with one summary. */

import { type BatchResult, batchText, redeployAll as runAll } from '../../app/deploy/redeployAll.ts';
import type { Target } from '../../app/target.ts';
import type { Clock } from '../../base/clock.ts';
import type { HumanAction } from '../../base/humanError.ts';
import { messageOf } from '../../base/humanError.ts';
import type { Log } from '../../base/log.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import type { Accounts } from '../accounts.ts';
import { confirmIfProtected } from '../confirm.ts';
import type { Notify } from '../notify.ts';
import { chooseRedeploys, keyOf, type RedeployChoiceOptions } from '../redeployChoice.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import { resultText } from '../redeployText.ts';
import { withSlowProgress } from '../slowProgress.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { FoundLink } from '../workspaceLinks.ts';
import type { CommandHandler } from './registry.ts';

export interface RedeployAllOptions extends RedeployChoiceOptions {
  readonly flow: Pick<RedeployFlow, 'runQuietly'>;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly log: Log;
}

/** A few at a time; one that fails stops no other. "Retry Failed" calls it with those that did. */
export function redeployAll(options: RedeployAllOptions): CommandHandler {
  const { flow, accounts, trust, notify, clock, log } = options;
  return async (argument) => {
    trust.demandForBuild();
    const choice = await chooseRedeploys(options, argument);
    if (choice === undefined) return;
    const { target, chosen } = choice;
    trust.demandFor(target);
    const names = chosen.map(({ link }) => link.functionName);
    const what = names.length === 1 ? (names[0] ?? '') : `${names.length} functions`;
    const effect = `Those whose code has changed are replaced at once: ${names.join(', ')}`;
    if (!(await confirmIfProtected(target, accounts, { verb: 'Redeploy', functionName: what, effect }))) return;
    const startedAt = clock.monotonic();
    const results = await withSlowProgress(clock, `Redeploying ${what} on ${target.label}`, (report, signal) => {
      let ended = 0;
      const onResult = (result: BatchResult<FoundLink>) => {
        ended += 1;
        report(`${ended} of ${chosen.length}: ${result.item.link.functionName}`);
        log.info(lineOf(result, target));
      };
      return runAll(chosen, (found, runSignal) => flow.runQuietly(found, runSignal), onResult, signal);
    });
    const text = batchText(results, ({ link }) => link.functionName, target.label, clock.monotonic() - startedAt);
    const failed = results.filter(({ kind }) => kind === 'failed').map(({ item }) => keyOf(item));
    if (failed.length === 0) notify.info(text);
    else notify.warn(text, retry(failed), { label: 'Show Log', command: 'lambdaWorkbench.openLog' });
  };
}

function retry(keys: readonly FunctionKey[]): HumanAction {
  const command: CommandId = 'lambdaWorkbench.redeployAll';
  return { label: 'Retry Failed', command, arguments: [keys] };
}

function lineOf(result: BatchResult<FoundLink>, target: Target): string {
  const { functionName } = result.item.link;
  if (result.kind === 'done') return resultText(result.outcome, functionName, target.label);
  return result.kind === 'failed' ? `${functionName}: ${messageOf(result.error)}` : `${functionName}: cancelled`;
}
