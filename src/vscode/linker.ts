/** Makes the link between a function and a folder, and keeps it in the workspace with target and account. */

import path from 'node:path';
import type { LinkTarget } from '../app/deploy/redeployLink.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { ProjectCatalog } from '../app/project/projectCatalog.ts';
import type { Target } from '../app/target.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import type { Accounts } from './accounts.ts';
import { messages } from './messages.ts';
import { onlyFolder } from './onlyFolder.ts';
import { askForProjectFolder, type ProjectFolder } from './projectFolders.ts';
import type { FoundLink, WorkspaceLinks } from './workspaceLinks.ts';

export interface LinkerOptions {
  readonly targets: TargetRegistry;
  readonly accounts: Accounts;
  readonly links: WorkspaceLinks;
  readonly catalog: Pick<FunctionCatalog, 'find'>;
  /** What the workspace defines. */
  readonly project: Pick<ProjectCatalog, 'scans'>;
}

export class Linker {
  readonly #targets: TargetRegistry;
  readonly #accounts: Accounts;
  readonly #links: WorkspaceLinks;
  readonly #options: LinkerOptions;

  constructor(options: LinkerOptions) {
    this.#options = options;
    this.#targets = options.targets;
    this.#accounts = options.accounts;
    this.#links = options.links;
  }

  /** Finds the folder where definitions and handlers leave one answer, and asks where not. `undefined` when it was cancelled. */
  async link(key: FunctionKey): Promise<FoundLink | undefined> {
    const { catalog, project } = this.#options;
    const scans = await project.scans().catch(() => []);
    const deployed = catalog.find(key.targetId, key.functionName);
    const only = await onlyFolder(scans, this.#links.roots(), key.functionName, deployed);
    return only === undefined ? await this.choose(key) : await this.save(key, only);
  }

  /** Asks for the folder. `undefined` when it was cancelled. */
  async choose(key: FunctionKey): Promise<FoundLink | undefined> {
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

  /** For what needs to know where, and not from which folder. Nothing is saved. */
  withoutFolder({ targetId, functionName }: FunctionKey): FoundLink {
    const target = this.#targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    const link = { functionName, target: placeOf(target), folder: '.', build: { kind: 'copy' } } as const;
    return { root: '', link };
  }

  async #linkTarget(target: Target): Promise<LinkTarget> {
    const place = placeOf(target);
    if (place.kind === 'local') return place;
    const accountId = await this.#accounts.ask(target);
    return accountId === undefined ? place : { ...place, accountId };
  }
}

function placeOf(target: Target): LinkTarget {
  if (target.runsHere) return { kind: 'local' };
  const profile = target.id.slice(0, target.id.lastIndexOf('/'));
  return { kind: 'aws', profile, region: target.region };
}
