import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RedeployOutcome } from '../../../src/app/deploy/redeploy.ts';
import type { WatchSetting } from '../../../src/app/deploy/redeployLink.ts';
import { Deferred } from '../../../src/base/deferred.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { FunctionKey } from '../../../src/protocol/invokePanel.ts';
import { watchFunction } from '../../../src/vscode/commands/watchFunction.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { RedeployWatches } from '../../../src/vscode/redeployWatches.ts';
import { statusText } from '../../../src/vscode/watchSigns.ts';
import { type FoundLink, WorkspaceLinks } from '../../../src/vscode/workspaceLinks.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { type EditorWorld, fakeLog, openEditorWorld, prodAccount } from './editorWorld.ts';

const folders = new TemporaryFolders();
const outcome: RedeployOutcome = { kind: 'updated', configuration: {}, steps: [], packageBytes: 1, canUndo: true };
const prodTarget = { kind: 'aws', profile: 'prod', region: 'eu-west-1', accountId: prodAccount } as const;

let world: EditorWorld;
let root: string;
let links: WorkspaceLinks;
let store: MemoryStore;
let runs: string[];
let answer: (signal: AbortSignal) => Promise<RedeployOutcome>;
let ranAgain: FunctionKey[];
let watches: RedeployWatches;

beforeEach(() => {
  world = openEditorWorld();
  root = folders.create({ 'hello/index.mjs': '', 'hello/node_modules/a.js': '', 'other/index.mjs': '' });
  editor.workspaceFolders = [{ uri: Uri.file(root), name: 'work' }];
  links = world.owned.add(new WorkspaceLinks(new MemoryStore(), silentLog));
  store = new MemoryStore();
  runs = [];
  ranAgain = [];
  answer = async () => outcome;
  watches = open();
});
afterEach(() => world.owned.dispose());
afterAll(() => folders.remove());

/** A window. */
function open(): RedeployWatches {
  return world.owned.add(
    new RedeployWatches({
      ...world,
      links,
      store,
      log: silentLog,
      notify: new Notify(fakeLog().log),
      askAboutForeignCode: async () => false,
      runLastEvent: async (key) => void ranAgain.push(key),
      flow: {
        runQuietly: async (found, signal, how) => {
          runs.push(found.link.functionName);
          how?.onStage?.('build');
          how?.onStage?.('package');
          return await answer(signal);
        },
      },
    }),
  );
}

async function link(watch?: WatchSetting, target: FoundLink['link']['target'] = { kind: 'local' }): Promise<FoundLink> {
  const found: FoundLink = {
    root,
    link: {
      functionName: 'hello',
      target,
      folder: 'hello',
      build: { kind: 'copy' },
      ...(watch === undefined ? {} : { watch }),
    },
  };
  await links.save(found);
  await watches.refresh();
  return found;
}

const file = (name: string) => Uri.file(path.join(root, ...name.split('/')));
const save = (name: string) => editor.documentSaved.fire({ uri: file(name) });

/** Files are looked at on a real disk. */
async function quiet(): Promise<void> {
  await settle();
  await settle();
  await world.clock.advance(1000);
}

describe('a watched function', () => {
  test('is redeployed when a file of its folder is saved, and by no other', async () => {
    await link(true);
    save('hello/index.mjs');
    save('hello/index.mjs');
    save('other/index.mjs');
    save('hello/node_modules/a.js');
    await quiet();
    expect(runs).toEqual(['hello']);
    expect(watches.states()).toMatchObject([{ isRunning: false, last: { isError: false } }]);
  });

  test('is redeployed when something else changes a file, and once when the editor did', async () => {
    await link(true);
    writeFileSync(file('hello/index.mjs').fsPath, 'changed');
    utimesSync(file('hello/index.mjs').fsPath, new Date(), new Date(Date.now() + 60_000));
    editor.fileTouched.fire(file('hello/index.mjs') as never);
    await expect.poll(() => world.clock.pending).toBe(1);
    await quiet();
    expect(runs).toEqual(['hello']);
    save('hello/index.mjs');
    await quiet();
    editor.fileTouched.fire(file('hello/index.mjs') as never);
    await quiet();
    expect(runs).toEqual(['hello', 'hello']);
  });

  test('runs its last event again when the link says so', async () => {
    await link({ runsLastEvent: true });
    save('hello/index.mjs');
    await quiet();
    expect(ranAgain).toEqual([{ targetId: 'local', functionName: 'hello' }]);
    answer = async () => ({ kind: 'unchanged', codeSha256: 'x', steps: [] });
    save('hello/index.mjs');
    await quiet();
    expect([runs.length, ranAgain.length]).toEqual([2, 1]);
  });

  test('says a failure once, however often the save is repeated, until it is repaired', async () => {
    await link(true);
    answer = () => Promise.reject(new HumanError('The build failed.'));
    for (const _ of [1, 2, 3]) {
      save('hello/index.mjs');
      await quiet();
    }
    expect(editor.shown.map(({ message }) => message)).toEqual(['The build failed.']);
    expect(statusText(watches.states())).toBe('$(error) hello');
    answer = async () => outcome;
    save('hello/index.mjs');
    await quiet();
    expect(statusText(watches.states())).toBe('$(eye) hello');
  });

  test('a newer save ends a run that has sent nothing', async () => {
    await link(true);
    const gate = new Deferred<RedeployOutcome>();
    answer = (signal) => {
      signal.addEventListener('abort', () => gate.reject(signal.reason));
      return gate.promise;
    };
    save('hello/index.mjs');
    await quiet();
    expect(statusText(watches.states())).toBe('$(sync~spin) hello');
    answer = async () => outcome;
    save('hello/index.mjs');
    await quiet();
    expect(runs).toEqual(['hello', 'hello']);
    expect(editor.shown).toEqual([]);
  });

  test('is not watched in a workspace that nobody trusts', async () => {
    editor.isTrusted = false;
    await link(true);
    expect(watches.states()).toEqual([]);
    editor.isTrusted = true;
    editor.trustGranted.fire();
    await expect.poll(() => watches.states().length).toBe(1);
  });

  test('is let go when the window closes', async () => {
    await link(true);
    save('hello/index.mjs');
    watches.dispose();
    await quiet();
    expect(runs).toEqual([]);
    expect(world.clock.pending).toBe(0);
  });
});

describe('the command', () => {
  const press = (found: FoundLink) =>
    watchFunction({
      ...world,
      watches,
      links,
      linker: { link: async () => undefined },
      picker: {
        pick: async () => ({
          targetId: found.link.target.kind === 'local' ? 'local' : 'prod/eu-west-1',
          functionName: 'hello',
        }),
      },
    })(undefined);

  test('switches on and off, and the link keeps it', async () => {
    const found = await link();
    await press(found);
    expect((await links.all())[0]?.link.watch).toBe(true);
    expect(watches.isOn(found)).toBe(true);
    await press(found);
    expect((await links.all())[0]?.link).not.toHaveProperty('watch');
    expect(watches.isOn(found)).toBe(false);
    expect(editor.shown).toEqual([]);
  });

  test('asks on AWS, with account and Region; a link that came with a pull is not enough', async () => {
    const found = await link(true, prodTarget);
    expect(watches.states()).toEqual([]);
    await press(found);
    expect(editor.shown[0]).toMatchObject({
      message: 'Watch hello on prod · eu-west-1?',
      detail: `Account ${prodAccount}, Region eu-west-1, protected.\nFrom now on, saving a file of its folder replaces its code there.`,
    });
    expect(watches.states()).toEqual([]);
    editor.answers = ['Watch hello'];
    await press(found);
    expect(watches.states()).toHaveLength(1);
    // The same window after a restart goes on.
    watches = open();
    await watches.refresh();
    expect(watches.states()).toHaveLength(1);
  });
});
