/** The Lambda Logs view's host: hands the tail's snapshots and batches to the view and does what its rows ask for. */

import { commands, env, Uri, type WebviewView } from 'vscode';
import type { LogTail } from '../../app/logTail.ts';
import { findRequest } from '../../app/requestHits.ts';
import type { SentEvents } from '../../app/sentEvents.ts';
import { UnseenFailures } from '../../app/tail/unseenFailures.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { cloudWatchUrl } from '../../lambda/cloudWatchConsole.ts';
import { toCloudWatchPattern } from '../../lambda/logFilterPattern.ts';
import { parseStackFrame } from '../../lambda/stackFrames.ts';
import { Channel } from '../../protocol/channel.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { FunctionKey, InvokeIntent, StackFrame } from '../../protocol/invokePanel.ts';
import type { LogBatch, LogExport, LogHostMessages, LogViewMessages, SentSnapshot } from '../../protocol/logPanel.ts';
import { LogSender } from '../../protocol/logSender.ts';
import { ids } from '../../protocol/manifest.ts';
import { exportLogs } from '../logs/exportLogs.ts';
import type { SavedFilters } from '../logs/savedFilters.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { logViewSchemas } from './logMessages.ts';
import { PageMail } from './pageMail.ts';
import { panelHtml, WebviewPort, webviewOptions } from './panelHost.ts';
import type { TailedFunctions } from './tailedFunctions.ts';
import { acceptFrom } from './viewMessages.ts';

export interface LogPanelOptions {
  readonly tail: LogTail;
  readonly tailed: TailedFunctions;
  readonly targets: TargetRegistry;
  readonly savedFilters: SavedFilters;
  readonly notify: Notify;
  readonly log: Log;
  readonly extensionUri: Uri;
  /** The setting: say so once when the first invocation fails while the view is hidden. */
  readonly notifiesOfErrors: () => boolean;
  readonly openFrame: (key: FunctionKey, frame: StackFrame) => Promise<void>;
  readonly sentEvents: SentEvents;
  /** Opens the invoke panel with this event and runs it once. */
  readonly invokeAgain: (key: FunctionKey, intent: InvokeIntent) => Promise<void>;
  readonly useAsEvent: (key: FunctionKey, eventText: string) => Promise<void>;
}

export class LogPanel implements Disposable {
  readonly #options: LogPanelOptions;
  readonly #owned = new DisposableStore();
  readonly #useChanged = this.#owned.add(new Emitter<void>());
  #view: WebviewView | undefined;
  #channel: Channel<LogHostMessages, LogViewMessages> | undefined;
  /** What it remembers of a page ends with the next page's question for everything. */
  readonly #sender = new LogSender();
  readonly #mail = new PageMail<LogHostMessages, LogViewMessages>();
  /** Invocations that ended badly since the view was last seen. */
  readonly #unseen = new UnseenFailures();

  /** The view appeared or went. */
  readonly onDidChangeUse: Event<void> = this.#useChanged.event;

  constructor(options: LogPanelOptions) {
    this.#options = options;
    this.#owned.add(options.tail.onBatch((batch) => this.#batch(batch)));
    // "Clear Logs" may come from the palette or the title bar: the view has not heard of it.
    this.#owned.add(options.tail.onDidClear(() => this.#channel?.send('snapshot', this.#snapshot())));
    this.#owned.add(
      options.tail.onDidChangeSources((sources) => {
        this.#sender.keepSources(sources);
        this.#channel?.send('sources', sources);
      }),
    );
    this.#owned.add(options.sentEvents.onDidChange(() => this.#sendKnownRequests()));
    this.#owned.add(options.savedFilters.onDidChange((filters) => this.#channel?.send('savedFilters', filters)));
  }

  /** The editor created the view. When it is hidden its page ends; when shown again the page asks for a snapshot. */
  resolve(view: WebviewView): void {
    const { extensionUri, log, tail, tailed } = this.#options;
    const owned = new DisposableStore();
    const port = owned.add(new WebviewPort(view.webview, acceptFrom(logViewSchemas), log));
    const channel = owned.add(
      new Channel<LogHostMessages, LogViewMessages>(port, {
        ready: () => {
          this.#mail.open(channel);
          this.#sendKnownRequests();
          return this.#snapshot();
        },
        older: ({ filterText }) => tail.readOlder(toCloudWatchPattern(filterText ?? '')),
        findRequest: (query) => findRequest(tail.snapshot(), query),
      }),
    );
    this.#listen(channel, owned);
    owned.add(view.onDidChangeVisibility(() => this.#visibilityChanged(view)));
    view.onDidDispose(() => {
      owned.dispose();
      this.#view = undefined;
      this.#channel = undefined;
      this.#mail.close();
      this.#useChanged.fire();
    });
    this.#view = view;
    this.#channel = channel;
    this.#showBadge();
    view.webview.options = webviewOptions(extensionUri);
    view.webview.html = panelHtml(view.webview, extensionUri, {
      bundle: 'logs',
      element: 'lambda-log-panel',
      title: 'Lambda Logs',
    });
    this.#useChanged.fire();
    tailed.resume();
  }

  /** Follows the log of a function and shows the view. */
  async follow(key: FunctionKey): Promise<void> {
    await commands.executeCommand(`${ids.logsView}.focus`);
    await this.#options.tailed.add(key);
  }

  /** Shows the view with this filter. */
  async showFilter(text: string): Promise<void> {
    await commands.executeCommand(`${ids.logsView}.focus`);
    this.#mail.say('applyFilter', { text });
  }

  /** Shows the view; it says which filter is set, and that is saved. */
  async askToSaveFilter(): Promise<void> {
    await commands.executeCommand(`${ids.logsView}.focus`);
    this.#mail.say('saveFilterAsked', undefined);
  }

  /** Shows the view at the invocation with this request id; where it is not held yet, what is found of it. */
  async showRequest(requestId: string): Promise<void> {
    const held = this.#options.tail.snapshot().invocations.find(({ invocation }) => invocation.requestId === requestId);
    if (!held) return await this.showFilter(`request:${requestId}`);
    await commands.executeCommand(`${ids.logsView}.focus`);
    this.#mail.say('reveal', { sourceId: held.sourceId, key: held.invocation.key });
  }

  get isVisible(): boolean {
    return this.#view?.visible ?? false;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #snapshot(): SentSnapshot {
    const { savedFilters, tail } = this.#options;
    return this.#sender.snapshot({ ...tail.snapshot(), savedFilters: savedFilters.list() });
  }

  #sendKnownRequests(): void {
    const known = this.#options.sentEvents.requestIds();
    if (Object.keys(known).length > 0) this.#channel?.send('knownRequests', known);
  }

  #listen(channel: Channel<LogHostMessages, LogViewMessages>, owned: DisposableStore): void {
    const { tail, tailed, savedFilters, sentEvents, notify, openFrame, invokeAgain } = this.#options;
    const failed = (error: unknown) => notify.error(error);
    const command = (id: CommandId, ...args: unknown[]) => void commands.executeCommand(id, ...args);
    owned.add(channel.on('removeSource', ({ sourceId }) => tailed.remove(sourceId)));
    owned.add(channel.on('addSource', () => command('lambdaWorkbench.tailLogs')));
    owned.add(channel.on('retrySource', ({ sourceId }) => tail.retry(sourceId)));
    owned.add(channel.on('clear', () => command('lambdaWorkbench.clearLogs')));
    owned.add(channel.on('openInEditor', (ref) => command('lambdaWorkbench.openLogsInEditor', ref)));
    owned.add(channel.on('invoke', ({ sourceId }) => command('lambdaWorkbench.invoke', tailed.keyOf(sourceId))));
    owned.add(channel.on('copy', ({ text }) => void env.clipboard.writeText(text)));
    owned.add(
      channel.on('setRange', ({ sourceId, range }) => {
        for (const { id } of tail.sources) if (sourceId === undefined || sourceId === id) tail.setRange(id, range);
      }),
    );
    owned.add(channel.on('setLiveTail', ({ sourceId, isOn }) => tail.setLiveTail(sourceId, isOn)));
    owned.add(
      channel.on('resumeSource', ({ sourceId }) => {
        const action = tail.resume(sourceId);
        if (action) void commands.executeCommand(action.command, ...(action.arguments ?? []));
      }),
    );
    owned.add(channel.on('openInCloudWatch', (place) => void this.#openInCloudWatch(place).catch(failed)));
    owned.add(channel.on('export', (request) => void this.#export(request).catch(failed)));
    owned.add(channel.on('saveFilter', ({ text }) => void savedFilters.save(text).catch(failed)));
    owned.add(channel.on('manageFilters', () => void this.#manageFilters().catch(failed)));
    owned.add(
      channel.on('useAsEvent', ({ sourceId, eventText }) => {
        const key = tailed.keyOf(sourceId);
        if (key) this.#options.useAsEvent(key, eventText).catch(failed);
      }),
    );
    owned.add(
      channel.on('invokeAgain', ({ sourceId, requestId }) => {
        const key = tailed.keyOf(sourceId);
        const intent = key && sentEvents.find(key, requestId);
        if (key && intent) invokeAgain(key, intent).catch(failed);
      }),
    );
    owned.add(
      channel.on('openFrame', ({ sourceId, text }) => {
        const key = tailed.keyOf(sourceId);
        const frame = parseStackFrame(text);
        if (key && frame) openFrame(key, frame).catch(failed);
      }),
    );
  }

  async #export(request: LogExport): Promise<void> {
    const file = await exportLogs(this.#options.tail.snapshot(), request);
    if (file)
      this.#options.notify.info(`Exported: ${file.fsPath}`, {
        label: 'Open',
        command: 'vscode.open',
        arguments: [file],
      });
  }

  async #openInCloudWatch({ sourceId, ...place }: LogViewMessages['events']['openInCloudWatch']): Promise<void> {
    const { tail, tailed, targets } = this.#options;
    const source = tail.sources.find(({ id }) => id === sourceId);
    const key = tailed.keyOf(sourceId);
    const target = key && targets.get(key.targetId);
    if (!source || !key || !target) return;
    // Only where the console shows the function does it show its log.
    if (target.consoleUrl(key.functionName) === undefined) throw messages.noConsole(target.label);
    const { logGroupName } = source;
    await env.openExternal(Uri.parse(cloudWatchUrl({ region: target.region, logGroupName, ...place }), true));
  }

  async #manageFilters(): Promise<void> {
    const filter = await this.#options.savedFilters.manage();
    if (filter) await this.showFilter(filter.text);
  }

  #batch(batch: LogBatch): void {
    const isLooking = this.#view?.visible ?? false;
    const before = this.#unseen.count;
    const added = this.#unseen.add(batch, isLooking);
    // A hidden view has no page: what is sent to it is lost, and its next page asks for everything anyway.
    if (isLooking) {
      this.#channel?.send('batch', this.#sender.batch(batch));
      return;
    }
    this.#showBadge();
    if (before > 0 || added === 0 || !this.#options.notifiesOfErrors()) return;
    const text = added === 1 ? 'A tailed invocation failed.' : `${added} tailed invocations failed.`;
    this.#options.notify.info(text, { label: 'Show Logs', command: `${ids.logsView}.focus` });
  }

  #visibilityChanged(view: WebviewView): void {
    if (view.visible) this.#unseen.look();
    else this.#mail.close();
    this.#showBadge();
    this.#useChanged.fire();
  }

  #showBadge(): void {
    if (!this.#view) return;
    const value = this.#unseen.count;
    const tooltip = `${value} failed invocation${value === 1 ? '' : 's'} since you last looked`;
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }
}
