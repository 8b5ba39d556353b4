/** "Redeploy All Changed Functions": every linked function of a target, a few at a time, with one summary. */

import { window } from 'vscode';
import { type BatchResult, batchText, redeployAll as runAll } from '../../app/deploy/redeployAll.ts';
import { linkTargetId } from '../../app/deploy/redeployLink.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import type { HumanAction } from '../../base/humanError.ts';
import { messageOf } from '../../base/humanError.ts';
import type { Log } from '../../base/log.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import type { Accounts } from '../accounts.ts';
import { confirmIfProtected } from '../confirm.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import type { RedeployFlow } from '../redeployFlow.ts';
import { resultText } from '../redeployText.ts';
import { withSlowProgress } from '../slowProgress.ts';
import type { TrustedWorkspace } from '../trust.ts';
import type { FoundLink, WorkspaceLinks } from '../workspaceLinks.ts';
import { nodeArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

export interface RedeployAllOptions {
  readonly links: Pick<WorkspaceLinks, 'all'>;
  readonly flow: Pick<RedeployFlow, 'runQuietly'>;
  readonly targets: TargetRegistry;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly log: Log;
}

const title = 'Redeploy All Changed Functions';

/** On a target's row: those of the target. With a list of functions: those, as "Retry Failed" asks for. */
export function redeployAll(options: RedeployAllOptions): CommandHandler {
  const { links, flow, targets, accounts, trust, notify, clock, log } = options;
  return async (argument) => {
    trust.demandForBuild();
    const wanted = Array.isArray(argument) ? (argument as readonly FunctionKey[]) : undefined;
    const all = (await links.all()).filter((found) => wanted === undefined || wanted.some((key) => isFor(found, key)));
    if (all.length === 0) throw messages.noLinks();
    const target = await askForTarget(targets, all, argument);
    if (target === undefined) return;
    const chosen = all.filter(({ link }) => linkTargetId(link.target) === target.id);
    if (chosen.length === 0) throw messages.noLinks();
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

async function askForTarget(
  targets: TargetRegistry,
  all: readonly FoundLink[],
  argument: unknown,
): Promise<Target | undefined> {
  const node = nodeArgument(argument);
  if (node?.kind === 'target') return targets.get(node.targetId);
  const ids = [...new Set(all.map(({ link }) => linkTargetId(link.target)))];
  const items = ids.flatMap((id) => {
    const target = targets.get(id);
    const count = all.filter(({ link }) => linkTargetId(link.target) === id).length;
    const description = `${count} linked${target?.isProtected === true ? ' · protected' : ''}`;
    return target === undefined ? [] : [{ label: target.label, description, target }];
  });
  if (items.length === 0) throw messages.unknownTarget(ids.join(', '));
  if (items.length === 1) return items[0]?.target;
  return (await window.showQuickPick(items, { title, placeHolder: 'Where they are redeployed' }))?.target;
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

function keyOf({ link }: FoundLink): FunctionKey {
  return { targetId: linkTargetId(link.target), functionName: link.functionName };
}

function isFor(found: FoundLink, { targetId, functionName }: FunctionKey): boolean {
  const own = keyOf(found);
  return own.targetId === targetId && own.functionName === functionName;
}
