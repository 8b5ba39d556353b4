/** One function's invoke panel: the host's side of the view, around an `InvokeSession`. */

import { commands, env, type WebviewPanel } from 'vscode';
import { type Drafts, emptyIntent } from '../../app/drafts.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { InvokeSession } from '../../app/invokeSession.ts';
import type { RunHistory } from '../../app/runs/runHistory.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { Channel } from '../../protocol/channel.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { InvokeHostMessages, InvokeViewMessages } from '../../protocol/invokeChannel.ts';
import type { FunctionKey, InvokeIntent, InvokeSnapshot, RunResult, StackFrame } from '../../protocol/invokePanel.ts';
import type { Accounts } from '../accounts.ts';
import type { Notify } from '../notify.ts';
import type { TestEventDesk } from '../testEvents/testEventDesk.ts';
import type { TrustedWorkspace } from '../trust.ts';
import { answerRequests, runRefusalAction } from './answerRequests.ts';
import { prepareColdStart } from './coldStart.ts';
import { ElsewhereDesk } from './elsewhereDesk.ts';
import { invokeViewSchemas } from './invokeMessages.ts';
import { PanelFacts } from './panelFacts.ts';
import { WebviewPort } from './panelHost.ts';
import { RepeatDesk } from './repeatDesk.ts';
import { runRequests } from './runRequests.ts';
import { templateRequests } from './templateRequests.ts';
import { acceptFrom } from './viewMessages.ts';

export interface InvokePanelOptions {
  readonly panel: WebviewPanel;
  readonly key: FunctionKey;
  readonly target: Target;
  readonly session: InvokeSession;
  readonly history: RunHistory;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly drafts: Drafts;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly clock: Clock;
  readonly log: Log;
  readonly openTestEvents: (key: FunctionKey, target: Target) => TestEventDesk;
  readonly openFrame: (key: FunctionKey, frame: StackFrame) => Promise<void>;
  readonly openEvent: (key: FunctionKey) => Promise<void>;
  /** The draft changed in the view: its text editor follows. */
  readonly onDraft: (key: FunctionKey) => void;
  /** An invocation began here: "Run Last Again" comes back to it. */
  readonly onInvoke: () => void;
  /** This panel's event was run on another target. */
  readonly keepRun: (key: FunctionKey, intent: InvokeIntent, result: RunResult) => Promise<void>;
  /** The developer wants this panel on another target. */
  readonly onSwitchTarget: (targetId: string) => void;
}

export class InvokePanel implements Disposable {
  readonly #options: InvokePanelOptions;
  readonly #owned = new DisposableStore();
  readonly #channel: Channel<InvokeHostMessages, InvokeViewMessages>;
  readonly #facts: PanelFacts;
  readonly #repeat: RepeatDesk;
  readonly #elsewhere: ElsewhereDesk;
  readonly #testEvents: TestEventDesk;
  #intent: InvokeIntent;

  constructor(options: InvokePanelOptions) {
    this.#options = options;
    const { panel, key, target, session, drafts } = options;
    this.#intent = drafts.read(key) ?? emptyIntent;
    this.#testEvents = this.#owned.add(options.openTestEvents(key, target));
    this.#elsewhere = this.#owned.add(new ElsewhereDesk({ ...options, invocation: () => session.invocation }));
    this.#repeat = this.#owned.add(
      new RepeatDesk({ ...options, invocation: () => session.invocation, lastRun: () => session.run }),
    );
    const port = this.#owned.add(new WebviewPort(panel.webview, acceptFrom(invokeViewSchemas), options.log));
    this.#channel = this.#owned.add(
      new Channel(port, {
        ready: () => this.#ready(),
        invoke: (intent) => this.#invoke(intent),
        invokeCold: (intent) => this.#invokeCold(intent),
        ...runRequests(options),
        ...this.#repeat.requests,
        ...this.#elsewhere.requests,
        ...templateRequests(() => ({ region: target.region, accountId: options.accounts.known(target.id) }), {
          read: () => drafts.readUndo(key),
          write: (packed) => drafts.writeUndo(key, packed),
        }),
        ...this.#testEvents.requests,
        ...answerRequests,
        ...this.#testEvents.expectedAnswers,
      }),
    );
    this.#owned.add(session);
    this.#owned.add(options.history);
    this.#owned.add(this.#repeat.onDidChange((state) => this.#channel.send('repeat', state)));
    this.#owned.add(options.history.onDidChange(() => this.#channel.send('history', options.history.entries)));
    this.#owned.add(session.onDidChange((run) => this.#channel.send('run', { run, history: session.history })));
    this.#owned.add(this.#testEvents.onDidChange((events) => this.#channel.send('testEventsChanged', events)));
    this.#facts = this.#owned.add(new PanelFacts(options, () => this.#sendSnapshot()));
    this.#listen();
  }

  get key(): FunctionKey {
    return this.#options.key;
  }

  get intent(): InvokeIntent {
    return this.#intent;
  }

  isOf(panel: WebviewPanel): boolean {
    return this.#options.panel === panel;
  }

  get isActive(): boolean {
    return this.#options.panel.active;
  }

  get isVisible(): boolean {
    return this.#options.panel.visible;
  }

  get isRunning(): boolean {
    return this.#options.session.run.state === 'running' || this.#repeat.isRunning;
  }

  reveal(): void {
    this.#options.panel.reveal();
  }

  /** Closes the tab; what the panel held is a draft already. */
  close(): void {
    this.#options.panel.dispose();
  }

  /** The view showed another target until now: it is told what to show instead. */
  async takeOver(sentence: string): Promise<void> {
    this.#channel.send('snapshot', await this.#ready());
    this.#channel.send('targetSwitched', { sentence });
  }

  chooseQualifier(qualifier: string): void {
    void this.#keep({ ...this.#intent, qualifier });
    this.#sendSnapshot();
  }

  /** The text editor of the event was saved. */
  replaceEvent(eventText: string): void {
    void this.#keep({ ...this.#intent, eventText });
    this.#channel.send('replaceEvent', { eventText });
  }

  /** An event from elsewhere (a log line, an earlier request) is edited beside the test events: none of them changes. */
  beginEvent(eventText: string): void {
    this.beginIntent({ eventText });
  }

  /** As `beginEvent`; with the rest of what was sent, it is the same request once more. */
  beginIntent(sent: Partial<InvokeIntent> & Pick<InvokeIntent, 'eventText'>): void {
    const event = { ...sent, testEventName: '', templateId: '' };
    void this.#keep({ ...this.#intent, ...event });
    this.#channel.send('replaceEvent', event);
  }

  /** Another panel has sent an event here. */
  async keepRun(intent: InvokeIntent, result: RunResult): Promise<void> {
    const { history } = this.#options;
    const kept = history.add(history.nextRunId(result.startedAt), intent, result);
    this.#channel.send('history', history.entries);
    await kept;
  }

  /** Invokes with what the panel holds, whether or not its view is on screen. */
  async invokeAgain(): Promise<void> {
    this.reveal();
    await this.#invoke(this.#intent);
  }

  /** The same in a new execution environment; on AWS that is asked for. */
  async invokeCold(): Promise<void> {
    this.reveal();
    await this.#invokeCold(this.#intent);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #listen(): void {
    const { key, notify, session, openFrame, openEvent } = this.#options;
    const command = (id: CommandId) => commands.executeCommand(id, key);
    const shown = (work: Promise<unknown>) => work.catch((error: unknown) => notify.error(error));
    this.#owned.add(this.#channel.on('intentChanged', (intent) => void shown(this.#keep(intent))));
    this.#owned.add(this.#channel.on('cancel', () => session.cancel()));
    this.#owned.add(this.#channel.on('cancelElsewhere', () => this.#elsewhere.cancel()));
    this.#owned.add(this.#channel.on('stopRepeat', () => this.#repeat.stop()));
    this.#owned.add(this.#channel.on('switchTarget', ({ targetId }) => this.#options.onSwitchTarget(targetId)));
    this.#owned.add(this.#channel.on('openFrame', (frame) => void shown(openFrame(key, frame))));
    this.#owned.add(this.#channel.on('openEventInEditor', () => void shown(openEvent(key))));
    this.#owned.add(this.#channel.on('tailLogs', () => void command('lambdaWorkbench.tailLogs')));
    this.#owned.add(
      this.#channel.on('showRequest', (request) => {
        const id: CommandId = 'lambdaWorkbench.showRequest';
        void commands.executeCommand(id, { ...key, ...request });
      }),
    );
    this.#owned.add(this.#channel.on('redeploy', () => void command('lambdaWorkbench.redeploy')));
    this.#owned.add(
      this.#channel.on('refusalAction', ({ command: offered }) => runRefusalAction(offered, this.#options.target)),
    );
    this.#owned.add(this.#channel.on('copy', ({ text }) => void env.clipboard.writeText(text)));
  }

  /** The first answer is immediate; what has to be asked for follows in another snapshot. */
  async #ready(): Promise<InvokeSnapshot> {
    const { key, drafts } = this.#options;
    const first = drafts.read(key) === undefined ? await this.#testEvents.first() : undefined;
    if (first) this.#intent = { ...this.#intent, ...first };
    void this.#options.history.load();
    void this.#facts.load();
    return this.#snapshot();
  }

  async #invokeCold(intent: InvokeIntent): Promise<undefined> {
    if (!(await prepareColdStart(this.#options, intent))) return undefined;
    return this.#invoke(intent, { isFresh: this.#options.target.runsHere });
  }

  /** Settles when the run has begun; the view hears of its end by the `run` event. */
  async #invoke(intent: InvokeIntent, mode: { readonly isFresh?: boolean } = {}): Promise<undefined> {
    const { target, session, trust, onInvoke } = this.#options;
    trust.demandFor(target);
    await this.#keep(intent);
    onInvoke();
    return new Promise((resolve, reject) => {
      const started = session.onDidChange(({ state }) => {
        if (state === 'running') resolve(undefined);
      });
      session
        .invoke(intent, mode)
        .then(() => resolve(undefined), reject)
        .finally(() => started.dispose());
    });
  }

  async #keep(intent: InvokeIntent): Promise<void> {
    const { key, drafts, onDraft } = this.#options;
    const before = this.#intent;
    const isOtherText = intent.eventText !== before.eventText;
    this.#intent = intent;
    if ((intent.testEventName ?? '') !== (before.testEventName ?? '')) await this.#testEvents.leave(before);
    // What was typed meanwhile is newer.
    await drafts.write(key, this.#intent);
    if (isOtherText) onDraft(key);
  }

  #snapshot(): InvokeSnapshot {
    return this.#facts.snapshot(this.#options.session, this.#intent);
  }

  #sendSnapshot(): void {
    this.#channel.send('snapshot', this.#snapshot());
  }
}
