import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyIntent } from '../../../src/app/drafts.ts';
import { silentLog } from '../../../src/base/log.ts';
import { listPrices } from '../../../src/lambda/cost.ts';
import type { RepeatState } from '../../../src/protocol/repeatRuns.ts';
import { RepeatDesk } from '../../../src/vscode/panels/repeatDesk.ts';
import { settle } from '../../fakes/fakeClock.ts';
import type { InMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

let world: EditorWorld;

beforeEach(() => {
  world = openEditorWorld();
});

afterEach(() => world.owned.dispose());

function deskOn(target: InMemoryTarget): RepeatDesk {
  const configuration = { FunctionName: 'hello', Timeout: 3, MemorySize: 1024 };
  return world.owned.add(
    new RepeatDesk({
      ...world,
      lastRun: () => ({ state: 'idle' }),
      invocation: () => ({
        target,
        functionName: 'hello',
        configuration,
        clock: world.clock,
        log: silentLog,
        prices: listPrices,
      }),
    }),
  );
}

const wanted = { intent: emptyIntent, count: 5, concurrency: 2 };

describe('before anything is sent', () => {
  test('AWS has narrower bounds and a price; Local is free', async () => {
    expect(await deskOn(world.local).requests.repeatTerms(undefined)).toEqual({ mostConcurrency: 100 });
    const terms = await deskOn(world.prod).requests.repeatTerms(undefined);
    expect(terms).toMatchObject({ mostConcurrency: 50, perRun: { basis: 'if each took its whole timeout' } });
    expect(terms.perRun?.costUSD).toBeCloseTo(0.0000002 + 3 * 0.0000166667, 12);
  });

  test.each([
    { count: 0, concurrency: 1 },
    { count: 10_001, concurrency: 1 },
    { count: 5, concurrency: 51 },
    { count: 1.5, concurrency: 1 },
  ])('$count runs, $concurrency at once, are refused in words', async (numbers) => {
    await expect(deskOn(world.prod).requests.repeat({ intent: emptyIntent, ...numbers })).rejects.toThrow(
      'Repeat runs 1 to 10,000 times, and up to 50 at once on prod · eu-west-1.',
    );
    expect(world.prod.lambda.calls).toEqual([]);
  });

  test('a protected target is asked for by name, and nothing is sent when that is declined', async () => {
    const desk = deskOn(world.prod);
    expect(await desk.requests.repeat(wanted)).toEqual({ hasBegun: false });
    expect(world.prod.lambda.callsOf('invoke')).toEqual([]);
    expect(desk.isRunning).toBe(false);
  });
});

test('runs, tells, and can be repeated again when it has ended', async () => {
  const desk = deskOn(world.local);
  const told: RepeatState[] = [];
  desk.onDidChange((state) => void told.push(state));
  expect(await desk.requests.repeat(wanted)).toEqual({ hasBegun: true });
  await settle();
  expect(told.at(-1)).toMatchObject({ state: 'finished', ended: 5, succeeded: 5 });
  expect(world.local.lambda.callsOf('invoke')).toHaveLength(5);
  const gate = world.local.lambda.hold('invoke');
  await desk.requests.repeat(wanted);
  await settle();
  await expect(desk.requests.repeat(wanted)).rejects.toThrow('is being repeated already');
  desk.stop();
  await settle();
  expect(told.at(-1)).toMatchObject({ state: 'stopped', cancelled: 2 });
  gate.resolve();
});

test('there is nothing to export before something ran', async () => {
  await expect(deskOn(world.local).requests.exportRepeat({ format: 'csv' })).rejects.toThrow('Nothing was repeated');
  expect(editor.isTrusted).toBe(true);
});
