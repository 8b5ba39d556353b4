/**
 * The configuration of a function as a file that a text editor can open: `lambda-configuration:/TARGET/FUNCTION.lambda.json`.
 * Saving it is changing the function: the difference is shown and asked about, then sent.
 */

import { isDeepStrictEqual } from 'node:util';
import {
  commands,
  type EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  type FileStat,
  FileSystemError,
  FileType,
  type TextDocumentSaveReason,
  Uri,
  window,
  workspace,
} from 'vscode';
import { changeLines } from '../../app/configurationChange.ts';
import {
  configurationText,
  type EditedConfiguration,
  editableConfiguration,
  type ParsedDocument,
  parseConfigurationText,
} from '../../app/configurationDocument.ts';
import { ConfigurationConflict, readConfiguration, updateConfiguration } from '../../app/configurationUpdate.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { ids } from '../../protocol/manifest.ts';
import type { Accounts } from '../accounts.ts';
import { confirmChange } from '../confirm.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { withSlowProgress } from '../slowProgress.ts';

export interface ConfigurationFilesOptions {
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly accounts: Accounts;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly changed: EventEmitter<FileChangeEvent[]>;
}

/** A document that is or was open. */
interface Held {
  text: string;
  /** What the developer has seen of the target: a change is measured against it. */
  seen: EditedConfiguration;
  readAtMs: number;
}

/** `TextDocumentSaveReason.Manual` */
const byHand: TextDocumentSaveReason = 1;
const compare = 'Compare';
const reload = 'Reload';

export class ConfigurationFiles implements Disposable {
  readonly #options: ConfigurationFilesOptions;
  readonly #owned = new DisposableStore();
  readonly #held = new Map<string, Held>();
  /** What is on the target now, for the left side of Compare. */
  readonly #current = new Map<string, string>();
  #lastReason: TextDocumentSaveReason = byHand;

  constructor(options: ConfigurationFilesOptions) {
    this.#options = options;
    this.#owned.add(
      workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (document.uri.scheme === ids.configurationScheme) this.#lastReason = reason;
      }),
    );
    this.#owned.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#held.delete(uri.toString());
        this.#current.delete(uri.toString());
      }),
    );
  }

  /** Reads the function anew, and shows it. Rejects with `HumanError`. */
  async open(key: FunctionKey): Promise<void> {
    const uri = configurationUri(key);
    const name = uri.toString();
    // Unsaved changes go on being measured against what the developer saw when making them.
    const isEdited = workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === name);
    if (!isEdited) {
      await this.#read(uri);
      this.#announce(uri);
    }
    await window.showTextDocument(uri);
  }

  async stat(uri: Uri): Promise<FileStat> {
    const { text, readAtMs } = this.#comparison(uri) ?? this.#held.get(uri.toString()) ?? (await this.#read(uri));
    return { type: FileType.File, ctime: 0, mtime: readAtMs, size: new TextEncoder().encode(text).byteLength };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    const { text } = this.#comparison(uri) ?? this.#held.get(uri.toString()) ?? (await this.#read(uri));
    return new TextEncoder().encode(text);
  }

  /** Saving. Rejects where nothing was changed, so that the editor keeps the document as unsaved. */
  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const reason = this.#lastReason;
    this.#lastReason = byHand;
    if (uri.query !== '') throw FileSystemError.NoPermissions(uri);
    if (reason !== byHand) throw messages.savedByItself();
    const key = keyOf(uri);
    const held = this.#held.get(uri.toString()) ?? (await this.#read(uri));
    const text = new TextDecoder().decode(content);
    const parsed = parseConfigurationText(text);
    if (changeLines(held.seen, parsed.edited).length > 0) {
      const configuration = await this.#apply(uri, key, held, parsed);
      held.seen = configuration;
    } else if (parsed.unknown.length > 0) {
      throw messages.unknownMembers(parsed.unknown);
    }
    held.text = text;
    held.readAtMs = this.#options.clock.now();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #apply(uri: Uri, key: FunctionKey, held: Held, parsed: ParsedDocument): Promise<EditedConfiguration> {
    const { targets, catalog, accounts, notify, clock } = this.#options;
    const { targetId, functionName } = key;
    const target = targetOf(targets, targetId);
    const base = held.seen;
    const accountId = target.runsHere ? undefined : await accounts.ask(target);
    const notSent = parsed.unknown.map((path) => `${path}: unknown, not sent`);
    const effect = [...changeLines(base, parsed.edited), ...notSent].join('\n');
    if (!(await confirmChange(target, accountId, { verb: 'Update', functionName, effect }))) {
      throw messages.changeDeclined(functionName, target.label);
    }
    catalog.setActivity(targetId, functionName, 'Updating…');
    try {
      const updated = await withSlowProgress(
        clock,
        `Updating the configuration of ${functionName} on ${target.label}`,
        (_, signal) => updateConfiguration(target, { functionName, base, edited: parsed.edited }, clock, signal),
      );
      notify.info(`The configuration of ${functionName} on ${target.label} is updated.`);
      return editableConfiguration(updated);
    } catch (error) {
      if (error instanceof ConfigurationConflict) void this.#offerConflict(uri, held, error).catch(notify.error);
      throw error;
    } finally {
      catalog.setActivity(targetId, functionName, undefined);
      await catalog.refreshFunction(targetId, functionName).catch(() => {});
    }
  }

  /** After Compare the other change was seen, so saving again may build on it; after Reload it is the document. */
  async #offerConflict(uri: Uri, held: Held, conflict: ConfigurationConflict): Promise<void> {
    const current = editableConfiguration(conflict.current);
    const detail = changeLines(held.seen, current).join('\n');
    const chosen = await window.showWarningMessage(conflict.message, { modal: true, detail }, compare, reload);
    if (chosen === undefined) return;
    if (!isDeepStrictEqual(held.seen, current)) held.seen = current;
    held.text = configurationText(conflict.current);
    held.readAtMs = this.#options.clock.now();
    if (chosen === reload) {
      this.#announce(uri);
      await window.showTextDocument(uri);
      await commands.executeCommand('workbench.action.files.revert');
      return;
    }
    this.#current.set(uri.toString(), held.text);
    const name = `${keyOf(uri).functionName}.lambda.json`;
    await commands.executeCommand('vscode.diff', uri.with({ query: 'current' }), uri, `${name}: there now ↔ yours`);
  }

  /** The left side of Compare: what is on the target, not to be written to. */
  #comparison(uri: Uri): { readonly text: string; readonly readAtMs: number } | undefined {
    if (uri.query === '') return undefined;
    return { text: this.#current.get(uri.with({ query: '' }).toString()) ?? '', readAtMs: 0 };
  }

  async #read(uri: Uri): Promise<Held> {
    const { targetId, functionName } = keyOf(uri);
    const target = targetOf(this.#options.targets, targetId);
    const configuration = await readConfiguration(target, functionName);
    const held: Held = {
      text: configurationText(configuration),
      seen: editableConfiguration(configuration),
      readAtMs: this.#options.clock.now(),
    };
    this.#held.set(uri.toString(), held);
    return held;
  }

  #announce(uri: Uri): void {
    this.#options.changed.fire([{ type: FileChangeType.Changed, uri }]);
  }
}

export function configurationUri({ targetId, functionName }: FunctionKey): Uri {
  // A connection's id holds a slash: the folder name must not.
  const path = `/${encodeURIComponent(targetId)}/${functionName}.lambda.json`;
  return Uri.from({ scheme: ids.configurationScheme, path });
}

function keyOf(uri: Uri): FunctionKey {
  const [, folder, file] = uri.path.split('/');
  if (folder === undefined || !file?.endsWith('.lambda.json')) throw FileSystemError.FileNotFound(uri);
  return { targetId: decodeURIComponent(folder), functionName: file.slice(0, -'.lambda.json'.length) };
}

function targetOf(targets: TargetRegistry, targetId: string): Target {
  const target = targets.get(targetId);
  if (target === undefined) throw new HumanError(messages.unknownTarget(targetId).message);
  return target;
}
