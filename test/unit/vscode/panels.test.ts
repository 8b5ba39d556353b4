import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventEmitter, Uri, type Webview, type WebviewPanel } from 'vscode';
import { Drafts, emptyIntent } from '../../../src/app/drafts.ts';
import { InvokeSession } from '../../../src/app/invokeSession.ts';
import type { DisposableStore } from '../../../src/base/lifecycle.ts';
import { type Log, silentLog } from '../../../src/base/log.ts';
import { listPrices } from '../../../src/lambda/cost.ts';
import type { InvokeSnapshot, StackFrame } from '../../../src/protocol/invokePanel.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { EventFiles } from '../../../src/vscode/panels/eventFiles.ts';
import { invokeViewSchemas } from '../../../src/vscode/panels/invokeMessages.ts';
import { InvokePanel } from '../../../src/vscode/panels/invokePanel.ts';
import { logViewSchemas } from '../../../src/vscode/panels/logMessages.ts';
import { panelHtml, WebviewPort } from '../../../src/vscode/panels/panelHost.ts';
import { acceptFrom } from '../../../src/vscode/panels/viewMessages.ts';
import { TestEventDesk } from '../../../src/vscode/testEvents/testEventDesk.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor } from '../../fakes/vscode.ts';
import { RunHistories } from '../../support/runHistories.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

/** The host's end of a webview: what it posted, and a way to speak as the view. */
class FakeWebview {
  readonly posted: { kind: string; name: string; id: number; body: unknown }[] = [];
  readonly #received = new EventEmitter<unknown>();
  readonly onDidReceiveMessage = this.#received.event;
  readonly cspSource = 'https://*.vscode-cdn.net';
  html = '';

  async postMessage(message: FakeWebview['posted'][number]): Promise<boolean> {
    // As the editor does: what crosses is JSON.
    this.posted.push(JSON.parse(JSON.stringify(message)));
    return true;
  }
  asWebviewUri(uri: Uri): string {
    return `https://webview${uri.path}`;
  }
  say(kind: 'event' | 'request', name: string, body?: unknown, id = 0): void {
    this.#received.fire(JSON.parse(JSON.stringify({ kind, name, id, body })));
  }
  raw(message: unknown): void {
    this.#received.fire(message);
  }
  get asWebview(): Webview {
    return this as unknown as Webview;
  }
}

describe('the page', () => {
  const webview = new FakeWebview();
  const page = { bundle: 'invoke', element: 'lambda-invoke-panel', title: 'Invoke' } as const;
  const html = panelHtml(webview.asWebview, Uri.file('/extension'), page);

  test('lets nothing in but its own scripts by nonce, styles, fonts and images', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    const nonce = /<script type="module" nonce="([\w-]{22})"/.exec(html)?.[1];
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'nonce-${nonce}' ${webview.cspSource}`,
      `style-src ${webview.cspSource}`,
      `font-src ${webview.cspSource}`,
      `img-src ${webview.cspSource} data:`,
    ]);
    expect(html).not.toMatch(/unsafe| style=| on\w+=/);
  });

  test('every page has a nonce of its own', () => {
    expect(panelHtml(webview.asWebview, Uri.file('/extension'), page)).not.toBe(html);
  });
});

describe('messages from a view', () => {
  test.each([
    ['an unknown name', { kind: 'event', name: 'deleteEverything', id: 0 }],
    ['a name of every object', { kind: 'event', name: 'constructor', id: 0 }],
    ['a body of another shape', { kind: 'request', name: 'invoke', id: 1, body: { eventText: 5 } }],
    [
      'an invocation type that is none',
      { kind: 'request', name: 'invoke', id: 1, body: { ...emptyIntent, invocationType: 'Now' } },
    ],
    ['no message at all', 'hello'],
  ])('%s is dropped and logged', (_, message) => {
    const webview = new FakeWebview();
    const warnings: unknown[] = [];
    const log: Log = { ...silentLog, warn: (text) => void warnings.push(text) };
    const port = new WebviewPort(webview.asWebview, acceptFrom(invokeViewSchemas), log);
    const passed: unknown[] = [];
    port.onMessage((received) => void passed.push(received));
    webview.raw(message);
    expect([passed, warnings.length]).toEqual([[], 1]);
  });

  test('members that are not in the protocol are left out', () => {
    const accept = acceptFrom(logViewSchemas);
    expect(accept({ kind: 'event', name: 'retrySource', id: 0, body: { sourceId: 'a', extra: 1 } })).toEqual({
      kind: 'event',
      name: 'retrySource',
      id: 0,
      body: { sourceId: 'a' },
    });
  });

  test('a frame without a place keeps its place as undefined, whatever JSON made of it', () => {
    const accept = acceptFrom(invokeViewSchemas);
    for (const body of [{ text: 'at x' }, { text: 'at x', location: null }]) {
      expect(accept({ kind: 'event', name: 'openFrame', id: 0, body })).toMatchObject({
        body: { text: 'at x', location: undefined },
      });
    }
  });
});

describe('the invoke panel', () => {
  const key = { targetId: 'local', functionName: 'hello' };
  let world: EditorWorld;
  let owned: DisposableStore;
  let webview: FakeWebview;
  let drafts: Drafts;
  let panel: InvokePanel;
  let draftsChanged: number;
  let invoked: number;
  let frames: StackFrame[];
  let switched: string[];
  let histories: RunHistories;
  const folders = new TemporaryFolders();
  let root: string;
  afterAll(() => folders.remove());

  beforeEach(() => {
    root = folders.create({ '.lambda/events/hello/default.json': '{ "shared": true }' });
    world = openEditorWorld();
    owned = world.owned;
    webview = new FakeWebview();
    drafts = new Drafts(new MemoryStore());
    draftsChanged = 0;
    invoked = 0;
    frames = [];
    switched = [];
    histories = new RunHistories();
    world.local.lambda.put({ FunctionName: 'hello', MemorySize: 256 });
    world.local.lambda.aliases.set('hello', [{ Name: 'live' }]);
    world.local.lambda.versions.set('hello', [{ Version: '1' }]);
    panel = openPanel();
  });

  afterEach(async () => {
    owned.dispose();
    await histories.dispose();
  });

  function openPanel(): InvokePanel {
    const history = histories.open(key);
    const notify = new Notify(fakeLog().log);
    return owned.add(
      new InvokePanel({
        ...world,
        panel: { webview, active: true, visible: true, reveal() {}, dispose() {} } as unknown as WebviewPanel,
        key,
        target: world.local,
        drafts,
        log: silentLog,
        notify,
        session: new InvokeSession(world.local, 'hello', {
          clock: world.clock,
          log: silentLog,
          prices: listPrices,
          history,
          configuration: () => world.catalog.find('local', 'hello'),
        }),
        history,
        openTestEvents: (panelKey, target) =>
          new TestEventDesk({ ...world, key: panelKey, target, drafts, roots: async () => [root], notify }),
        openFrame: async (_, frame) => void frames.push(frame),
        openEvent: async () => {},
        onDraft: () => {
          draftsChanged += 1;
        },
        onInvoke: () => {
          invoked += 1;
        },
        keepRun: async () => {},
        onSwitchTarget: (targetId) => void switched.push(targetId),
      }),
    );
  }

  const lastSnapshot = () => webview.posted.findLast(({ name }) => name === 'snapshot')?.body as InvokeSnapshot;

  test('answers "ready" at once, and follows with what had to be asked for', async () => {
    webview.say('request', 'ready', undefined, 1);
    // The shared event is read from a disk.
    await vi.waitFor(() => expect(lastSnapshot()?.qualifiers).toHaveLength(3));
    const reply = webview.posted.find(({ kind, id }) => kind === 'reply' && id === 1)?.body as InvokeSnapshot;
    expect(reply.intent).toMatchObject({ eventText: '{ "shared": true }', testEventName: 'default' });
    expect(reply.qualifiers).toEqual(['$LATEST']);
    expect(lastSnapshot().qualifiers).toEqual(['$LATEST', 'live', '1']);
    expect(lastSnapshot().configuration?.memorySizeMB).toBe(256);
    expect(lastSnapshot().target).toMatchObject({ label: 'Local', accountId: '000000000000', region: 'us-east-1' });
  });

  test('no credentials ever reach the view', async () => {
    webview.say('request', 'ready', undefined, 1);
    await settle();
    expect(JSON.stringify(webview.posted)).not.toMatch(/secret|accessKey/i);
  });

  test('a draft wins over the shared event, and is kept on every change', async () => {
    webview.say('event', 'intentChanged', { ...emptyIntent, eventText: '{"mine":1}' });
    await settle();
    expect(drafts.read(key)?.eventText).toBe('{"mine":1}');
    expect(draftsChanged).toBe(1);
    const again = new FakeWebview();
    webview = again;
    panel = openPanel();
    again.say('request', 'ready', undefined, 1);
    await settle();
    expect(again.posted[0]?.body).toMatchObject({ intent: { eventText: '{"mine":1}' } });
  });

  test('invokes once, tells the beginning to who asked and the end to the view', async () => {
    const gate = world.local.lambda.hold('invoke');
    webview.say('request', 'invoke', { ...emptyIntent, eventText: '{"n":1}' }, 7);
    await settle();
    expect(webview.posted.some(({ kind, id }) => kind === 'reply' && id === 7)).toBe(true);
    expect(panel.isRunning).toBe(true);
    gate.resolve();
    await settle();
    expect(webview.posted.findLast(({ name }) => name === 'run')?.body).toMatchObject({ run: { state: 'finished' } });
    expect(world.local.lambda.callsOf('invoke')).toHaveLength(1);
    expect(invoked).toBe(1);
  });

  test('an event that is no JSON is refused in words, and not sent', async () => {
    webview.say('request', 'invoke', { ...emptyIntent, eventText: '{' }, 7);
    await settle();
    expect(webview.posted.find(({ kind, id }) => kind === 'failure' && id === 7)?.body).toMatch(/not valid JSON/);
    expect(world.local.lambda.callsOf('invoke')).toEqual([]);
  });

  test('in an untrusted workspace Local is neither asked nor invoked', async () => {
    editor.isTrusted = false;
    webview.say('request', 'ready', undefined, 1);
    webview.say('request', 'invoke', emptyIntent, 2);
    await settle();
    expect(webview.posted.find(({ kind }) => kind === 'failure')?.body).toMatch(/Trust this workspace/);
    expect(world.local.lambda.calls).toEqual([]);
  });

  test('buttons of the view run the commands of the product', async () => {
    webview.say('event', 'tailLogs');
    webview.say('event', 'showRequest', { requestId: 'r-1' });
    webview.say('event', 'showRequest', { requestId: 'r-2', targetId: 'prod/eu-west-1' });
    webview.say('event', 'redeploy');
    webview.say('event', 'copy', { text: 'copied' });
    webview.say('event', 'openFrame', { text: 'at x', location: { file: '/var/task/a.js', line: 1, column: 1 } });
    await settle();
    expect(editor.executed).toEqual([
      { command: 'lambdaWorkbench.tailLogs', args: [key] },
      { command: 'lambdaWorkbench.showRequest', args: [{ requestId: 'r-1', ...key }] },
      {
        command: 'lambdaWorkbench.showRequest',
        args: [{ requestId: 'r-2', targetId: 'prod/eu-west-1', functionName: key.functionName }],
      },
      { command: 'lambdaWorkbench.redeploy', args: [key] },
    ]);
    expect(editor.clipboard).toBe('copied');
    expect(frames).toHaveLength(1);
  });

  test('a request from the log is sent again as it was: its type and client context too, beside the test events', async () => {
    const sent = { ...emptyIntent, eventText: '{"n":1}', clientContext: '{"custom":{}}' };
    webview.say('event', 'intentChanged', { ...emptyIntent, invocationType: 'DryRun' });
    await settle();
    panel.beginIntent(sent);
    await panel.invokeAgain();
    await settle();
    const call = world.local.lambda.callsOf('invoke').at(-1);
    expect(call?.input).toMatchObject({ InvocationType: 'RequestResponse', ClientContext: btoa('{"custom":{}}') });
    expect(webview.posted.findLast(({ name }) => name === 'replaceEvent')?.body).toMatchObject({
      ...sent,
      testEventName: '',
    });
  });

  test('says which targets have the function, with the reason where one cannot be chosen', async () => {
    world.prod.lambda.put({ FunctionName: 'other' });
    webview.say('request', 'targetChoices', undefined, 3);
    webview.say('event', 'switchTarget', { targetId: 'prod/eu-west-1' });
    await settle();
    const choices = webview.posted.find(({ kind, id }) => kind === 'reply' && id === 3)?.body;
    expect(choices).toMatchObject([
      { target: { id: 'local' } },
      { target: { id: 'prod/eu-west-1' }, obstacle: 'has no function of this name' },
    ]);
    expect(switched).toEqual(['prod/eu-west-1']);
  });

  test('the text editor of the event and the panel show the same text', async () => {
    const changed: unknown[] = [];
    const emitter = new EventEmitter<unknown[]>();
    emitter.event((changes) => void changed.push(...changes));
    const files = new EventFiles(drafts, emitter as never, world.clock, (_, text) => panel.replaceEvent(text));
    const uri = Uri.from({ scheme: 'lambda-event', path: '/local/hello.json' });
    await files.writeFile(uri, new TextEncoder().encode('{"saved":true}'));
    expect(webview.posted.findLast(({ name }) => name === 'replaceEvent')?.body).toEqual({
      eventText: '{"saved":true}',
    });
    expect(new TextDecoder().decode(files.readFile(uri))).toBe('{"saved":true}');
    expect(files.stat(uri).size).toBe(14);
    expect(changed).toHaveLength(1);
  });
});
