import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StageFacts } from '../../../src/app/deploy/deployment.ts';
import { type ForeignCode, ForeignCodeKept } from '../../../src/app/deploy/foreignCode.ts';
import type { RedeployOutcome } from '../../../src/app/deploy/redeploy.ts';
import type { NewFunction } from '../../../src/app/deploy/redeployRun.ts';
import { Deferred } from '../../../src/base/deferred.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { RedeployFlow } from '../../../src/vscode/redeployFlow.ts';
import { resultText } from '../../../src/vscode/redeployText.ts';
import type { FoundLink } from '../../../src/vscode/workspaceLinks.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor, type FakeDocument, Uri as FakeUri } from '../../fakes/vscode.ts';
import { type EditorWorld, fakeLog, openEditorWorld, prodAccount } from './editorWorld.ts';

const unchanged: RedeployOutcome = {
  kind: 'unchanged',
  codeSha256: 'x',
  steps: [
    { stage: 'build', durationMs: 30 },
    { stage: 'package', durationMs: 4 },
    { stage: 'compare', durationMs: 12 },
  ],
};
const updated: RedeployOutcome = {
  kind: 'updated',
  configuration: {},
  packageBytes: 4198,
  canUndo: false,
  steps: [...unchanged.steps, { stage: 'upload', durationMs: 21 }, { stage: 'wait', durationMs: 29 }],
};
const build = { kind: 'copy' } as const;
const onLocal: FoundLink = {
  root: '/code',
  link: { functionName: 'hello', target: { kind: 'local' }, folder: 'hello', build },
};
const prodTarget = { kind: 'aws', profile: 'prod', region: 'eu-west-1', accountId: prodAccount } as const;
const onProd: FoundLink = { root: '/code', link: { ...onLocal.link, target: prodTarget } };

let world: EditorWorld;
let runs: { readonly create: NewFunction | undefined; readonly activity: string | undefined }[];
let answer: (signal: AbortSignal, onStage: ((stage: 'upload') => void) | undefined) => Promise<RedeployOutcome>;
let left: string | undefined;
let undone: (string | undefined)[];
let undoneFacts: StageFacts;
let foreign: ForeignCode[];
let flow: RedeployFlow;

beforeEach(() => {
  world = openEditorWorld();
  runs = [];
  answer = async () => updated;
  left = undefined;
  undoneFacts = {};
  undone = [];
  foreign = [];
  flow = new RedeployFlow({
    ...world,
    notify: new Notify(fakeLog().log),
    askAboutForeignCode: async (_target, found) => {
      foreign.push(found);
      return true;
    },
    loadRedeploy: async () => ({
      leftBehind: async () => left,
      undo: async ({ link }) => {
        undone.push(world.catalog.activity('local', link.functionName));
        return { id: '1', beganAt: 0, codeSha256: 'x', before: 'y', started: [], finished: [], ...undoneFacts };
      },
      run: async ({ target, link, create, onStage }, signal) => {
        runs.push({ create, activity: world.catalog.activity(target.id, link.functionName) });
        return await answer(signal, onStage);
      },
    }),
  });
});

afterEach(() => {
  world.owned.dispose();
});

describe('on Local', () => {
  test('asks nothing, says "Deploying…" in the row while it is, and tells the steps once', async () => {
    await flow.run(onLocal);
    expect(runs).toEqual([{ create: undefined, activity: 'Deploying…' }]);
    expect(world.catalog.activity('local', 'hello')).toBeUndefined();
    expect(editor.shown.map(({ kind, message, buttons }) => [kind, message, buttons])).toEqual([
      [
        'info',
        'Redeployed hello on Local in 96 ms (4.1 KB): build 30 ms · package 4 ms · compare 12 ms · upload 21 ms · wait 29 ms',
        ['Invoke…'],
      ],
    ]);
  });

  test('its button opens the panel of that function', async () => {
    editor.answers = ['Invoke…'];
    await flow.run(onLocal);
    await settle();
    expect(editor.executed).toEqual([
      { command: 'lambdaWorkbench.invoke', args: [{ targetId: 'local', functionName: 'hello' }] },
    ]);
  });

  test('saves what is edited in the linked folder, and nothing else', async () => {
    const saved: string[] = [];
    const document = (path: string): FakeDocument => ({
      uri: FakeUri.file(path),
      isDirty: true,
      save: async () => saved.push(path) > 0,
    });
    editor.documents = [document('/code/hello/index.ts'), document('/code/other/index.ts')];
    await flow.run(onLocal);
    expect(saved).toEqual(['/code/hello/index.ts']);
  });

  test('the row is itself again after a failure, which goes on to the command edge', async () => {
    answer = () => Promise.reject(new Error('broken'));
    await expect(flow.run(onLocal)).rejects.toThrow('broken');
    expect(world.catalog.activity('local', 'hello')).toBeUndefined();
    expect(editor.shown).toEqual([]);
  });

  test('a second press while it runs is refused in words', async () => {
    const gate = new Deferred<RedeployOutcome>();
    answer = () => gate.promise;
    const first = flow.run(onLocal);
    await expect(flow.run(onLocal)).rejects.toThrow('hello is being deployed already.');
    gate.resolve(updated);
    await first;
    await flow.run(onLocal);
  });

  test('builds nothing in an untrusted workspace', async () => {
    editor.isTrusted = false;
    await expect(flow.run(onLocal)).rejects.toThrow('Trust this workspace');
    expect(runs).toEqual([]);
  });
});

describe('progress', () => {
  test('quick work shows no notification of progress', async () => {
    await flow.run(onLocal);
    await world.clock.advance(5000);
    expect(editor.progress).toEqual([]);
    expect(world.clock.pending).toBe(0);
  });

  test('after a second there is one that names the stage, and Cancel aborts', async () => {
    let seen: AbortSignal | undefined;
    answer = (signal, onStage) => {
      onStage?.('upload');
      seen = signal;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const running = flow.run(onLocal);
    const ended = expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await settle();
    await world.clock.advance(1000);
    expect(editor.progress).toMatchObject([{ title: 'Redeploying hello on Local', messages: ['Uploading…'] }]);
    editor.progress[0]?.cancel();
    expect(seen?.aborted).toBe(true);
    await ended;
  });
});

describe('on a protected target', () => {
  test('asks once more, by name, with account and Region', async () => {
    editor.answers = ['Redeploy hello'];
    await flow.run(onProd);
    expect(editor.shown[0]).toEqual({
      kind: 'warning',
      message: 'Redeploy hello on prod · eu-west-1?',
      detail: `Account ${prodAccount}, Region eu-west-1, protected.\nIts code ($LATEST) is replaced at once.`,
      buttons: ['Redeploy hello'],
    });
    expect(runs).toHaveLength(1);
  });

  test('nothing happens when it is declined', async () => {
    expect(await flow.run(onProd)).toBeUndefined();
    expect(runs).toEqual([]);
  });

  test('a link to another account than the profile leads to now is refused', async () => {
    const elsewhere = { ...onProd, link: { ...onProd.link, target: { ...prodTarget, accountId: '111111111111' } } };
    await expect(flow.run(elsewhere)).rejects.toThrow(
      `hello is linked to account 111111111111, and its profile now leads to account ${prodAccount}.`,
    );
    expect(runs).toEqual([]);
  });
});

test('a connection that is gone is named', async () => {
  const gone = { ...prodTarget, profile: 'gone' };
  await expect(flow.run({ ...onProd, link: { ...onProd.link, target: gone } })).rejects.toThrow('gone/eu-west-1');
});

test('unchanged code says so, and that nothing was uploaded', () => {
  expect(resultText(unchanged, 'hello', 'Local')).toBe(
    'hello on Local already runs this code: nothing was uploaded (checked in 46 ms).',
  );
});

describe('what a redeploy tells', () => {
  const full: RedeployOutcome = {
    ...updated,
    canUndo: true,
    version: '12',
    smoke: { isOk: true, durationMs: 12, initDurationMs: 140 },
    smokeBefore: { isOk: true, durationMs: 15 },
    shift: { kind: 'shifted', alias: { name: 'live', from: { version: '11' }, to: '12' } },
  };

  test('version, smoke event before and after, and alias follow the steps; Undo is offered', async () => {
    answer = async () => full;
    await flow.run(onLocal);
    expect(editor.shown[0]?.message).toContain(
      'wait 29 ms. Version 12. Smoke event: ok, 12 ms (before: 15 ms), init 140 ms. live → 12',
    );
    expect(editor.shown[0]).toMatchObject({ kind: 'info', buttons: ['Invoke…', 'Undo'] });
  });

  test('a smoke event that failed and a canary that went back are warnings', async () => {
    answer = async () => ({ ...full, smoke: { isOk: false, error: 'TypeError: no name' } });
    await flow.run(onLocal);
    expect(editor.shown[0]).toMatchObject({
      kind: 'warning',
      message: expect.stringContaining('Smoke event: failed: TypeError: no name'),
    });
    const watched = { invocations: 9, failed: 2, firstError: 'TypeError' };
    const alias = { name: 'live', from: { version: '11' }, to: '12' };
    expect(resultText({ ...full, shift: { kind: 'returned', alias, watched } }, 'hello', 'Local')).toContain(
      'live went back to 11: 2 of 9 invocations of version 12 failed: TypeError',
    );
  });

  test('a run that finished another one says so', () => {
    expect(resultText({ ...updated, kind: 'finished' }, 'hello', 'Local')).toMatch(
      /^Finished the redeploy of hello on Local in 96 ms .*wait 29 ms\. The upload of the run before had arrived\.$/,
    );
  });

  test('what a cancelled run left is told, once something was sent', async () => {
    left = 'The new code of hello is at work.';
    answer = (signal, onStage) => {
      onStage?.('upload');
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const running = flow.run(onLocal);
    const ended = expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await settle();
    await world.clock.advance(1000);
    editor.progress[0]?.cancel();
    await ended;
    expect(editor.shown.map(({ message }) => message)).toEqual(['Cancelled. The new code of hello is at work.']);
  });
});

test('code of someone else that the developer keeps is no error', async () => {
  answer = () => Promise.reject(new ForeignCodeKept('hello', 'Local'));
  expect(await flow.run(onLocal)).toBeUndefined();
  expect(editor.shown).toEqual([]);
});

describe('undo', () => {
  test('says "Undoing…" in the row and tells the end', async () => {
    undoneFacts = { alias: { name: 'live', from: { version: '1' }, to: '2' } };
    await flow.undo(onLocal);
    expect(undone).toEqual(['Undoing…']);
    expect(editor.shown[0]?.message).toBe(
      'hello on Local runs the code of before the redeploy again. live leads where it led.',
    );
  });

  test('on a protected target asks once more, by name', async () => {
    await flow.undo(onProd);
    expect(editor.shown[0]).toMatchObject({ buttons: ['Undo Redeploy of hello'] });
    expect(undone).toEqual([]);
  });
});
