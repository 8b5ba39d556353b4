/**
 * A small hand-written editor for tests of `src/vscode`: vitest resolves the module `vscode` to this file.
 * `editor` is the test's side of it: what was shown, what a person answers, what the workspace holds.
 */

import { rm, writeFile } from 'node:fs/promises';
import { FakeDiagnosticCollection } from './vscodeDiagnostics.ts';
import { type FakeTextDocument, languagesWorld, type Providers } from './vscodeLanguages.ts';

// biome-ignore lint/performance/noBarrelFile: the module `vscode` is one file to those who import it.
export { Diagnostic, DiagnosticSeverity } from './vscodeDiagnostics.ts';
export { CodeLens, DocumentLink, DocumentSymbol, Hover, SymbolKind } from './vscodeLanguages.ts';

import { MarkdownString, Range, Uri } from './vscodeValues.ts';

export { MarkdownString, Range, Uri };

type Listener<T> = (value: T) => unknown;

export class Disposable {
  readonly #release: () => void;
  constructor(release: () => void = () => {}) {
    this.#release = release;
  }
  dispose(): void {
    this.#release();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;
  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class TreeItem {
  label: string;
  collapsibleState: number;
  constructor(label: string, collapsibleState: number = TreeItemCollapsibleState.None) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class RelativePattern {
  readonly base: string;
  readonly pattern: string;
  constructor(base: string, pattern: string) {
    this.base = base;
    this.pattern = pattern;
  }
}

export class CancellationError extends Error {
  override readonly name = 'Canceled';
}

export class FileSystemError extends Error {
  static FileNotFound(uri: Uri): FileSystemError {
    return new FileSystemError(`FileNotFound: ${uri.toString()}`);
  }
}

export const ViewColumn = { Active: -1, Beside: -2, One: 1 } as const;
export const StatusBarAlignment = { Left: 1, Right: 2 } as const;
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 } as const;
export const ProgressLocation = { Notification: 15 } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const FileType = { File: 1, Directory: 2 } as const;
export const FileChangeType = { Changed: 1, Created: 2, Deleted: 3 } as const;
export const ExtensionMode = { Production: 1, Development: 2, Test: 3 } as const;

export interface ShownMessage {
  readonly kind: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly detail: string | undefined;
  readonly buttons: readonly string[];
}

export interface FakeDocument {
  readonly uri: Uri;
  isDirty: boolean;
  save(): Promise<boolean>;
}

/** What happened in the editor, and what it holds. `reset` before each test. */
class FakeEditor {
  shown: ShownMessage[] = [];
  executed: { readonly command: string; readonly args: readonly unknown[] }[] = [];
  opened: { readonly uri: string; readonly line: number | undefined }[] = [];
  picks: { readonly title: string | undefined; readonly labels: readonly string[] }[] = [];
  clipboard = '';
  deleted: string[] = [];
  readonly fileTouched = new EventEmitter<Uri>();
  external: string[] = [];
  terminals: { readonly shellPath: string; readonly shellArgs: readonly string[]; close(): void }[] = [];
  progress: { readonly title: string; cancel(): void; readonly messages: string[] }[] = [];
  settings = new Map<string, unknown>();
  context = new Map<string, unknown>();
  isTrusted = true;
  workspaceFolders: { readonly uri: Uri; readonly name: string }[] = [];
  files: Uri[] = [];
  documents: FakeDocument[] = [];
  activeDocument: Uri | undefined;
  readonly trustGranted = new EventEmitter<void>();
  readonly settingsChanged = new EventEmitter<{ affectsConfiguration(id: string): boolean }>();
  readonly terminalClosed = new EventEmitter<unknown>();
  readonly documentSaved = new EventEmitter<{ readonly uri: Uri }>();
  readonly foldersChanged = new EventEmitter<void>();
  readonly documentClosed = new EventEmitter<{ readonly uri: Uri }>();
  readonly documentSaving = new EventEmitter<{ readonly document: { readonly uri: Uri }; readonly reason: number }>();
  /** Answers to the questions to come, in order: a label, a text, or `undefined` for Escape. */
  answers: (string | undefined)[] = [];
  /** What is chosen where more than one may be. */
  answerMany: readonly string[] = [];
  quickPicks: FakeQuickPick[] = [];
  inputs: FakeInputBox[] = [];

  reset(): void {
    Object.assign(this, new FakeEditor());
  }

  answer(): string | undefined {
    return this.answers.shift();
  }

  changeSetting(id: string, value: unknown): void {
    this.settings.set(id, value);
    this.settingsChanged.fire({ affectsConfiguration: (asked) => id.startsWith(asked) });
  }
}

export const editor = new FakeEditor();

class FakeQuickPick {
  title: string | undefined;
  placeholder: string | undefined;
  busy = false;
  matchOnDescription = false;
  items: readonly { readonly label: string }[] = [];
  selectedItems: readonly { readonly label: string }[] = [];
  isVisible = false;
  readonly #accepted = new EventEmitter<void>();
  readonly #hidden = new EventEmitter<void>();
  readonly #typed = new EventEmitter<string>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidChangeValue = this.#typed.event;

  show(): void {
    this.isVisible = true;
  }
  type(text: string): void {
    this.#typed.fire(text);
  }
  accept(label: string): void {
    this.selectedItems = this.items.filter((item) => item.label === label);
    this.#accepted.fire();
  }
  hide(): void {
    this.isVisible = false;
    this.#hidden.fire();
  }
  dispose(): void {
    this.isVisible = false;
  }
}

class FakeInputBox {
  title: string | undefined;
  placeholder: string | undefined;
  value = '';
  readonly #accepted = new EventEmitter<void>();
  readonly #hidden = new EventEmitter<void>();
  readonly #typed = new EventEmitter<string>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidChangeValue = this.#typed.event;

  show(): void {}
  type(text: string): void {
    this.value = text;
    this.#typed.fire(text);
  }
  accept(): void {
    this.#accepted.fire();
  }
  hide(): void {
    this.#hidden.fire();
  }
  dispose(): void {}
}

function show(kind: ShownMessage['kind']) {
  return async (message: string, ...rest: unknown[]): Promise<string | undefined> => {
    const options = rest.find((item) => typeof item === 'object' && item !== null) as { detail?: string } | undefined;
    const buttons = rest.filter((item) => typeof item === 'string');
    editor.shown.push({ kind, message, detail: options?.detail, buttons });
    const wanted = buttons.length === 0 ? undefined : editor.answer();
    return buttons.find((button) => button === wanted);
  };
}

interface PickOptions {
  readonly title?: string;
  readonly canPickMany?: boolean;
}

export const window = {
  get activeTextEditor() {
    return editor.activeDocument && { document: { uri: editor.activeDocument } };
  },
  showInformationMessage: show('info'),
  showWarningMessage: show('warning'),
  showErrorMessage: show('error'),
  async showQuickPick(items: readonly (string | { label: string })[], options: PickOptions = {}) {
    const labelOf = (item: string | { label: string }) => (typeof item === 'string' ? item : item.label);
    editor.picks.push({ title: options.title, labels: items.map(labelOf) });
    if (options.canPickMany) return items.filter((item) => editor.answerMany.includes(labelOf(item)));
    const wanted = editor.answer();
    return items.find((item) => labelOf(item) === wanted);
  },
  async showInputBox(options: { validateInput?: (value: string) => string | undefined } = {}) {
    const typed = editor.answer();
    // The editor does not let a refused value through.
    return typed !== undefined && options.validateInput?.(typed) === undefined ? typed : undefined;
  },
  async showOpenDialog() {
    const chosen = editor.answer();
    return chosen === undefined ? undefined : [Uri.file(chosen)];
  },
  get visibleTextEditors() {
    return languagesWorld.editors;
  },
  onDidChangeVisibleTextEditors: (listener: Listener<void>) => languagesWorld.editorsChanged.event(listener),
  createTextEditorDecorationType: (options: object) => ({ ...options, dispose() {} }),
  showSaveDialog: async () => languagesWorld.savePlace,
  createQuickPick() {
    const picker = new FakeQuickPick();
    editor.quickPicks.push(picker);
    return picker;
  },
  createInputBox() {
    const input = new FakeInputBox();
    editor.inputs.push(input);
    return input;
  },
  async showTextDocument(target: Uri | { uri: Uri }, options: { selection?: Range } = {}) {
    const uri = target instanceof Uri ? target : target.uri;
    editor.opened.push({ uri: uri.toString(), line: options.selection?.start.line });
  },
  createTerminal({ shellPath, shellArgs }: { shellPath: string; shellArgs: readonly string[] }) {
    const terminal = { show() {} };
    editor.terminals.push({ shellPath, shellArgs, close: () => editor.terminalClosed.fire(terminal) });
    return terminal;
  },
  onDidCloseTerminal: (listener: Listener<unknown>) => editor.terminalClosed.event(listener),
  createStatusBarItem() {
    return new FakeStatusBarItem();
  },
  async withProgress(
    { title }: { title: string },
    work: (
      progress: { report(step: { message: string }): void },
      token: { onCancellationRequested(listener: () => void): Disposable },
    ) => Promise<unknown>,
  ) {
    const cancelled = new EventEmitter<void>();
    const messages: string[] = [];
    editor.progress.push({ title, messages, cancel: () => cancelled.fire() });
    return await work(
      { report: ({ message }) => messages.push(message) },
      { onCancellationRequested: (listener) => cancelled.event(listener) },
    );
  },
};

export class FakeStatusBarItem {
  static readonly all: FakeStatusBarItem[] = [];
  name = '';
  text = '';
  tooltip = '';
  command = '';
  accessibilityInformation: { readonly label: string } | undefined;
  isVisible = false;
  constructor() {
    FakeStatusBarItem.all.push(this);
  }
  show(): void {
    this.isVisible = true;
  }
  hide(): void {
    this.isVisible = false;
  }
  dispose(): void {
    this.isVisible = false;
  }
}

export const workspace = {
  get isTrusted() {
    return editor.isTrusted;
  },
  get workspaceFolders() {
    return editor.workspaceFolders.length === 0 ? undefined : editor.workspaceFolders;
  },
  get textDocuments() {
    return editor.documents;
  },
  onDidGrantWorkspaceTrust: (listener: Listener<void>) => editor.trustGranted.event(listener),
  onDidChangeConfiguration: (listener: Listener<{ affectsConfiguration(id: string): boolean }>) =>
    editor.settingsChanged.event(listener),
  onDidSaveTextDocument: (listener: Listener<{ readonly uri: Uri }>) => editor.documentSaved.event(listener),
  onDidChangeWorkspaceFolders: (listener: Listener<void>) => editor.foldersChanged.event(listener),
  onDidCloseTextDocument: (listener: Listener<{ readonly uri: Uri }>) => editor.documentClosed.event(listener),
  getConfiguration: () => ({
    get: (id: string) => editor.settings.get(id),
    update: async (id: string, value: unknown) => editor.changeSetting(id, value),
  }),
  onWillSaveTextDocument: (listener: Listener<{ readonly document: { readonly uri: Uri }; readonly reason: number }>) =>
    editor.documentSaving.event(listener),
  onDidChangeTextDocument: (listener: Listener<{ readonly document: FakeTextDocument }>) =>
    languagesWorld.documentChanged.event(listener),
  findFiles: async () => editor.files,
  fs: {
    async writeFile(uri: Uri, content: Uint8Array) {
      await writeFile(uri.fsPath, content);
    },
    async delete(uri: Uri) {
      editor.deleted.push(uri.fsPath);
      await rm(uri.fsPath);
    },
  },
  createFileSystemWatcher: () => ({
    onDidChange: (listener: Listener<Uri>) => editor.fileTouched.event(listener),
    onDidCreate: () => new Disposable(),
    onDidDelete: () => new Disposable(),
    dispose() {},
  }),
  openTextDocument: async (uri: Uri) => ({ uri }),
};

export const commands = {
  async executeCommand(command: string, ...args: unknown[]) {
    if (command === 'setContext') editor.context.set(String(args[0]), args[1]);
    else editor.executed.push({ command, args });
  },
};

export const env = {
  clipboard: {
    async readText() {
      return editor.clipboard;
    },
    async writeText(text: string) {
      editor.clipboard = text;
    },
  },
  async openExternal(uri: Uri) {
    editor.external.push(uri.toString());
    return true;
  },
};

export const languages = {
  createDiagnosticCollection: () => new FakeDiagnosticCollection(languagesWorld.problems),
  async setTextDocumentLanguage(_: unknown, languageId: string) {
    languagesWorld.languagesSet.push(languageId);
  },
  registerDocumentSymbolProvider: (_: unknown, provider: Providers['symbols']) => register('symbols', provider),
  registerDocumentLinkProvider: (_: unknown, provider: Providers['links']) => register('links', provider),
  registerCodeLensProvider: (_: unknown, provider: Providers['lenses']) => register('lenses', provider),
  registerHoverProvider: (_: unknown, provider: Providers['hover']) => register('hover', provider),
};

function register<Kind extends keyof Providers>(kind: Kind, provider: Providers[Kind]): Disposable {
  languagesWorld.providers[kind] = provider;
  return new Disposable(() => {
    if (languagesWorld.providers[kind] === provider) Object.assign(languagesWorld.providers, { [kind]: undefined });
  });
}
