import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Drafts, emptyIntent } from '../../../src/app/drafts.ts';
import { LastRuns } from '../../../src/app/runs/lastRuns.ts';
import { SentEvents } from '../../../src/app/sentEvents.ts';
import { silentLog } from '../../../src/base/log.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { InvokePanels } from '../../../src/vscode/panels/invokePanels.ts';
import { TestEventDesk } from '../../../src/vscode/testEvents/testEventDesk.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { FakeWebviewPanel } from '../../fakes/fakeWebviewPanel.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { Uri } from '../../fakes/vscode.ts';
import { RunHistories } from '../../support/runHistories.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const here = { targetId: 'local', functionName: 'hello' };
const there = { targetId: 'prod/eu-west-1', functionName: 'hello' };

let world: EditorWorld;
let drafts: Drafts;
let panels: InvokePanels;
let view: FakeWebviewPanel;
let histories: RunHistories;

beforeEach(async () => {
  world = openEditorWorld();
  histories = new RunHistories();
  drafts = new Drafts(new MemoryStore());
  const notify = new Notify(fakeLog().log);
  world.local.lambda.put({ FunctionName: 'hello' });
  world.prod.lambda.put({ FunctionName: 'hello' });
  panels = world.owned.add(
    new InvokePanels({
      ...world,
      drafts,
      openHistory: (key) => histories.open(key),
      notify,
      log: silentLog,
      extensionUri: Uri.file('/extension') as never,
      sentEvents: new SentEvents(),
      lastRuns: new LastRuns(),
      openTestEvents: (key, target) =>
        new TestEventDesk({ ...world, key, target, drafts, roots: async () => [], notify }),
      openFrame: async () => {},
      openEvent: async () => {},
      onDraft: () => {},
    }),
  );
  view = new FakeWebviewPanel();
  panels.restore(view.asPanel, { function: here });
});

afterEach(async () => {
  world.owned.dispose();
  await histories.dispose();
});

describe('the same event on another target', () => {
  test('is in that one’s history, which an open panel shows at once', async () => {
    const other = new FakeWebviewPanel();
    panels.restore(other.asPanel, { function: there });
    other.say('request', 'runOn', { targetId: 'local', intent: { ...emptyIntent, eventText: '{"n":1}' } });
    await settle();
    expect(view.last('history')).toMatchObject([{ outcome: 'success' }]);
  });

  test('also where that one has no panel', async () => {
    const other = new FakeWebviewPanel();
    panels.restore(other.asPanel, { function: there });
    view.asPanel.dispose();
    other.say('request', 'runOn', { targetId: 'local', intent: emptyIntent });
    await settle();
    const after = histories.open(here);
    await expect
      .poll(async () => {
        await after.load();
        return after.entries.length;
      })
      .toBe(1);
  });
});

test('what is typed while another test event is being opened is the draft', async () => {
  view.say('event', 'intentChanged', { ...emptyIntent, testEventName: 'b', eventText: '"b"' });
  view.say('event', 'intentChanged', { ...emptyIntent, testEventName: 'b', eventText: '"b typed"' });
  await settle();
  expect(drafts.read(here)?.eventText).toBe('"b typed"');
});

describe('another target in the same panel', () => {
  test('takes the event along where that one has none', async () => {
    view.say('event', 'intentChanged', { ...emptyIntent, eventText: '{"mine":1}', qualifier: 'live' });
    view.say('event', 'switchTarget', { targetId: there.targetId });
    await settle();
    expect(view.title).toBe('hello · prod · eu-west-1');
    expect(view.last('snapshot')).toMatchObject({
      function: there,
      intent: { eventText: '{"mine":1}', qualifier: '$LATEST' },
    });
    expect(view.last('targetSwitched')).toMatchObject({ sentence: expect.stringContaining('The event came along') });
    expect(panels.get(here)).toBeUndefined();
    expect(panels.get(there)?.isActive).toBe(true);
  });

  test('and shows that one’s own draft where it has one', async () => {
    await drafts.write(there, { ...emptyIntent, eventText: '{"theirs":1}', qualifier: '2' });
    view.say('event', 'intentChanged', { ...emptyIntent, eventText: '{"mine":1}' });
    view.say('event', 'switchTarget', { targetId: there.targetId });
    await settle();
    expect(view.last('snapshot')).toMatchObject({ intent: { eventText: '{"theirs":1}', qualifier: '2' } });
    expect(drafts.read(here)?.eventText).toBe('{"mine":1}');
  });

  test('is not shown while an invocation runs: nothing is cancelled by a menu', async () => {
    const gate = world.local.lambda.hold('invoke');
    view.say('request', 'invoke', emptyIntent, 5);
    await settle();
    view.say('event', 'switchTarget', { targetId: there.targetId });
    await settle();
    expect(panels.get(here)?.isRunning).toBe(true);
    expect(panels.get(there)).toBeUndefined();
    gate.resolve();
    await settle();
    expect(view.last('run')).toMatchObject({ run: { state: 'finished' } });
  });

  test('is the panel that is open for it already', async () => {
    const other = new FakeWebviewPanel();
    panels.restore(other.asPanel, { function: there });
    view.say('event', 'switchTarget', { targetId: there.targetId });
    await settle();
    expect(other.revealed).toBe(1);
    expect(panels.get(here)).toBeDefined();
  });

  test('is the one that closing the tab ends', async () => {
    view.say('event', 'switchTarget', { targetId: there.targetId });
    await settle();
    view.dispose();
    expect([panels.get(here), panels.get(there)]).toEqual([undefined, undefined]);
  });
});

test('"Run Last Again" is about the function on the target where something ran last', async () => {
  expect(panels.openLast()).toBeUndefined();
  view.say('request', 'invoke', emptyIntent, 1);
  await settle();
  expect(panels.openLast()?.key).toEqual(here);
});
