/** All invoke panels of the window: one per function and target, restored after a reload. */

import { Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Drafts } from '../../app/drafts.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import { InvokeSession } from '../../app/invokeSession.ts';
import type { LastRuns } from '../../app/runs/lastRuns.ts';
import type { RunHistory } from '../../app/runs/runHistory.ts';
import type { SentEvents } from '../../app/sentEvents.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { listPrices } from '../../lambda/cost.ts';
import { latestQualifier } from '../../lambda/names.ts';
import type { FunctionKey, InvokeIntent, RunResult, StackFrame } from '../../protocol/invokePanel.ts';
import { ids } from '../../protocol/manifest.ts';
import type { Accounts } from '../accounts.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import type { TestEventDesk } from '../testEvents/testEventDesk.ts';
import type { TrustedWorkspace } from '../trust.ts';
import { InvokePanel } from './invokePanel.ts';
import { panelHtml, webviewOptions } from './panelHost.ts';

export interface InvokePanelsOptions {
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly drafts: Drafts;
  readonly openHistory: (key: FunctionKey) => RunHistory;
  /** Learns which request each event became. */
  readonly sentEvents: SentEvents;
  readonly lastRuns: LastRuns;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: Uri;
  readonly openTestEvents: (key: FunctionKey, target: Target) => TestEventDesk;
  readonly openFrame: (key: FunctionKey, frame: StackFrame) => Promise<void>;
  readonly openEvent: (key: FunctionKey) => Promise<void>;
  readonly onDraft: (key: FunctionKey) => void;
}

export class InvokePanels implements Disposable {
  readonly #options: InvokePanelsOptions;
  readonly #panels = new Map<string, InvokePanel>();
  readonly #owned = new DisposableStore();
  readonly #useChanged = this.#owned.add(new Emitter<void>());
  #last: FunctionKey | undefined;

  /** A panel came, went, or moved in front or behind. */
  readonly onDidChangeUse: Event<void> = this.#useChanged.event;

  constructor(options: InvokePanelsOptions) {
    this.#options = options;
    this.#owned.add(options.targets.onDidChange(() => this.#closeRemoved()));
  }

  /** Shows the panel of a function, opening it if needed. Throws for a target that is not there. */
  open(key: FunctionKey, qualifier?: string): InvokePanel {
    const present = this.#panels.get(idOf(key));
    present?.reveal();
    const panel = present ?? this.#adopt(this.#create(key), key);
    if (qualifier !== undefined) panel.chooseQualifier(qualifier);
    return panel;
  }

  /** Gives a panel that the editor kept over a reload its host again. */
  restore(panel: WebviewPanel, state: unknown): void {
    const key = keyIn(state);
    const target = key && this.#options.targets.get(key.targetId);
    if (key === undefined || target === undefined || this.#panels.has(idOf(key))) {
      panel.dispose();
      this.#options.notify.error(key === undefined ? messages.panelState() : messages.unknownTarget(key.targetId));
      return;
    }
    this.#adopt(panel, key);
  }

  /** The panel in which the developer is working, if any. */
  get active(): InvokePanel | undefined {
    return [...this.#panels.values()].find((panel) => panel.isActive);
  }

  /** Where the last invocation of this window was made, opened again if it was closed. */
  openLast(): InvokePanel | undefined {
    return this.#last && this.open(this.#last);
  }

  get isAnyVisible(): boolean {
    return [...this.#panels.values()].some((panel) => panel.isVisible);
  }

  get(key: FunctionKey): InvokePanel | undefined {
    return this.#panels.get(idOf(key));
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
    this.#panels.clear();
    this.#owned.dispose();
  }

  #create(key: FunctionKey): WebviewPanel {
    const { functionName } = key;
    return window.createWebviewPanel(ids.invokePanel, functionName, ViewColumn.Active, {
      ...webviewOptions(this.#options.extensionUri),
      enableFindWidget: true,
    });
  }

  #adopt(view: WebviewPanel, key: FunctionKey): InvokePanel {
    const { extensionUri } = this.#options;
    const target = this.#options.targets.get(key.targetId);
    if (target === undefined) {
      view.dispose();
      throw messages.unknownTarget(key.targetId);
    }
    view.webview.options = webviewOptions(extensionUri);
    const panel = this.#bind(view, target, key);
    // After the panel listens: the page's first message must find someone.
    view.webview.html = panelHtml(view.webview, extensionUri, {
      bundle: 'invoke',
      element: 'lambda-invoke-panel',
      title: 'Invoke',
    });
    view.onDidChangeViewState(() => this.#useChanged.fire());
    view.onDidDispose(() => {
      this.#release(view);
      this.#useChanged.fire();
    });
    this.#useChanged.fire();
    return panel;
  }

  /** Makes the view that of a function on a target. */
  #bind(view: WebviewPanel, target: Target, key: FunctionKey): InvokePanel {
    const { catalog, clock, log, openHistory } = this.#options;
    dress(view, target, key, this.#options.extensionUri);
    const history = openHistory(key);
    const session = new InvokeSession(target, key.functionName, {
      clock,
      log,
      prices: listPrices,
      history,
      configuration: () => catalog.find(key.targetId, key.functionName),
    });
    this.#remember(session, key);
    const panel = new InvokePanel({
      ...this.#options,
      panel: view,
      key,
      target,
      session,
      history,
      onInvoke: () => {
        this.#last = key;
      },
      keepRun: (other, intent, result) => this.#keepRun(other, intent, result),
      onSwitchTarget: (targetId) => {
        this.#switchTarget(view, panel, targetId).catch((error: unknown) => this.#options.notify.error(error));
      },
    });
    this.#panels.set(idOf(key), panel);
    return panel;
  }

  /**
   * The view goes on as the panel of the same function on another target, with that one's draft and history. The event goes
   * along where there is no draft. Where that panel is open already, it is shown instead.
   */
  async #switchTarget(view: WebviewPanel, panel: InvokePanel, targetId: string): Promise<void> {
    const { targets, drafts } = this.#options;
    const key: FunctionKey = { targetId, functionName: panel.key.functionName };
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    const present = this.#panels.get(idOf(key));
    if (present) {
      present.reveal();
      return;
    }
    if (panel.isRunning) throw messages.runningOnTarget(key.functionName);
    const hasDraft = drafts.read(key) !== undefined;
    if (!hasDraft) await drafts.write(key, { ...panel.intent, qualifier: latestQualifier });
    this.#release(view);
    const next = this.#bind(view, target, key);
    this.#useChanged.fire();
    await next.takeOver(
      hasDraft
        ? `On ${target.label} now, with the event that was kept for it.`
        : `On ${target.label} now. The event came along; the qualifier is ${latestQualifier}.`,
    );
  }

  /** Where that target's panel is open, it shows the run as well. */
  async #keepRun(key: FunctionKey, intent: InvokeIntent, result: RunResult): Promise<void> {
    const open = this.#panels.get(idOf(key));
    if (open) return open.keepRun(intent, result);
    const history = this.#options.openHistory(key);
    try {
      await history.add(history.nextRunId(result.startedAt), intent, result);
    } finally {
      history.dispose();
    }
  }

  /** Ends the panel that the view shows, not the view. */
  #release(view: WebviewPanel): void {
    for (const [id, panel] of this.#panels) {
      if (!panel.isOf(view)) continue;
      this.#panels.delete(id);
      panel.dispose();
    }
  }

  /** What runs was written to the drafts just before; by the time of the answer it may have been edited. */
  #remember(session: InvokeSession, key: FunctionKey): void {
    const { drafts, sentEvents, lastRuns } = this.#options;
    let sent = drafts.read(key);
    session.onDidChange((run) => {
      if (run.state === 'running') sent = drafts.read(key);
      if (run.state === 'finished') lastRuns.add(key, run.result);
      if (run.state !== 'finished' || run.result.kind !== 'answer' || sent === undefined) return;
      sentEvents.add(key, run.result.requestId, sent);
    });
  }

  #closeRemoved(): void {
    for (const panel of [...this.#panels.values()]) {
      if (this.#options.targets.get(panel.key.targetId) === undefined) panel.close();
    }
  }
}

function dress(view: WebviewPanel, target: Target, key: FunctionKey, extensionUri: Uri): void {
  const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', 'tree', `function-active-${theme}.svg`);
  view.title = `${key.functionName} · ${target.label}`;
  view.iconPath = { light: icon('light'), dark: icon('dark') };
}

function idOf(key: FunctionKey): string {
  return `${key.targetId}/${key.functionName}`;
}

/** What the view left behind (`InvokePanelState`) may come from another version. */
function keyIn(state: unknown): FunctionKey | undefined {
  if (typeof state !== 'object' || state === null || !('function' in state)) return undefined;
  const key: unknown = state.function;
  if (typeof key !== 'object' || key === null || !('targetId' in key) || !('functionName' in key)) return undefined;
  const { targetId, functionName } = key;
  return typeof targetId === 'string' && typeof functionName === 'string' ? { targetId, functionName } : undefined;
}
