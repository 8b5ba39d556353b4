/** Makes the link between a function and a folder, and keeps it in the workspace with target and account. */

import path from 'node:path';
import type { LinkTarget } from '../app/deploy/redeployLink.ts';
import type { Target } from '../app/target.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import type { Accounts } from './accounts.ts';
import { messages } from './messages.ts';
import { askForProjectFolder, type ProjectFolder } from './projectFolders.ts';
import type { FoundLink, WorkspaceLinks } from './workspaceLinks.ts';

export class Linker {
  readonly #targets: TargetRegistry;
  readonly #accounts: Accounts;
  readonly #links: WorkspaceLinks;

  constructor(targets: TargetRegistry, accounts: Accounts, links: WorkspaceLinks) {
    this.#targets = targets;
    this.#accounts = accounts;
    this.#links = links;
  }

  /** Asks for the folder. `undefined` when it was cancelled. */
  async link(key: FunctionKey): Promise<FoundLink | undefined> {
    const title = `Redeploy ${key.functionName}`;
    const folder = await askForProjectFolder(this.#links.roots(), title, key.functionName);
    return folder && (await this.save(key, folder));
  }

  async save({ targetId, functionName }: FunctionKey, { root, folder, guess }: ProjectFolder): Promise<FoundLink> {
    const target = this.#targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    const found: FoundLink = {
      root,
      link: {
        functionName,
        target: await this.#linkTarget(target),
        folder: path.relative(root, folder).split(path.sep).join('/') || '.',
        build: guess.build,
      },
    };
    await this.#links.save(found);
    return found;
  }

  async #linkTarget(target: Target): Promise<LinkTarget> {
    if (target.runsHere) return { kind: 'local' };
    const profile = target.id.slice(0, target.id.lastIndexOf('/'));
    const accountId = await this.#accounts.ask(target);
    return { kind: 'aws', profile, region: target.region, ...(accountId === undefined ? {} : { accountId }) };
  }
}
