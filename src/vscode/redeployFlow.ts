/** Redeploying as the developer sees it: one question on protected targets, the row says "Deploying…", one notification. */

import { workspace } from 'vscode';
import { type ForeignCode, ForeignCodeKept } from '../app/deploy/foreignCode.ts';
import type { Redeploy, RedeployOutcome, RedeployRequest } from '../app/deploy/redeploy.ts';
import { linkTargetId } from '../app/deploy/redeployLink.ts';
import type { NewFunction } from '../app/deploy/redeployRun.ts';
import type { RedeployStage } from '../app/deploy/redeployStage.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { Target } from '../app/target.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { Clock } from '../base/clock.ts';
import type { HumanAction } from '../base/humanError.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import type { Accounts } from './accounts.ts';
import { confirmIfProtected } from './confirm.ts';
import { messages } from './messages.ts';
import type { Notify } from './notify.ts';
import { isTroubled, resultText, stageTexts } from './redeployText.ts';
import { withSlowProgress } from './slowProgress.ts';
import type { TrustedWorkspace } from './trust.ts';
import { type FoundLink, isInside, linkedFolder } from './workspaceLinks.ts';

export interface RedeployFlowOptions {
  /** Builder and packager are loaded by the first redeploy. */
  readonly loadRedeploy: () => Promise<Pick<Redeploy, 'run' | 'undo' | 'leftBehind'>>;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  /** Someone else deployed since: may it be overwritten? */
  readonly askAboutForeignCode: (target: Target, found: ForeignCode, signal: AbortSignal) => Promise<boolean>;
  /** What the target runs now came from the linked folder as it was when the redeploy began. */
  readonly onDeployed?: (found: FoundLink, codeSha256: string | undefined) => Promise<void>;
  /** What else is to be told about the function when it was redeployed. */
  readonly afterword?: (key: FunctionKey) => Promise<Afterword | undefined>;
}

/** A sentence without its full stop, and what can be done about it. */
export interface Afterword {
  readonly text: string;
  readonly buttons: readonly HumanAction[];
}

/** A redeploy without a word: of watching, and of many at once. */
export interface QuietRun {
  readonly create?: NewFunction | undefined;
  readonly onStage?: (stage: RedeployStage) => void;
  readonly onForeignCode?: (found: ForeignCode) => Promise<boolean>;
}

export class RedeployFlow {
  readonly #options: RedeployFlowOptions;
  readonly #underWay = new Set<string>();

  constructor(options: RedeployFlowOptions) {
    this.#options = options;
  }

  /** `undefined` when it was declined. With `create`, a function that is not there yet is made. */
  async run(found: FoundLink, create?: NewFunction): Promise<RedeployOutcome | undefined> {
    return await this.#run(found, create).catch(orDeclined);
  }

  async #run(found: FoundLink, create: NewFunction | undefined): Promise<RedeployOutcome | undefined> {
    const { accounts, clock, askAboutForeignCode } = this.#options;
    const { functionName } = found.link;
    const target = this.#targetOf(found);
    const change = { verb: create ? 'Deploy' : 'Redeploy', functionName, effect: effectOf(create) };
    return await this.#exclusively(found, target, async () => {
      if (!(await confirmIfProtected(target, accounts, change))) return undefined;
      const outcome = await withSlowProgress(
        clock,
        `Redeploying ${functionName} on ${target.label}`,
        (report, signal) =>
          this.#deploy(found, target, signal, {
            create,
            onStage: (stage) => report(stageTexts[stage]),
            onForeignCode: (foreign) => askAboutForeignCode(target, foreign, signal),
          }),
      );
      await this.#tell(found, target, outcome);
      return outcome;
    });
  }

  /** Rejects as `Redeploy.run` does; nothing is asked and nothing shown but the row. */
  async runQuietly(found: FoundLink, signal: AbortSignal, how: QuietRun = {}): Promise<RedeployOutcome> {
    const target = this.#targetOf(found);
    return await this.#exclusively(found, target, () => this.#deploy(found, target, signal, how));
  }

  /** Takes the last redeploy of the function back. */
  async undo(found: FoundLink): Promise<void> {
    await this.#undo(found).catch(orDeclined);
  }

  async #undo(found: FoundLink): Promise<void> {
    const { accounts, clock, notify, loadRedeploy, askAboutForeignCode } = this.#options;
    const { functionName } = found.link;
    const target = this.#targetOf(found);
    const effect = 'The code of before the last redeploy comes back; an alias that it moved goes back.';
    await this.#exclusively(found, target, async () => {
      if (!(await confirmIfProtected(target, accounts, { verb: 'Undo Redeploy of', functionName, effect }))) return;
      const title = `Undoing the redeploy of ${functionName} on ${target.label}`;
      const undone = await withSlowProgress(clock, title, async (report, signal) => {
        const onForeignCode = (foreign: ForeignCode) => askAboutForeignCode(target, foreign, signal);
        const onStage = (stage: RedeployStage) => report(stageTexts[stage]);
        const redeploy = await loadRedeploy();
        return await this.#inRow(found, 'Undoing…', () =>
          redeploy.undo({ ...requestOf(found, target), onStage, onForeignCode }, signal),
        );
      });
      const alias = undone.alias?.from === undefined ? '' : ` ${undone.alias.name} leads where it led.`;
      const key = keyOf(found);
      notify.info(`${functionName} on ${target.label} runs the code of before the redeploy again.${alias}`, {
        label: 'Invoke…',
        command: 'lambdaWorkbench.invoke' satisfies CommandId,
        arguments: [key],
      });
    });
  }

  async #deploy(found: FoundLink, target: Target, signal: AbortSignal, how: QuietRun): Promise<RedeployOutcome> {
    const { loadRedeploy, notify } = this.#options;
    await saveEdited(linkedFolder(found));
    const redeploy = await loadRedeploy();
    let stage: RedeployStage = 'build';
    const request: RedeployRequest = {
      ...requestOf(found, target),
      create: how.create,
      onStage: (reached) => {
        stage = reached;
        how.onStage?.(reached);
      },
      onForeignCode: how.onForeignCode,
    };
    try {
      const outcome = await this.#inRow(found, 'Deploying…', () => redeploy.run(request, signal));
      const isOld = outcome.kind === 'unchanged';
      await this.#options.onDeployed?.(found, isOld ? outcome.codeSha256 : outcome.configuration.CodeSha256);
      return outcome;
    } catch (error) {
      // What was cancelled before anything was sent left nothing to tell.
      if (signal.aborted && !['build', 'package', 'compare'].includes(stage)) {
        const left = await redeploy.leftBehind(request);
        if (left !== undefined) notify.info(`Cancelled. ${left}`);
      }
      throw error;
    }
  }

  /** One deployment of a function at a time, to the account that the link is for, of a workspace that is trusted. */
  async #exclusively<Result>(found: FoundLink, target: Target, work: () => Promise<Result>): Promise<Result> {
    this.#options.trust.demandForBuild();
    const { functionName } = found.link;
    const id = `${target.id}/${functionName}`;
    if (this.#underWay.has(id)) throw messages.alreadyDeploying(functionName);
    this.#underWay.add(id);
    try {
      await this.#demandSameAccount(found, target);
      return await work();
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** The row says what is happening, and is read again afterwards. */
  async #inRow<Result>(found: FoundLink, activity: string, work: () => Promise<Result>): Promise<Result> {
    const { catalog } = this.#options;
    const { targetId, functionName } = keyOf(found);
    catalog.setActivity(targetId, functionName, activity);
    try {
      return await work();
    } finally {
      catalog.setActivity(targetId, functionName, undefined);
      await catalog.refreshFunction(targetId, functionName).catch(() => {});
    }
  }

  async #tell(found: FoundLink, target: Target, outcome: RedeployOutcome): Promise<void> {
    const { notify, afterword } = this.#options;
    const key = keyOf(found);
    const more = await afterword?.(key).catch(() => undefined);
    const command = (id: CommandId, label: string): HumanAction => ({ label, command: id, arguments: [key] });
    const buttons = [
      command('lambdaWorkbench.invoke', 'Invoke…'),
      ...(outcome.kind !== 'unchanged' && outcome.canUndo ? [command('lambdaWorkbench.undoRedeploy', 'Undo')] : []),
      ...(more?.buttons ?? []),
    ];
    const result = resultText(outcome, found.link.functionName, target.label);
    const text = more === undefined ? result : `${result.replace(/\.$/, '')}. ${more.text}.`;
    if (isTroubled(outcome)) notify.warn(text, ...buttons);
    else notify.info(text, ...buttons);
  }

  #targetOf({ link }: FoundLink): Target {
    const target = this.#options.targets.get(linkTargetId(link.target));
    if (target === undefined) throw messages.unknownTarget(linkTargetId(link.target));
    return target;
  }

  /** A profile may lead to another account than when the folder was linked. */
  async #demandSameAccount({ link }: FoundLink, target: Target): Promise<void> {
    if (link.target.kind !== 'aws' || link.target.accountId === undefined) return;
    const accountId = await this.#options.accounts.ask(target);
    if (accountId !== undefined && accountId !== link.target.accountId) {
      throw messages.otherAccount(link.functionName, link.target.accountId, accountId);
    }
  }
}

/** Whoever was asked and kept the code of others knows that nothing was overwritten. */
function orDeclined(error: unknown): undefined {
  if (!(error instanceof ForeignCodeKept)) throw error;
}

function requestOf({ root, link }: FoundLink, target: Target): RedeployRequest {
  return { target, workspaceFolder: root, link };
}

function keyOf({ link }: FoundLink): FunctionKey {
  return { targetId: linkTargetId(link.target), functionName: link.functionName };
}

function effectOf(create: NewFunction | undefined): string {
  return create ? 'A new function is created there.' : 'Its code ($LATEST) is replaced at once.';
}

/** What is on screen is what gets deployed. */
async function saveEdited(folder: string): Promise<void> {
  const edited = workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && isInside(folder, uri.fsPath),
  );
  await Promise.all(edited.map((document) => document.save()));
}
