/** Which functions are tailed, over reloads: offline, in another order of answers, in a workspace that is not trusted. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogTail } from '../../../src/app/logTail.ts';
import { TailedFunctions } from '../../../src/vscode/panels/tailedFunctions.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

let world: EditorWorld;
let store: MemoryStore;
let followed: (readonly [source: string, logGroupName: string, timeoutMs: number | undefined])[];

beforeEach(() => {
  store = new MemoryStore();
  open();
});

afterEach(() => world.owned.dispose());

/** A window with nothing but what was stored. */
function open(): TailedFunctions {
  world?.owned.dispose();
  world = openEditorWorld();
  world.local.lambda.put({ FunctionName: 'plain', Timeout: 5 });
  world.prod.lambda.put({ FunctionName: 'custom', LoggingConfig: { LogGroup: '/teams/orders' } });
  world.local.lambda.put({ FunctionName: 'third' });
  followed = [];
  const tail = {
    add(target: { id: string }, functionName: string, logGroupName: string, timeoutMs?: number) {
      followed.push([`${target.id}/${functionName}`, logGroupName, timeoutMs]);
      return { id: `${target.id}/${functionName}` };
    },
    remove() {},
  } as unknown as LogTail;
  return new TailedFunctions({ ...world, tail, store });
}

async function tailThree(): Promise<void> {
  const tailed = open();
  await tailed.add({ targetId: 'local', functionName: 'plain' });
  await tailed.add({ targetId: 'prod/eu-west-1', functionName: 'custom' });
  await tailed.add({ targetId: 'local', functionName: 'third' });
}

test('a reload follows the same functions in the same order, at once, and asks what has changed', async () => {
  await tailThree();
  const tailed = open();
  world.local.lambda.put({ FunctionName: 'plain', Timeout: 9 });
  tailed.resume();
  expect(followed).toEqual([
    ['local/plain', '/aws/lambda/plain', 5_000],
    ['prod/eu-west-1/custom', '/teams/orders', 3_000],
    ['local/third', '/aws/lambda/third', 3_000],
  ]);
  await settle();
  expect(followed.slice(3)).toContainEqual(['local/plain', '/aws/lambda/plain', 9_000]);
});

test('a reload without a network keeps every tail, and its log group', async () => {
  await tailThree();
  const offline = open();
  world.prod.refuse(new Error('getaddrinfo ENOTFOUND'));
  offline.resume();
  await settle();
  expect(followed.slice(0, 3).map(([source]) => source)).toEqual([
    'local/plain',
    'prod/eu-west-1/custom',
    'local/third',
  ]);
  expect(editor.shown).toEqual([]);
  open().resume();
  expect(followed).toContainEqual(['prod/eu-west-1/custom', '/teams/orders', 3_000]);
});

test('in an untrusted workspace Local is not followed, and not forgotten', async () => {
  await tailThree();
  const distrusted = open();
  editor.isTrusted = false;
  distrusted.resume();
  await settle();
  expect(new Set(followed.map(([source]) => source))).toEqual(new Set(['prod/eu-west-1/custom']));
  open().resume();
  expect(new Set(followed.map(([source]) => source))).toEqual(
    new Set(['local/plain', 'prod/eu-west-1/custom', 'local/third']),
  );
});

test('what an older version remembered, and what it never wrote, is read without harm', async () => {
  await store.set('tailed', [{ targetId: 'local', functionName: 'plain' }, { targetId: 7 }, null, 'text']);
  open().resume();
  expect(followed).toEqual([['local/plain', '/aws/lambda/plain', undefined]]);
  await store.set('tailed', 'nonsense');
  open().resume();
  expect(followed).toEqual([]);
});
