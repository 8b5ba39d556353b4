/** Over the handler of a linked function: Invoke, Logs, Redeploy, and how its last run went. */

import path from 'node:path';
import {
  CodeLens,
  type CodeLensProvider,
  type Command,
  type DocumentSelector,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
} from 'vscode';
import { linkTargetId } from '../app/deploy/redeployLink.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import { guessProject } from '../app/project/projectProbe.ts';
import type { LastRuns } from '../app/runs/lastRuns.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { handlerFiles, parseHandler } from '../lambda/handler.ts';
import { handlerLine } from '../lambda/handlerPlace.ts';
import { parseRuntime } from '../lambda/runtimes.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import { type FoundLink, linkedFolder, type WorkspaceLinks } from './workspaceLinks.ts';

export interface HandlerLensesOptions {
  readonly links: Pick<WorkspaceLinks, 'forFile'>;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly lastRuns: LastRuns;
  readonly isOn: () => boolean;
  /** The setting was switched. */
  readonly onDidSwitch: (listener: () => void) => Disposable;
}

const selector: DocumentSelector = ['typescript', 'javascript', 'python'].map((language) => ({
  language,
  scheme: 'file',
}));

export class HandlerLenses implements CodeLensProvider, Disposable {
  readonly #options: HandlerLensesOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new EventEmitter<void>());

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(options: HandlerLensesOptions) {
    this.#options = options;
    const again = () => this.#changed.fire();
    this.#owned.add(options.lastRuns.onDidChange(again));
    this.#owned.add(options.catalog.onDidChange(again));
    this.#owned.add(options.targets.onDidChange(again));
    this.#owned.add(options.onDidSwitch(again));
    this.#owned.add(languages.registerCodeLensProvider(selector, this));
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    if (!this.#options.isOn()) return [];
    const found = await this.#options.links.forFile(document.uri.fsPath);
    const lenses = await Promise.all(found.map((link) => this.#lensesOf(document, link, found.length > 1)));
    return lenses.flat();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #lensesOf(document: TextDocument, found: FoundLink, isOneOfMany: boolean): Promise<CodeLens[]> {
    const key: FunctionKey = { targetId: linkTargetId(found.link.target), functionName: found.link.functionName };
    const target = this.#options.targets.get(key.targetId);
    const exportName = target && (await this.#handlerIn(document.uri.fsPath, found, key));
    const line = exportName && handlerLine(document.getText(), exportName, document.uri.fsPath);
    if (target === undefined || line === undefined || line === '') return [];
    const place = isOneOfMany ? ` (${found.link.functionName}, ${target.label})` : '';
    const range = new Range(line, 0, line, 0);
    return this.#commands(key, place).map((command) => new CodeLens(range, command));
  }

  #commands(key: FunctionKey, place: string): readonly Command[] {
    const command = (title: string, id: CommandId): Command => ({ title, command: id, arguments: [key] });
    const words = this.#options.lastRuns.of(key);
    return [
      command(`$(play) Invoke${place}`, 'lambdaWorkbench.invoke'),
      command('Logs', 'lambdaWorkbench.tailLogs'),
      command('Redeploy', 'lambdaWorkbench.redeploy'),
      ...(words === undefined ? [] : [command(words, 'lambdaWorkbench.invoke')]),
    ];
  }

  /** What the file exports as the function's handler; `undefined` when the handler is in another file. */
  async #handlerIn(file: string, found: FoundLink, key: FunctionKey): Promise<string | undefined> {
    const folder = linkedFolder(found);
    const { build } = found.link;
    const known = this.#options.catalog.find(key.targetId, key.functionName);
    // A function that nobody has listed yet is described by its folder.
    const guess = known?.Handler === undefined ? await guessProject(folder) : undefined;
    const handler = known?.Handler ?? guess?.handler;
    const runtime = known?.Runtime ?? guess?.runtime;
    if (handler === undefined || runtime === undefined) return undefined;
    const files = build.kind === 'esbuild' ? [build.entry] : handlerFiles(handler, runtime);
    const isHere = files.some((candidate) => path.join(folder, candidate) === file);
    return isHere ? parseHandler(handler, parseRuntime(runtime).family)?.exportName : undefined;
  }
}
