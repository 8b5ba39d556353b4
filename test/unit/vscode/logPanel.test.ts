import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventEmitter, Uri, type WebviewView } from 'vscode';
import { emptyIntent } from '../../../src/app/drafts.ts';
import type { LogTail } from '../../../src/app/logTail.ts';
import { SentEvents } from '../../../src/app/sentEvents.ts';
import { Emitter } from '../../../src/base/event.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { InvocationOutcome } from '../../../src/lambda/invocationRecord.ts';
import type { LogBatch, LogSnapshot, TailSource } from '../../../src/protocol/logPanel.ts';
import { SavedFilters } from '../../../src/vscode/logs/savedFilters.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { LogPanel } from '../../../src/vscode/panels/logPanel.ts';
import { TailedFunctions } from '../../../src/vscode/panels/tailedFunctions.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const empty: LogSnapshot = {
  sources: [],
  invocations: [],
  lines: [],
  dropped: 0,
  thresholds: { slowShareOfTimeout: 0.8, memoryShare: 0.9 },
  sequence: 0,
};

/** A tail that follows nothing and says what the test says. */
class FakeTail {
  readonly batches = new Emitter<LogBatch>();
  readonly sourceChanges = new Emitter<readonly TailSource[]>();
  readonly onBatch = this.batches.event;
  readonly onDidChangeSources = this.sourceChanges.event;
  readonly clears = new Emitter<void>();
  readonly onDidClear = this.clears.event;
  readonly added: (readonly [string, string, number | undefined])[] = [];
  sources: TailSource[] = [];
  retried: string[] = [];

  add(
    target: { id: string; label: string },
    functionName: string,
    logGroupName: string,
    timeoutMs?: number,
  ): TailSource {
    this.added.push([functionName, logGroupName, timeoutMs]);
    const id = `${target.id}/${functionName}`;
    return { id, functionName, targetLabel: target.label, logGroupName, timeoutMs, state: { state: 'starting' } };
  }
  remove(): void {}
  retry(id: string): void {
    this.retried.push(id);
  }
  snapshot(): LogSnapshot {
    return empty;
  }
}

class FakeView {
  readonly #received = new EventEmitter<unknown>();
  readonly #visibility = new EventEmitter<void>();
  readonly posted: { name: string; body: unknown }[] = [];
  badge: { value: number; tooltip: string } | undefined;
  visible = true;
  readonly onDidChangeVisibility = this.#visibility.event;
  readonly onDidDispose = new EventEmitter<void>().event;
  readonly webview = {
    html: '',
    cspSource: 'self',
    options: {},
    onDidReceiveMessage: this.#received.event,
    asWebviewUri: (uri: Uri) => uri,
    postMessage: async (message: { name: string; body: unknown }) => this.posted.push(message) > 0,
  };
  say(kind: 'event' | 'request', name: string, body?: unknown): void {
    this.#received.fire({ kind, name, id: 1, body });
  }
  show(visible: boolean): void {
    this.visible = visible;
    this.#visibility.fire();
  }
}

let world: EditorWorld;
let tail: FakeTail;
let view: FakeView;
let store: MemoryStore;
let tailed: TailedFunctions;
let panel: LogPanel;
let notifies: boolean;

beforeEach(() => {
  world = openEditorWorld();
  tail = new FakeTail();
  view = new FakeView();
  store = new MemoryStore();
  notifies = false;
  sentEvents = new SentEvents();
  invokedAgain = [];
  used = [];
  [tailed, panel] = openPanel();
});

afterEach(() => {
  world.owned.dispose();
});

let sentEvents: SentEvents;
let invokedAgain: (readonly [string, string])[];
let used: [string, string][];

function openPanel(): [TailedFunctions, LogPanel] {
  const shared = { ...world, tail: tail as unknown as LogTail, notify: new Notify(fakeLog().log), log: silentLog };
  const functions = new TailedFunctions({ ...shared, store });
  const extensionUri = Uri.file('/extension');
  return [
    functions,
    world.owned.add(
      new LogPanel({
        ...shared,
        tailed: functions,
        savedFilters: world.owned.add(new SavedFilters(store)),
        extensionUri,
        openFrame: async () => {},
        sentEvents,
        invokeAgain: async (key, { eventText }) => {
          invokedAgain.push([key.functionName, eventText]);
        },
        useAsEvent: async (key, eventText) => {
          used.push([key.functionName, eventText]);
        },
        notifiesOfErrors: () => notifies,
      }),
    ),
  ];
}

const resolve = () => panel.resolve(view as unknown as WebviewView);

const batchOf = (...outcomes: readonly InvocationOutcome[]) =>
  ({
    sequence: 1,
    lines: [],
    dropped: 0,
    invocations: outcomes.map((outcome, index) => ({
      sourceId: 's',
      invocation: { key: `${index}`, outcome, lines: [] },
    })),
  }) as unknown as LogBatch;

describe('following', () => {
  test('uses the log group and timeout that the function is configured with', async () => {
    world.local.lambda.put({ FunctionName: 'plain', Timeout: 5 });
    world.local.lambda.put({ FunctionName: 'custom', LoggingConfig: { LogGroup: '/teams/orders' } });
    await tailed.add({ targetId: 'local', functionName: 'plain' });
    await tailed.add({ targetId: 'local', functionName: 'custom' });
    expect(tail.added).toEqual([
      ['plain', '/aws/lambda/plain', 5000],
      ['custom', '/teams/orders', 3000],
    ]);
  });

  test('comes back after a reload, when the view does', async () => {
    world.local.lambda.put({ FunctionName: 'plain' });
    await tailed.add({ targetId: 'local', functionName: 'plain' });
    tail = new FakeTail();
    [tailed, panel] = openPanel();
    expect(tail.added).toEqual([]);
    resolve();
    await settle();
    expect(tail.added.map(([name]) => name)).toEqual(['plain']);
  });

  test('does not begin in an untrusted workspace on Local', async () => {
    editor.isTrusted = false;
    await expect(tailed.add({ targetId: 'local', functionName: 'plain' })).rejects.toThrow('Trust this workspace');
    expect(tail.added).toEqual([]);
  });
});

describe('the view', () => {
  test('learns which requests can be sent again, and has one sent', async () => {
    const key = { targetId: 'local', functionName: 'plain' };
    world.local.lambda.put({ FunctionName: 'plain' });
    await tailed.add(key);
    sentEvents.add(key, 'r1', { ...emptyIntent, eventText: '{"a":1}' });
    resolve();
    view.say('request', 'ready');
    await settle();
    sentEvents.add(key, 'r2', emptyIntent);
    const told = view.posted.filter(({ name }) => name === 'knownRequests').map(({ body }) => body);
    expect(told).toEqual([{ 'local/plain': ['r1'] }, { 'local/plain': ['r1', 'r2'] }]);
    view.say('event', 'useAsEvent', { sourceId: 'local/plain', eventText: '{"a":1}' });
    view.say('event', 'useAsEvent', { sourceId: 'local/unknown', eventText: '{}' });
    expect(used).toEqual([['plain', '{"a":1}']]);
    view.say('event', 'invokeAgain', { sourceId: 'local/plain', requestId: 'r1' });
    view.say('event', 'invokeAgain', { sourceId: 'local/plain', requestId: 'unknown' });
    await settle();
    expect(invokedAgain).toEqual([['plain', '{"a":1}']]);
  });

  test('gets a snapshot when it asks and batches while it is seen', async () => {
    resolve();
    view.say('request', 'ready');
    await settle();
    tail.batches.fire(batchOf('success'));
    expect(view.posted.map(({ name }) => name)).toEqual(['ready', 'batch']);
  });

  test('hidden, it counts failures in its badge until it is looked at', () => {
    resolve();
    view.show(false);
    tail.batches.fire(batchOf('success', 'error', 'timeout', 'out-of-memory'));
    tail.batches.fire(batchOf('success', 'error'));
    expect(view.posted).toEqual([]);
    expect(view.badge).toEqual({ value: 3, tooltip: '3 failed invocations since you last looked' });
    view.show(true);
    expect(view.badge).toBeUndefined();
  });

  test('failures are told once while it is hidden, if that was asked for', () => {
    resolve();
    view.show(false);
    tail.batches.fire(batchOf('error'));
    expect(editor.shown).toEqual([]);
    view.show(true);
    view.show(false);
    notifies = true;
    tail.batches.fire(batchOf('error', 'success', 'timeout', 'error'));
    tail.batches.fire(batchOf('error', 'success', 'timeout', 'error', 'error'));
    expect(editor.shown.map(({ message, buttons }) => [message, buttons])).toEqual([
      ['2 tailed invocations failed.', ['Show Logs']],
    ]);
    expect(view.badge?.value).toBe(3);
  });

  test('what is said to a page that does not listen yet is said when it does', async () => {
    resolve();
    await panel.showFilter('cold:true');
    await panel.askToSaveFilter();
    expect(view.posted).toEqual([]);
    view.say('request', 'ready');
    await settle();
    const said = () => view.posted.filter(({ name }) => name !== 'ready').map(({ name, body }) => [name, body]);
    expect(said()).toEqual([
      ['applyFilter', { text: 'cold:true' }],
      ['saveFilterAsked', undefined],
    ]);
    view.show(false);
    await panel.showFilter('slow:true');
    expect(said()).toHaveLength(2);
  });

  test('a request that is held is gone to, another is sought', async () => {
    resolve();
    view.say('request', 'ready');
    await settle();
    const invocation = { key: 'stream 1', requestId: 'abc', outcome: 'success', lines: [] };
    tail.snapshot = () => ({ ...empty, invocations: [{ sourceId: 's', invocation }] }) as unknown as LogSnapshot;
    await panel.showRequest('abc');
    await panel.showRequest('def');
    expect(view.posted.slice(1).map(({ name, body }) => [name, body])).toEqual([
      ['reveal', { sourceId: 's', key: 'stream 1' }],
      ['applyFilter', { text: 'request:def' }],
    ]);
  });

  test('"Clear Logs" from the palette empties what the view shows', () => {
    resolve();
    tail.clears.fire();
    expect(view.posted).toContainEqual(
      expect.objectContaining({ name: 'snapshot', body: expect.objectContaining(empty) }),
    );
  });

  test('its buttons run the commands of the product on the function of the row', async () => {
    world.local.lambda.put({ FunctionName: 'plain' });
    await tailed.add({ targetId: 'local', functionName: 'plain' });
    resolve();
    view.say('event', 'invoke', { sourceId: 'local/plain' });
    view.say('event', 'clear');
    view.say('event', 'retrySource', { sourceId: 'local/plain' });
    expect(editor.executed).toEqual([
      { command: 'lambdaWorkbench.invoke', args: [{ targetId: 'local', functionName: 'plain' }] },
      { command: 'lambdaWorkbench.clearLogs', args: [] },
    ]);
    expect(tail.retried).toEqual(['local/plain']);
  });
});
