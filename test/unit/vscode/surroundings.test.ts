import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Uri } from 'vscode';
import { Emitter } from '../../../src/base/event.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { openDeepLink } from '../../../src/vscode/deepLinks.ts';
import { askForMfaCode } from '../../../src/vscode/mfaQuestion.ts';
import type { InvokePanels } from '../../../src/vscode/panels/invokePanels.ts';
import { Settings } from '../../../src/vscode/settings.ts';
import { StatusBar } from '../../../src/vscode/statusBar.ts';
import { FunctionDecorations } from '../../../src/vscode/tree/decorations.ts';
import { functionTooltip } from '../../../src/vscode/tree/functionTooltip.ts';
import { functionUri, parseFunctionUri } from '../../../src/vscode/tree/functionUri.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor, FakeStatusBarItem } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld, runningLocally } from './editorWorld.ts';

let world: EditorWorld;

beforeEach(() => {
  world = openEditorWorld();
});

afterEach(() => {
  world.owned.dispose();
});

/** Functions that are linked to no folder. */
const noDrift = { find: () => undefined, onDidChange: () => ({ dispose() {} }) };

describe('settings', () => {
  test('what was mistyped falls back: connections without a Region, shares above one', () => {
    editor.settings.set('lambdaWorkbench.connections', [
      { profile: 'a', region: 'eu-west-1', extra: 1 },
      { profile: 'b' },
      3,
    ]);
    editor.settings.set('lambdaWorkbench.logs.slowShareOfTimeout', 7);
    editor.settings.set('lambdaWorkbench.logs.memoryShare', 0.5);
    editor.settings.set('lambdaWorkbench.protectedConnections', 'prod');
    const settings = world.owned.add(new Settings(new MemoryStore()));
    expect(settings.read()).toEqual([{ profile: 'a', region: 'eu-west-1' }]);
    expect(settings.logThresholds).toEqual({ slowShareOfTimeout: 0.8, memoryShare: 0.5, longInitMs: 1_000 });
    expect(settings.protectedConnections).toEqual([]);
    expect(settings.maximumLogLines).toBe(20_000);
  });

  test('a change of the connections is announced, whoever made it', async () => {
    const settings = world.owned.add(new Settings(new MemoryStore()));
    let changes = 0;
    settings.onDidChange(() => {
      changes += 1;
    });
    await settings.write([{ profile: 'a', region: 'eu-west-1' }]);
    editor.changeSetting('editor.fontSize', 12);
    expect(changes).toBe(1);
    expect(settings.read()).toHaveLength(1);
  });
});

describe('connections', () => {
  const general = { profile: 'everywhere', region: 'eu-west-1' };
  const own = { profile: 'client', region: 'us-east-1' };

  test('that are added in a workspace belong to it alone, beside those of the setting', async () => {
    editor.settings.set('lambdaWorkbench.connections', [general]);
    editor.workspaceFolders = [{ uri: Uri.file('/code/orders'), name: 'orders' }];
    const store = new MemoryStore();
    const settings = world.owned.add(new Settings(store));
    await settings.write([...settings.read(), own]);
    expect(settings.read()).toEqual([general, own]);
    expect(editor.settings.get('lambdaWorkbench.connections')).toEqual([general]);
    expect(world.owned.add(new Settings(store)).read()).toEqual([general, own]);
    expect(world.owned.add(new Settings(new MemoryStore())).read()).toEqual([general]);
  });

  test('are removed where they are kept', async () => {
    editor.settings.set('lambdaWorkbench.connections', [general]);
    editor.workspaceFolders = [{ uri: Uri.file('/code/orders'), name: 'orders' }];
    const settings = world.owned.add(new Settings(new MemoryStore()));
    await settings.write([general, own]);
    await settings.write([general]);
    expect(settings.read()).toEqual([general]);
    await settings.write([]);
    expect(editor.settings.get('lambdaWorkbench.connections')).toEqual([]);
  });

  test('without a folder open go into the setting', async () => {
    const settings = world.owned.add(new Settings(new MemoryStore()));
    await settings.write([own]);
    expect(editor.settings.get('lambdaWorkbench.connections')).toEqual([own]);
  });

  test('go through the proxy of the editor’s settings', () => {
    const settings = world.owned.add(new Settings(new MemoryStore()));
    expect(settings.proxy).toEqual({ support: 'off', url: '', noProxy: [] });
    editor.settings.set('http.proxySupport', 'on');
    editor.settings.set('http.proxy', 'http://proxy.corp:3128');
    editor.settings.set('http.noProxy', ['*.corp', 3]);
    expect(settings.proxy).toEqual({ support: 'on', url: 'http://proxy.corp:3128', noProxy: ['*.corp'] });
  });
});

describe('the code of an MFA device', () => {
  test('is asked for by the device’s name, one question after the other', async () => {
    editor.answers = ['123456', '654321'];
    expect(await Promise.all([askForMfaCode('mine'), askForMfaCode('yours')])).toEqual(['123456', '654321']);
  });

  test('that is not given, or has no six digits, is an error that says what it was for', async () => {
    editor.answers = [undefined, '12', '123456'];
    await expect(askForMfaCode('arn:aws:iam::1:mfa/me')).rejects.toThrow(/not given, and .*arn:aws:iam::1:mfa\/me$/);
    await expect(askForMfaCode('mine')).rejects.toThrow(HumanError);
    expect(await askForMfaCode('mine')).toBe('123456');
  });
});

test('the status bar is there only while a view of ours is in use', () => {
  const used = new Emitter<void>();
  let isInUse = false;
  world.owned.add(new StatusBar({ local: world.service, onDidChangeUse: used.event, isInUse: () => isInUse }));
  const item = FakeStatusBarItem.all.at(-1);
  expect(item?.isVisible).toBe(false);
  isInUse = true;
  used.fire();
  world.service.become(runningLocally);
  expect(item).toMatchObject({ isVisible: true, text: '$(vm-running) Lambda: Local :9311' });
  isInUse = false;
  used.fire();
  expect(item?.isVisible).toBe(false);
});

describe('accounts', () => {
  test('are asked for once, however many ask', async () => {
    let asked = 0;
    const target = {
      ...world.prod,
      connect: async () => {
        asked += 1;
        return await world.prod.connect();
      },
    };
    await Promise.all([world.accounts.ask(target), world.accounts.ask(target)]);
    await world.accounts.ask(target);
    expect([asked, world.accounts.known(target.id)]).toEqual([1, '492100000087']);
  });

  test('that cannot be asked for are unknown, and asked for again', async () => {
    world.prod.refuse(new Error('offline'));
    expect(await world.accounts.ask(world.prod)).toBeUndefined();
    expect(await world.accounts.ask(world.prod)).toBe('492100000087');
  });
});

describe('decorations', () => {
  test('mark what failed and what is deprecated, and nothing else', async () => {
    world.local.lambda.put({ FunctionName: 'fine' });
    world.local.lambda.put({ FunctionName: 'old', Runtime: 'nodejs16.x' });
    world.local.lambda.put({ FunctionName: 'broken', State: 'Failed' });
    world.catalog.functions('local');
    await settle();
    const decorations = world.owned.add(new FunctionDecorations(world.catalog, noDrift, world.clock));
    const mark = (name: string) => decorations.provideFileDecoration(functionUri('local', 'us-east-1', name))?.badge;
    expect(['fine', 'old', 'broken', 'gone'].map(mark)).toEqual([undefined, '!', '✕', undefined]);
    expect(decorations.provideFileDecoration(Uri.file('/code/old') as never)).toBeUndefined();
  });

  test('find a function by its address, on whichever target', () => {
    const uri = functionUri('prod/eu-west-1', 'eu-west-1', 'orders');
    expect(parseFunctionUri(uri)).toEqual({ targetId: 'prod/eu-west-1', functionName: 'orders' });
  });
});

test('a tooltip shows names from outside as text, never as Markdown', () => {
  const tooltip = functionTooltip(
    { FunctionName: 'f', Description: '[run me](command:evil) **bold**', Runtime: 'nodejs16.x' },
    world.clock.now(),
  );
  expect(tooltip.value).not.toContain('[run me](command:evil)');
  expect(tooltip.value).toContain('AWS has deprecated this runtime');
});

describe('links into the editor', () => {
  const opened: unknown[] = [];
  const panels = { open: (key: unknown) => void opened.push(key) } as unknown as InvokePanels;
  const open = (text: string) => openDeepLink(Uri.parse(text), world.targets, panels);

  test('show a function of a target that is there', () => {
    open('vscode://lambda-workbench.lambda-workbench/function?target=prod/eu-west-1&name=orders');
    expect(opened).toEqual([{ targetId: 'prod/eu-west-1', functionName: 'orders' }]);
  });

  test.each([
    'vscode://x.y/function?target=gone/eu-west-1&name=orders',
    'vscode://x.y/function?target=local&name=../../etc',
    'vscode://x.y/delete?target=local&name=orders',
  ])('%s is refused in words', (text) => {
    expect(() => open(text)).toThrow(/connection is not in|does not name/);
  });
});
