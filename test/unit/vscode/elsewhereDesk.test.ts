import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyIntent } from '../../../src/app/drafts.ts';
import { silentLog } from '../../../src/base/log.ts';
import { listPrices } from '../../../src/lambda/cost.ts';
import { ElsewhereDesk } from '../../../src/vscode/panels/elsewhereDesk.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

let world: EditorWorld;
let desk: ElsewhereDesk;
let kept: unknown[][];

beforeEach(() => {
  world = openEditorWorld();
  world.local.lambda.put({ FunctionName: 'hello', Timeout: 9 });
  const { prod, clock } = world;
  const invocation = () => ({
    target: prod,
    functionName: 'hello',
    configuration: { Timeout: 1 },
    clock,
    log: silentLog,
    prices: listPrices,
  });
  kept = [];
  const keepRun = async (...run: unknown[]) => void kept.push(run);
  desk = world.owned.add(
    new ElsewhereDesk({ ...world, key: { targetId: prod.id, functionName: 'hello' }, invocation, keepRun }),
  );
});

afterEach(() => world.owned.dispose());

test('the other function is waited for as long as its own timeout allows', async () => {
  const result = await desk.requests.runOn({ targetId: 'local', intent: emptyIntent });
  expect(result).toMatchObject({ kind: 'answer', statusCode: 200 });
  expect(world.local.lambda.callsOf('invoke')[0]?.options?.requestTimeoutMs).toBe(39_000);
  expect(world.prod.lambda.calls).toEqual([]);
  expect(kept).toEqual([[{ targetId: 'local', functionName: 'hello' }, emptyIntent, result]]);
});

test('a protected target is asked for by name; declined, nothing is sent there', async () => {
  expect(await desk.requests.runOn({ targetId: world.prod.id, intent: emptyIntent })).toBeNull();
  expect(world.prod.lambda.callsOf('invoke')).toEqual([]);
  expect(kept).toEqual([]);
});

test('in an untrusted workspace nothing runs here', async () => {
  editor.isTrusted = false;
  await expect(desk.requests.runOn({ targetId: 'local', intent: emptyIntent })).rejects.toThrow('Trust this workspace');
});

test('is cancelled together with the panel’s own run', async () => {
  world.local.lambda.hold('invoke');
  const running = desk.requests.runOn({ targetId: 'local', intent: emptyIntent });
  await settle();
  desk.cancel();
  expect(await running).toMatchObject({ kind: 'cancelled' });
});
