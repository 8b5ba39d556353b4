/**
 * The composition root: everything the editor can do, built by hand in reading order. Loaded on first use of anything.
 * Clients of AWS and of the local service are imported when a target is first connected to.
 */

import path from 'node:path';
import {
  type EventEmitter,
  type ExtensionContext,
  type FileChangeEvent,
  type TreeView,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { SourceMapStore } from './app/deploy/sourceMapStore.ts';
import { Drafts } from './app/drafts.ts';
import { FunctionCatalog } from './app/functionCatalog.ts';
import { FunctionMarks } from './app/functionMarks.ts';
import { LogTail } from './app/logTail.ts';
import { FolderFingerprints } from './app/project/folderFingerprint.ts';
import { ProjectCatalog } from './app/project/projectCatalog.ts';
import { DeployedFingerprints } from './app/project/projectStates.ts';
import { LastRuns } from './app/runs/lastRuns.ts';
import { RunHistory } from './app/runs/runHistory.ts';
import { runMasker } from './app/runs/runMasker.ts';
import { SentEvents } from './app/sentEvents.ts';
import type { TargetRegistry } from './app/targetRegistry.ts';
import { ProcessToolRunner } from './app/toolRunner.ts';
import { systemClock } from './base/clock.ts';
import { DisposableStore } from './base/lifecycle.ts';
import { ids } from './protocol/manifest.ts';
import { Accounts } from './vscode/accounts.ts';
import { BuildProblems } from './vscode/buildProblems.ts';
import { arrangeCommands } from './vscode/commands/arrangeFunctions.ts';
import { CodeFolders } from './vscode/commands/codeFolders.ts';
import { copyArn, copyCliCommand, copyName, copyValue } from './vscode/commands/copies.ts';
import { deleteFunction } from './vscode/commands/deleteFunction.ts';
import { deployCommands } from './vscode/commands/deployCommands.ts';
import { functionRowCommands } from './vscode/commands/functionRow.ts';
import { invoke } from './vscode/commands/invoke.ts';
import { invokeCold } from './vscode/commands/invokeCold.ts';
import { logCommands } from './vscode/commands/logCommands.ts';
import { openInConsole } from './vscode/commands/openInConsole.ts';
import { packageCommands } from './vscode/commands/packageCommands.ts';
import { projectCommands } from './vscode/commands/projectCommands.ts';
import { CommandRegistry } from './vscode/commands/registry.ts';
import { rowLinkCommands } from './vscode/commands/rowLinks.ts';
import { runLastAgain } from './vscode/commands/runLastAgain.ts';
import { targetCommands } from './vscode/commands/targetCommands.ts';
import { ConfigurationFiles } from './vscode/configuration/configurationFiles.ts';
import { ConfigurationDrifts } from './vscode/configurationDrifts.ts';
import { openDeepLink } from './vscode/deepLinks.ts';
import { askAboutForeignCode } from './vscode/foreignCodeQuestion.ts';
import { FunctionPicker } from './vscode/functionPicker.ts';
import { HandlerLenses } from './vscode/handlerLenses.ts';
import { Linker } from './vscode/linker.ts';
import { SavedFilters } from './vscode/logs/savedFilters.ts';
import { forgetFormerValues, mementoStore } from './vscode/mementoStore.ts';
import { Notify } from './vscode/notify.ts';
import { EventFiles } from './vscode/panels/eventFiles.ts';
import { InvokePanels } from './vscode/panels/invokePanels.ts';
import { LogDocuments } from './vscode/panels/logDocuments.ts';
import { LogPanel } from './vscode/panels/logPanel.ts';
import { TailedFunctions } from './vscode/panels/tailedFunctions.ts';
import type { ProjectNode } from './vscode/project/projectNodes.ts';
import { ProjectView } from './vscode/project/projectView.ts';
import { RedeployFlow } from './vscode/redeployFlow.ts';
import { redeployLoader } from './vscode/redeployLoader.ts';
import { RedeployWatches } from './vscode/redeployWatches.ts';
import { Settings } from './vscode/settings.ts';
import { SharedConfigWatch } from './vscode/sharedConfigWatch.ts';
import { shippedEsbuild } from './vscode/shippedEsbuild.ts';
import { SourceOpener } from './vscode/sourceOpener.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { TestEventDesk } from './vscode/testEvents/testEventDesk.ts';
import { FunctionDecorations } from './vscode/tree/decorations.ts';
import { DriftWatch } from './vscode/tree/driftWatch.ts';
import { FunctionsView } from './vscode/tree/functionsView.ts';
import type { TreeNode } from './vscode/tree/nodes.ts';
import { TrustedWorkspace } from './vscode/trust.ts';
import { WatchSigns } from './vscode/watchSigns.ts';
import { WorkspaceLinks } from './vscode/workspaceLinks.ts';
import { openTargets } from './workbenchTargets.ts';

/** What the entry registered at activation, and what only the entry may read. */
export interface WorkbenchOptions {
  readonly context: ExtensionContext;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The editor's own Node: it runs the local service. */
  readonly nodeBinary: string;
  readonly functionsView: TreeView<TreeNode>;
  readonly treeChanged: EventEmitter<TreeNode | undefined>;
  readonly projectChanged: EventEmitter<ProjectNode | undefined>;
  readonly eventFilesChanged: EventEmitter<FileChangeEvent[]>;
  readonly configurationFilesChanged: EventEmitter<FileChangeEvent[]>;
}

export interface Workbench {
  run(commandId: string, args: readonly unknown[]): Promise<unknown>;
  openDeepLink(uri: Uri): void;
  readonly targets: TargetRegistry;
  readonly tail: LogTail;
  readonly functions: FunctionsView;
  readonly project: ProjectView;
  readonly invokePanels: InvokePanels;
  readonly logPanel: LogPanel;
  readonly logDocuments: LogDocuments;
  readonly eventFiles: EventFiles;
  readonly configurationFiles: ConfigurationFiles;
  readonly commandIds: readonly string[];
  /** Ends everything this window began, and waits for the local service to be gone. */
  close(): Promise<void>;
}

export function openWorkbench(options: WorkbenchOptions): Workbench {
  const { context, environment } = options;
  const { extensionUri } = context;
  const clock = systemClock;
  const owned = new DisposableStore();

  // What everything else stands on.
  const log = owned.add(window.createOutputChannel('Lambda Workbench', { log: true }));
  const notify = new Notify(log);
  const windowStore = mementoStore(context.workspaceState);
  const settings = owned.add(new Settings(windowStore));
  const trust = owned.add(new TrustedWorkspace());
  const store = mementoStore(context.globalState);
  void forgetFormerValues(context.globalState);

  // Targets: Local, and one per connection.
  const { host, local, targets } = openTargets({
    ...{ owned, environment, nodeBinary: options.nodeBinary, settings, clock, log },
    servicePath: path.join(extensionUri.fsPath, 'dist', 'service', 'main.js'),
    dataFolder: path.join(context.globalStorageUri.fsPath, 'local'),
  });
  const accounts = owned.add(new Accounts(log));

  // What is on the targets, and what is done with it.
  const catalog = owned.add(new FunctionCatalog(targets, clock, log));
  const drafts = new Drafts(store);
  const tail = owned.add(
    new LogTail(targets, {
      clock,
      log,
      capacityLines: settings.maximumLogLines,
      thresholds: () => settings.logThresholds,
      historyMinutes: () => settings.logHistoryMinutes,
    }),
  );
  const sourceMaps = new SourceMapStore(path.join(context.globalStorageUri.fsPath, 'source-maps'), clock);
  const buildProblems = owned.add(new BuildProblems());
  const loadRedeploy = redeployLoader({
    ...{ clock, log, sourceMaps, storage: context.globalStorageUri.fsPath },
    toolRunner: new ProcessToolRunner(environment, clock),
    shippedEsbuild: shippedEsbuild(extensionUri.fsPath),
    onBuildProblems: (key, problems) => buildProblems.show(key, problems),
  });
  const links = owned.add(new WorkspaceLinks(store, log));

  owned.add(new SharedConfigWatch({ environment, targets, catalog, accounts, clock }));

  // What is seen.
  const marks = owned.add(new FunctionMarks(windowStore));
  const view = owned.add(
    new FunctionsView({
      view: options.functionsView,
      changed: options.treeChanged,
      targets,
      catalog,
      marks,
      local: host,
      accounts,
      trust,
      clock,
      log,
      extensionUri,
    }),
  );
  const project = owned.add(new ProjectCatalog(() => links.roots(), log));
  const fingerprints = new DeployedFingerprints(path.join(context.globalStorageUri.fsPath, 'deployed'));
  const folderFingerprints = new FolderFingerprints();
  const projectView = owned.add(
    new ProjectView({
      ...{ project, targets, catalog, fingerprints, trust, clock },
      folders: folderFingerprints,
      changed: options.projectChanged,
    }),
  );
  const drift = owned.add(new DriftWatch({ links, catalog, fingerprints, folders: folderFingerprints, clock, log }));
  const decorations = owned.add(new FunctionDecorations(catalog, drift, clock));
  owned.add(window.registerFileDecorationProvider(decorations));
  const sources = new SourceOpener({
    links,
    keptMaps({ targetId, functionName }) {
      const codeSha256 = catalog.find(targetId, functionName)?.CodeSha256;
      return codeSha256 === undefined ? undefined : sourceMaps.folderOf(codeSha256);
    },
    notify,
  });
  const eventFiles = new EventFiles(drafts, options.eventFilesChanged, clock, (key, text) =>
    panels.get(key)?.replaceEvent(text),
  );
  const configurationFiles = owned.add(
    new ConfigurationFiles({ targets, catalog, accounts, notify, clock, changed: options.configurationFilesChanged }),
  );
  const sentEvents = new SentEvents();
  const lastRuns = owned.add(new LastRuns());
  const panels: InvokePanels = owned.add(
    new InvokePanels({
      targets,
      catalog,
      drafts,
      openHistory: (key) =>
        new RunHistory(key, {
          folder: path.join(context.globalStorageUri.fsPath, 'runs'),
          log,
          masker: () => runMasker(catalog, key, settings.maskedFields),
        }),
      sentEvents,
      lastRuns,
      accounts,
      trust,
      notify,
      clock,
      log,
      extensionUri,
      openTestEvents: (key, target) =>
        new TestEventDesk({
          key,
          target,
          roots: () => links.rootsFor(key),
          drafts,
          accounts,
          notify,
          clock,
        }),
      openFrame: (key, frame) => sources.open(key, frame),
      openEvent: (key) => eventFiles.open(key),
      onDraft: (key) => eventFiles.draftChanged(key),
    }),
  );
  owned.add(
    new HandlerLenses({
      links,
      targets,
      catalog,
      lastRuns,
      isOn: () => settings.showsCodeLens,
      onDidSwitch: settings.onDidSwitchCodeLens,
    }),
  );
  const tailed = new TailedFunctions({ tail, targets, catalog, trust, store: windowStore });
  const logDocuments = owned.add(new LogDocuments(clock));
  const savedFilters = owned.add(new SavedFilters(windowStore));
  const logPanel = owned.add(
    new LogPanel({
      tail,
      tailed,
      targets,
      savedFilters,
      notify,
      log,
      extensionUri,
      openFrame: sources.open.bind(sources),
      sentEvents,
      async useAsEvent(key, eventText) {
        panels.open(key).beginEvent(eventText);
      },
      async invokeAgain(key, intent) {
        const panel = panels.open(key, intent.qualifier);
        panel.beginIntent(intent);
        await panel.invokeAgain();
      },
      notifiesOfErrors: () => settings.notifiesOfErrors,
    }),
  );
  owned.add(
    new StatusBar({
      local: host,
      isInUse: () => view.isVisible || logPanel.isVisible || panels.isAnyVisible,
      onDidChangeUse: (listener) => {
        const subscriptions = new DisposableStore();
        subscriptions.add(options.functionsView.onDidChangeVisibility(() => listener()));
        subscriptions.add(panels.onDidChangeUse(listener));
        subscriptions.add(logPanel.onDidChangeUse(listener));
        return subscriptions;
      },
    }),
  );

  // What can be done.
  const picker = new FunctionPicker({ targets, catalog, links, panels, view, trust, clock, marks });
  const folders = owned.add(new CodeFolders());
  owned.add(workspace.registerTextDocumentContentProvider(ids.codeScheme, folders));
  const loadCode = () => import('./app/deployedCode.ts');
  const drifts = new ConfigurationDrifts({ project, targets, catalog, accounts, notify, clock });
  const flow = new RedeployFlow({
    afterword: (key) => drifts.afterword(key),
    ...{ loadRedeploy, targets, catalog, accounts, trust, notify, clock },
    askAboutForeignCode: (...question) => askAboutForeignCode({ folders, clock, loadCode }, ...question),
    onDeployed: (found, codeSha256) => projectView.deployed(found, codeSha256),
  });
  const linker = new Linker({ targets, accounts, links, catalog, project });
  const watches = owned.add(
    new RedeployWatches({
      ...{ links, flow, targets, trust, notify, clock, log, store: windowStore },
      askAboutForeignCode: (...question) => askAboutForeignCode({ folders, clock, loadCode }, ...question),
      runLastEvent: async (key) => panels.get(key)?.invokeAgain(),
    }),
  );
  owned.add(new WatchSigns(watches));
  void watches.refresh();
  const functionRow = functionRowCommands({
    ...{ picker, targets, catalog, links, linker, accounts, trust, notify, clock, folders, configurationFiles },
    loadCode,
    loadRedeploy,
  });
  const commands = new CommandRegistry(
    {
      ...targetCommands({
        ...{ targets, host, local, view, accounts, trust, notify },
        choices: {
          profiles: async () => {
            const { listProfiles, environmentSummary } = await import('./client/profiles.ts');
            return [environmentSummary(environment) ?? [], await listProfiles()].flat();
          },
          regions: async () => (await import('./client/regions.ts')).regions,
        },
        loadSignIn: async () => (await import('./client/signInDoor.ts')).signInDoor(clock, environment, settings.proxy),
      }),
      ...functionRow,
      ...packageCommands({ picker, targets, links, linker, accounts, trust, notify, clock, folders, loadRedeploy }),
      ...arrangeCommands(marks),
      ...rowLinkCommands(targets),
      ...projectCommands({ projectView, targets, catalog, linker, flow, trust, accounts, clock }),
      ...deployCommands({
        ...{ picker, targets, catalog, links, linker, flow, panels, trust, view, notify },
        ...{ project, watches, drifts, accounts, clock, log },
      }),
      ...logCommands({ picker, tail, tailed, logPanel, logDocuments, savedFilters, sources }),
      'lambdaWorkbench.invoke': invoke(picker, panels),
      'lambdaWorkbench.runLastAgain': runLastAgain(panels),
      'lambdaWorkbench.invokeCold': invokeCold(panels),
      'lambdaWorkbench.copyArn': copyArn(catalog),
      'lambdaWorkbench.copyName': copyName(),
      'lambdaWorkbench.copyCliCommand': copyCliCommand(targets, drafts),
      'lambdaWorkbench.copyValue': copyValue(),
      'lambdaWorkbench.openInConsole': openInConsole(targets),
      'lambdaWorkbench.deleteFunction': deleteFunction(targets, catalog, accounts, panels),
      'lambdaWorkbench.openLog': () => log.show(),
    },
    notify,
  );

  return {
    run: (id, args) => commands.run(id, args),
    openDeepLink(uri) {
      try {
        openDeepLink(uri, targets, panels);
      } catch (error) {
        notify.error(error);
      }
    },
    targets,
    tail,
    functions: view,
    project: projectView,
    invokePanels: panels,
    logPanel,
    logDocuments,
    eventFiles,
    configurationFiles,
    commandIds: commands.ids,
    async close() {
      await host.close();
      owned.dispose();
    },
  };
}
