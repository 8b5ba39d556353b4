/** Redeploying as the developer sees it: one question on protected targets, the row says "Deploying…", one notification. */

import { workspace } from 'vscode';
import type { Redeploy, RedeployOutcome } from '../app/deploy/redeploy.ts';
import { linkTargetId } from '../app/deploy/redeployLink.ts';
import type { NewFunction } from '../app/deploy/redeployRun.ts';
import type { RedeployStage } from '../app/deploy/redeployStage.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { Target } from '../app/target.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { Clock } from '../base/clock.ts';
import { formatBytes, formatDuration } from '../base/text.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import type { Accounts } from './accounts.ts';
import { confirmIfProtected } from './confirm.ts';
import { messages } from './messages.ts';
import type { Notify } from './notify.ts';
import { withSlowProgress } from './slowProgress.ts';
import type { TrustedWorkspace } from './trust.ts';
import { type FoundLink, isInside, linkedFolder } from './workspaceLinks.ts';

export interface RedeployFlowOptions {
  /** Builder and packager are loaded by the first redeploy. */
  readonly loadRedeploy: () => Promise<Pick<Redeploy, 'run'>>;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  /** What the target runs now came from the linked folder as it was when the redeploy began. */
  readonly onDeployed?: (found: FoundLink, codeSha256: string | undefined) => Promise<void>;
}

const stageTexts: Readonly<Record<RedeployStage, string>> = {
  build: 'Building…',
  package: 'Packaging…',
  compare: 'Comparing…',
  bucket: 'Uploading to S3…',
  upload: 'Uploading…',
  wait: 'Waiting for the update…',
  publish: 'Publishing a version…',
  smoke: 'Trying it…',
  shift: 'Shifting the alias…',
};

export class RedeployFlow {
  readonly #options: RedeployFlowOptions;
  readonly #underWay = new Set<string>();

  constructor(options: RedeployFlowOptions) {
    this.#options = options;
  }

  /** `undefined` when it was declined. With `create`, a function that is not there yet is made. */
  async run(found: FoundLink, create?: NewFunction): Promise<RedeployOutcome | undefined> {
    const { targets, accounts, trust, notify } = this.#options;
    const { functionName } = found.link;
    const target = targets.get(linkTargetId(found.link.target));
    if (target === undefined) throw messages.unknownTarget(linkTargetId(found.link.target));
    trust.demandForBuild();
    const key = { targetId: target.id, functionName };
    const id = `${target.id}/${functionName}`;
    if (this.#underWay.has(id)) throw messages.alreadyDeploying(functionName);
    this.#underWay.add(id);
    try {
      await this.#demandSameAccount(found, target);
      const change = { verb: create ? 'Deploy' : 'Redeploy', functionName, effect: effectOf(create) };
      if (!(await confirmIfProtected(target, accounts, change))) return undefined;
      await saveEdited(linkedFolder(found));
      const outcome = await this.#deploy(found, target, key, create);
      await this.#options.onDeployed?.(
        found,
        outcome.kind === 'unchanged' ? outcome.codeSha256 : outcome.configuration.CodeSha256,
      );
      notify.info(resultText(outcome, functionName, target.label), {
        label: 'Invoke…',
        command: 'lambdaWorkbench.invoke',
        arguments: [key],
      });
      return outcome;
    } finally {
      this.#underWay.delete(id);
    }
  }

  async #deploy(
    found: FoundLink,
    target: Target,
    { targetId, functionName }: FunctionKey,
    create: NewFunction | undefined,
  ): Promise<RedeployOutcome> {
    const { catalog, clock, loadRedeploy } = this.#options;
    const redeploy = await loadRedeploy();
    catalog.setActivity(targetId, functionName, 'Deploying…');
    try {
      return await withSlowProgress(clock, `Redeploying ${functionName} on ${target.label}`, (report, signal) =>
        redeploy.run(
          {
            target,
            workspaceFolder: found.root,
            link: found.link,
            create,
            onStage: (stage) => report(stageTexts[stage]),
          },
          signal,
        ),
      );
    } finally {
      catalog.setActivity(targetId, functionName, undefined);
      await catalog.refreshFunction(targetId, functionName).catch(() => {});
    }
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

/** `Redeployed hello-ts on Local in 96 ms (4.1 KB): build 40 ms · package 3 ms · upload 21 ms · wait 12 ms` */
export function resultText(outcome: RedeployOutcome, functionName: string, targetLabel: string): string {
  const totalMs = outcome.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const total = formatDuration(totalMs);
  if (outcome.kind === 'unchanged') {
    return `${functionName} on ${targetLabel} already runs this code: nothing was uploaded (checked in ${total}).`;
  }
  const steps = outcome.steps.map(({ stage, durationMs }) => `${stage} ${formatDuration(durationMs)}`).join(' · ');
  const verb = outcome.kind === 'created' ? 'Created' : 'Redeployed';
  return `${verb} ${functionName} on ${targetLabel} in ${total} (${formatBytes(outcome.packageBytes)}): ${steps}`;
}
