/** The Project Functions view: what the folders of this window define, and how each function stands on each target. */

import path from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type EventEmitter, type TreeItem, workspace } from 'vscode';
import { toHumanError } from '../../app/awsErrors.ts';
import { linkTargetId } from '../../app/deploy/redeployLink.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { FolderFingerprints } from '../../app/project/folderFingerprint.ts';
import type { ProjectCatalog, RootScan } from '../../app/project/projectCatalog.ts';
import type { ProjectFunction } from '../../app/project/projectFunction.ts';
import { type DeployedFingerprints, projectState } from '../../app/project/projectStates.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { TrustedWorkspace } from '../trust.ts';
import { type FoundLink, linkedFolder } from '../workspaceLinks.ts';
import { definedFunctionItem, definitionItem, deployedItem, noteItem, problemItem } from './projectItems.ts';
import type {
  DefinedFunctionNode,
  DefinitionNode,
  DeployedNode,
  NoteNode,
  ProblemNode,
  ProjectNode,
} from './projectNodes.ts';

export interface ProjectViewOptions {
  readonly changed: EventEmitter<ProjectNode | undefined>;
  readonly project: ProjectCatalog;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly fingerprints: DeployedFingerprints;
  readonly folders: FolderFingerprints;
  readonly trust: TrustedWorkspace;
  readonly clock: Clock;
}

/** Files whose content is a definition. */
const definitions =
  '**/{template.yaml,template.yml,template.json,samconfig.toml,serverless.yml,serverless.yaml,serverless.json,*.tf,*.tfvars,cdk.out/manifest.json}';
/** Files that are a definition by being there. */
const handlers = '**/{index,app,handler,lambda_function,main}.{ts,mts,js,mjs,cjs,py}';
/** A checkout changes many files at once. */
const settleMs = 300;
const askDeadlineMs = 20_000;

export class ProjectView implements Disposable {
  readonly #options: ProjectViewOptions;
  readonly #owned = new DisposableStore();
  readonly #timer = this.#owned.add(new MutableDisposable<Disposable>());
  readonly #end = new AbortController();
  /** Rows on targets that were drawn, by function row: what they read stands beside the function. */
  readonly #drawn = new Map<string, readonly DeployedNode[]>();
  readonly #nodes = new Map<string, DefinedFunctionNode>();
  #isWatching = false;

  constructor(options: ProjectViewOptions) {
    this.#options = options;
    const { project, targets, catalog, changed } = options;
    this.#owned.add(project.onDidChange(() => changed.fire(undefined)));
    this.#owned.add(targets.onDidChange(() => changed.fire(undefined)));
    this.#owned.add(catalog.onDidChange(({ functionName }) => this.#functionChanged(functionName)));
    this.#owned.add(workspace.onDidChangeWorkspaceFolders(() => project.changed()));
    this.#owned.add(workspace.onDidSaveTextDocument(({ uri }) => this.#saved(uri.fsPath)));
  }

  async getChildren(node: ProjectNode | undefined): Promise<ProjectNode[]> {
    switch (node?.kind) {
      case undefined:
        this.#watch();
        return (await this.#options.project.scans()).flatMap((scan) => this.#roots(scan));
      case 'definition':
        return node.functions.map((defined) => this.#functionNode(node.root, defined));
      case 'definedFunction':
        return this.#deployed(node);
      case 'deployed':
      case 'problem':
      case 'note':
        return [];
    }
  }

  getTreeItem(node: ProjectNode): TreeItem {
    switch (node.kind) {
      case 'definition':
        return definitionItem(node);
      case 'definedFunction':
        return definedFunctionItem(node, this.#drawn.get(node.id) ?? []);
      case 'deployed':
        return deployedItem(node, this.#options.targets.get(node.targetId)?.label ?? node.targetId);
      case 'problem':
        return problemItem(node);
      case 'note':
        return noteItem(node);
    }
  }

  /** Remembers what was deployed from here, so that a later change of either side can be told. */
  async deployed(found: FoundLink, codeSha256: string | undefined): Promise<void> {
    const { folders, fingerprints } = this.#options;
    const source = await folders.of(linkedFolder(found), this.#end.signal);
    if (source === undefined || codeSha256 === undefined) return;
    const { target, functionName } = found.link;
    await fingerprints.keep({ targetId: linkTargetId(target), functionName }, { codeSha256, source });
    this.#functionChanged(functionName);
  }

  refresh(): void {
    this.#options.project.changed();
  }

  dispose(): void {
    this.#end.abort();
    this.#owned.dispose();
  }

  /** Problems first. One definition needs no row of its own. */
  #roots({ root, functions, problems, isCutOff }: RootScan): ProjectNode[] {
    const rows: ProjectNode[] = problems.map((problem, index): ProblemNode => {
      return { kind: 'problem', id: `${root}/(problem ${index})`, problem };
    });
    const files = new Set(functions.map(fileOf));
    for (const file of files) {
      const defined = functions.filter((one) => fileOf(one) === file);
      const [first] = defined;
      if (first === undefined || file === '' || files.size === 1) {
        rows.push(...defined.map((one) => this.#functionNode(root, one)));
      } else rows.push(definitionNode(root, file, defined, first));
    }
    if (isCutOff) rows.push(note(root, `${path.basename(root)} is very large: only a part of it was searched.`));
    return rows;
  }

  /** The same object for the same definition: the editor finds rows by it. */
  #functionNode(root: string, defined: ProjectFunction): DefinedFunctionNode {
    const id = `${defined.place.file}#${defined.logicalId}`;
    const present = this.#nodes.get(id);
    if (present !== undefined && JSON.stringify(present.defined) === JSON.stringify(defined)) return present;
    const node: DefinedFunctionNode = { kind: 'definedFunction', id, root, defined };
    this.#nodes.set(id, node);
    return node;
  }

  async #deployed(node: DefinedFunctionNode): Promise<ProjectNode[]> {
    const { targets, folders, trust, changed } = this.#options;
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(askDeadlineMs)]);
    const source = await folders.of(node.defined.folder, signal).catch(() => undefined);
    const asked = targets.list().filter((target) => !target.runsHere || trust.isTrusted);
    const rows = await Promise.all(asked.map((target) => this.#row(node, target, source)));
    const before = this.#drawn.get(node.id);
    this.#drawn.set(node.id, rows);
    // The function's own row tells what its rows read.
    if (statesOf(before) !== statesOf(rows)) changed.fire(node);
    return rows.length > 0 ? rows : [note(node.id, 'Trust this workspace to run Local: it runs code on this machine.')];
  }

  async #row(parent: DefinedFunctionNode, target: Target, source: string | undefined): Promise<DeployedNode> {
    const { catalog, fingerprints } = this.#options;
    const functionName = this.#nameOn(target, parent.defined);
    const row = {
      kind: 'deployed',
      id: `${parent.id}@${target.id}`,
      parent,
      targetId: target.id,
      functionName,
    } as const;
    try {
      const deployed = catalog.find(target.id, functionName) ?? (await this.#read(target, functionName));
      const last = await fingerprints.find(row);
      return { ...row, state: projectState(last, deployed?.CodeSha256, source) };
    } catch (error) {
      return { ...row, state: undefined, failure: messageOf(error) };
    }
  }

  /** `undefined` when there is no such function. */
  async #read(target: Target, functionName: string): Promise<FunctionConfiguration | undefined> {
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(askDeadlineMs)]);
    try {
      const { lambda } = await target.connect(signal);
      return await lambda.getFunctionConfiguration({ FunctionName: functionName }, { signal });
    } catch (error) {
      if (error instanceof LambdaServiceError && error.code === 'ResourceNotFoundException') return undefined;
      throw toHumanError(error, { action: `Read ${functionName}`, targetLabel: target.label });
    }
  }

  /** A stack's own name for the function is found where the target has been listed. */
  #nameOn(target: Target, { functionName, generatedPrefix }: ProjectFunction): string {
    const { catalog } = this.#options;
    if (generatedPrefix === undefined || target.runsHere || catalog.find(target.id, functionName)) return functionName;
    const made = catalog.listed(target.id).find(({ FunctionName }) => FunctionName?.startsWith(generatedPrefix));
    return made?.FunctionName ?? functionName;
  }

  /** A definition changed, or a folder with a handler came or went. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const { project } = this.#options;
    const soon = () => this.#soon(() => project.changed());
    const written = this.#owned.add(workspace.createFileSystemWatcher(definitions));
    this.#owned.add(written.onDidChange(soon));
    const present = this.#owned.add(workspace.createFileSystemWatcher(handlers, false, true, false));
    for (const watcher of [written, present]) {
      this.#owned.add(watcher.onDidCreate(soon));
      this.#owned.add(watcher.onDidDelete(soon));
    }
  }

  #functionChanged(functionName: string | undefined): void {
    if (functionName === undefined) return;
    for (const [id, rows] of this.#drawn) {
      const node = this.#nodes.get(id);
      if (node !== undefined && rows.some((row) => row.functionName === functionName)) this.redraw(node);
    }
  }

  #saved(file: string): void {
    for (const id of this.#drawn.keys()) {
      const node = this.#nodes.get(id);
      if (node !== undefined && file.startsWith(node.defined.folder + path.sep)) this.redraw(node);
    }
  }

  /** How the function stands may be something else now. */
  redraw(node: DefinedFunctionNode): void {
    this.#options.changed.fire(node);
  }

  #soon(work: () => void): void {
    this.#timer.value = this.#options.clock.after(settleMs, work);
  }
}

/** Functions of a template stand together; those that are only handler files stand by themselves. */
function fileOf({ kind, place }: ProjectFunction): string {
  return kind === 'plain' ? '' : place.file;
}

function definitionNode(
  root: string,
  file: string,
  functions: readonly ProjectFunction[],
  { kind }: ProjectFunction,
): DefinitionNode {
  return { kind: 'definition', id: file, root, definition: kind, file, functions };
}

function note(id: string, text: string): NoteNode {
  return { kind: 'note', id: `${id}/(note)`, text };
}

function statesOf(rows: readonly DeployedNode[] | undefined): string {
  return (rows ?? []).map(({ targetId, state }) => `${targetId} ${state}`).join('\n');
}
