/**
 * The entry: registers what the editor may call, each through a delegate that loads the workbench on first use.
 * Nothing else may be imported here, so that activation costs next to nothing.
 */

import {
  commands,
  EventEmitter,
  type ExtensionContext,
  ExtensionMode,
  type FileChangeEvent,
  type TextDocument,
  type TreeView,
  window,
  workspace,
} from 'vscode';
import type { ProjectNode } from './vscode/project/projectNodes.ts';
import type { TreeNode } from './vscode/tree/nodes.ts';
import type { Workbench } from './workbench.ts';

/** What the editor's tests may ask; nobody else gets it. */
export interface TestApi {
  /** False as long as nothing of the product has been used. */
  isLoaded(): boolean;
  workbench(): Promise<Workbench>;
}

let opened: Promise<Workbench> | undefined;

export function activate(context: ExtensionContext): TestApi | undefined {
  const treeChanged = new EventEmitter<TreeNode | undefined>();
  const projectChanged = new EventEmitter<ProjectNode | undefined>();
  const eventFilesChanged = new EventEmitter<FileChangeEvent[]>();
  const configurationFilesChanged = new EventEmitter<FileChangeEvent[]>();

  const functionsView: TreeView<TreeNode> = window.createTreeView<TreeNode>('lambdaWorkbench.functions', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: treeChanged.event,
      getChildren: async (node) => (await workbench()).functions.getChildren(node),
      getTreeItem: async (node) => (await workbench()).functions.getTreeItem(node),
      getParent: async (node) => (await workbench()).functions.getParent(node),
      resolveTreeItem: async (item, node) => (await workbench()).functions.resolveTreeItem(item, node),
    },
  });

  const workbench = (): Promise<Workbench> => {
    opened ??= import('./workbench.ts').then(({ openWorkbench }) =>
      openWorkbench({
        context,
        environment: process.env,
        nodeBinary: process.execPath,
        functionsView,
        treeChanged,
        projectChanged,
        eventFilesChanged,
        configurationFilesChanged,
      }),
    );
    return opened;
  };

  context.subscriptions.push(
    projectChanged,
    window.registerTreeDataProvider<ProjectNode>('lambdaWorkbench.project', {
      onDidChangeTreeData: projectChanged.event,
      getChildren: async (node) => (await workbench()).project.getChildren(node),
      getTreeItem: async (node) => (await workbench()).project.getTreeItem(node),
    }),
  );

  // A log may be opened from disk before anything of the product was used: its language needs no workbench.
  let hasSeenLog = false;
  const noticeLog = async ({ languageId }: TextDocument) => {
    if (hasSeenLog || languageId !== 'lambda-log') return;
    hasSeenLog = true;
    const { LogLanguage } = await import('./vscode/logs/logLanguage.ts');
    context.subscriptions.push(new LogLanguage());
  };
  workspace.textDocuments.forEach(noticeLog);

  context.subscriptions.push(treeChanged, eventFilesChanged, configurationFilesChanged, functionsView);
  context.subscriptions.push(workspace.onDidOpenTextDocument(noticeLog));
  for (const id of commandIds(context)) {
    context.subscriptions.push(
      commands.registerCommand(id, async (...args: unknown[]) => (await workbench()).run(id, args)),
    );
  }
  context.subscriptions.push(
    window.registerWebviewViewProvider('lambdaWorkbench.logs', {
      resolveWebviewView: async (view) => (await workbench()).logPanel.resolve(view),
    }),
    window.registerWebviewPanelSerializer('lambdaWorkbench.invoke', {
      deserializeWebviewPanel: async (panel, state) => (await workbench()).invokePanels.restore(panel, state),
    }),
    window.registerUriHandler({ handleUri: async (uri) => (await workbench()).openDeepLink(uri) }),
    workspace.registerTextDocumentContentProvider('lambda-log', {
      provideTextDocumentContent: async (uri) => (await workbench()).logDocuments.read(uri),
    }),
    workspace.registerFileSystemProvider('lambda-event', {
      onDidChangeFile: eventFilesChanged.event,
      watch: () => ({ dispose() {} }),
      stat: async (uri) => (await workbench()).eventFiles.stat(uri),
      readFile: async (uri) => (await workbench()).eventFiles.readFile(uri),
      writeFile: async (uri, content) => (await workbench()).eventFiles.writeFile(uri, content),
      readDirectory: () => [],
      createDirectory() {},
      delete() {},
      rename() {},
    }),
    workspace.registerFileSystemProvider('lambda-configuration', {
      onDidChangeFile: configurationFilesChanged.event,
      watch: () => ({ dispose() {} }),
      stat: async (uri) => (await workbench()).configurationFiles.stat(uri),
      readFile: async (uri) => (await workbench()).configurationFiles.readFile(uri),
      writeFile: async (uri, content) => (await workbench()).configurationFiles.writeFile(uri, content),
      readDirectory: () => [],
      createDirectory() {},
      delete() {},
      rename() {},
    }),
  );
  if (context.extensionMode !== ExtensionMode.Test) return undefined;
  return { isLoaded: () => opened !== undefined, workbench };
}

/** Ends what this window began, the local service included. */
export async function deactivate(): Promise<void> {
  await (await opened)?.close();
}

/** The manifest is generated from the table of commands, so it can stand in for the table without loading it. */
function commandIds(context: ExtensionContext): string[] {
  const manifest = context.extension.packageJSON as { contributes: { commands: { command: string }[] } };
  return manifest.contributes.commands.map(({ command }) => command);
}
