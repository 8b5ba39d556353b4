import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyIntent } from '../../../../src/app/drafts.ts';
import { boundHistories } from '../../../../src/app/runs/historyBound.ts';
import { mostKeptCharacters } from '../../../../src/app/runs/keptRun.ts';
import { maskerOf, maskText } from '../../../../src/app/runs/masking.ts';
import type { RunAnswer, RunResult } from '../../../../src/protocol/invokePanel.ts';
import { RunHistories } from '../../../support/runHistories.ts';

const key = { targetId: 'prod/eu-west-1', functionName: 'orders' };
const startedAt = 1_700_000_000_000;

let histories: RunHistories;

beforeEach(() => {
  histories = new RunHistories();
});

afterEach(() => histories.dispose());

function answer(change: Partial<RunAnswer> = {}): RunAnswer {
  return {
    kind: 'answer',
    startedAt,
    statusCode: 200,
    executedVersion: '$LATEST',
    requestId: 'request-1',
    clientMs: 12,
    payloadText: '{"ok":true}',
    payloadBytes: 11,
    functionError: undefined,
    report: undefined,
    costUSD: undefined,
    log: undefined,
    ...change,
  };
}

const intentOf = (eventText: string) => ({ ...emptyIntent, eventText });
const cancelled: RunResult = { kind: 'cancelled', startedAt };

/** Every text under the folder of histories. */
async function writtenTexts(): Promise<string> {
  const files = await readdir(histories.folder, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(path.join(file.parentPath, file.name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

describe('after a restart', () => {
  test('a run is there with its event and its answer', async () => {
    const before = histories.open(key);
    await before.add(before.nextRunId(startedAt), intentOf('{"a":1}'), answer());
    const after = histories.open(key);
    await after.load();
    expect(after.entries).toEqual([{ runId: startedAt, startedAt, outcome: 'success' }]);
    expect(await after.read(startedAt)).toMatchObject({
      intent: { eventText: '{"a":1}', qualifier: '$LATEST' },
      result: { kind: 'answer', payloadText: '{"ok":true}' },
    });
    expect(after.nextRunId(startedAt)).toBe(startedAt + 1);
  });

  test('another function, and the same one on another target, have their own', async () => {
    const before = histories.open(key);
    await before.add(1, emptyIntent, answer());
    for (const other of [
      { ...key, targetId: 'local' },
      { ...key, functionName: 'Orders' },
    ]) {
      const after = histories.open(other);
      await after.load();
      expect(after.entries).toEqual([]);
    }
  });

  test('what another program left there is passed over', async () => {
    const before = histories.open(key);
    await before.add(1, emptyIntent, answer());
    const [folder = ''] = await readdir(histories.folder);
    await writeFile(path.join(histories.folder, folder, '2.ndjson'), 'nonsense');
    await writeFile(path.join(histories.folder, folder, '3.ndjson'), '{"runId":3,"startedAt":1,"outcome":"no"}');
    await writeFile(path.join(histories.folder, folder, '4.ndjson'), '{"runId":4,"startedAt":1,"outcome":"error"}\n');
    const after = histories.open(key);
    await after.load();
    expect(after.entries.map(({ runId }) => runId)).toEqual([1, 4]);
    expect(await after.read(4)).toBeUndefined();
  });
});

describe('bounds', () => {
  test('the oldest are dropped beyond the number; pinned ones stay', async () => {
    const history = histories.open(key, { bounds: { runs: 3, bytes: 1e9 } });
    await history.add(1, emptyIntent, answer());
    await history.pin(1, true);
    for (const runId of [2, 3, 4, 5]) await history.add(runId, emptyIntent, answer());
    expect(history.entries.map(({ runId }) => runId)).toEqual([1, 4, 5]);
    const after = histories.open(key);
    await after.load();
    expect(after.entries.map(({ runId, isPinned }) => [runId, isPinned])).toEqual([
      [1, true],
      [4, undefined],
      [5, undefined],
    ]);
  });

  test('and beyond the size', async () => {
    const history = histories.open(key, { bounds: { runs: 100, bytes: 25_000 } });
    for (const runId of [1, 2, 3]) await history.add(runId, intentOf(JSON.stringify('x'.repeat(10_000))), cancelled);
    expect(history.entries.map(({ runId }) => runId)).toEqual([2, 3]);
  });

  test('that all functions have together: the oldest of any go first, pinned ones stay', async () => {
    const [one, other] = [histories.open(key), histories.open({ ...key, functionName: 'other' })];
    const large = intentOf(JSON.stringify('x'.repeat(10_000)));
    for (const [runId, history] of [one, other, one, other].entries()) await history.add(runId + 1, large, cancelled);
    await one.pin(1, true);
    expect(await boundHistories(histories.folder, 25_000)).toBe(2);
    for (const [name, runs] of [
      ['orders', [1]],
      ['other', [4]],
    ] as const) {
      const after = histories.open({ ...key, functionName: name });
      await after.load();
      expect(after.entries.map(({ runId }) => runId)).toEqual(runs);
    }
    expect(await boundHistories(path.join(histories.folder, 'nowhere'), 1)).toBe(0);
  });

  test('of large events and payloads the beginning is kept, and that is said', async () => {
    const large = JSON.stringify('x'.repeat(mostKeptCharacters * 3));
    const before = histories.open(key);
    await before.add(1, intentOf(large), answer({ payloadText: large, payloadBytes: large.length }));
    const after = histories.open(key);
    await after.load();
    const kept = await after.read(1);
    expect(kept).toMatchObject({ eventBytes: large.length, payloadBytes: large.length });
    expect(kept?.intent.eventText).toHaveLength(mostKeptCharacters);
    // The window that sent it can send all of it again.
    expect((await before.read(1))?.intent.eventText).toBe(large);
  });
});

describe('two windows', () => {
  test('write at the same time, and nothing is lost', async () => {
    const [one, other] = [histories.open(key), histories.open(key)];
    const ids = [1, 2, 3, 4, 5, 6, 7, 8];
    await Promise.all(ids.map((runId) => (runId % 2 ? one : other).add(runId, intentOf(`{"n":${runId}}`), answer())));
    const after = histories.open(key);
    await after.load();
    expect(after.entries.map(({ runId }) => runId)).toEqual(ids);
  });

  test('what one has dropped is no failure in the other, but a sentence', async () => {
    const one = histories.open(key);
    await one.add(1, emptyIntent, answer());
    const other = histories.open(key);
    await other.load();
    await one.clear();
    expect(await other.read(1)).toBeUndefined();
    await expect(other.pin(1, true)).rejects.toThrow('This run is held no longer.');
    await other.clear();
    expect(other.entries).toEqual([]);
  });
});

describe('secrets', () => {
  const masker = async () =>
    maskerOf({ environments: [{ DB_PASSWORD: 'hunter22', URL: 'https://internal.example' }], markedFields: ['token'] });

  test('are in no file, whatever they stood in', async () => {
    const history = histories.open(key, { masker });
    const body = Buffer.from('{"p":"hunter22"}').toString('base64');
    const log = {
      lines: [{ event: { message: 'connecting to https://internal.example' } }],
    } as unknown as RunAnswer['log'];
    await history.add(
      1,
      { ...intentOf(JSON.stringify({ a: 'hunter22', body, token: 'tok-1' })), clientContext: '{"token":"tok-2"}' },
      answer({
        payloadText: '{"echo":"{\\"t\\":\\"hunter22\\"}"}',
        functionError: { header: 'Unhandled', errorType: 'E', errorMessage: 'no https://internal.example', frames: [] },
        log,
      }),
    );
    const written = await writtenTexts();
    for (const secret of ['hunter22', 'internal.example', 'tok-1', 'tok-2', body])
      expect(written).not.toContain(secret);
    const after = histories.open(key);
    await after.load();
    expect(await after.read(1)).toMatchObject({
      isEventMasked: true,
      intent: { clientContext: `{"token":"${maskText}"}` },
    });
    // In this window, and in memory only, the event is whole: it can be sent again.
    expect((await history.read(1))?.intent.eventText).toContain('hunter22');
  });

  test('that are not known leave the line of the history alone', async () => {
    const history = histories.open(key, { masker: async () => undefined });
    await history.add(1, intentOf('{"a":"hunter22"}'), answer());
    expect(await writtenTexts()).toBe(`{"runId":1,"startedAt":${startedAt},"outcome":"success"}\n`);
  });

  test('at the place where a text is cut are hidden too', async () => {
    const history = histories.open(key, { masker });
    const before = 'x'.repeat(mostKeptCharacters - 6);
    await history.add(1, intentOf(`"${before}hunter22${'y'.repeat(mostKeptCharacters * 2)}"`), cancelled);
    expect(await writtenTexts()).not.toContain('hun');
  });
});

test('runs are found by what they sent and what came back', async () => {
  const history = histories.open(key);
  await history.add(1, intentOf('{"order":"A-7"}'), answer());
  await history.add(2, emptyIntent, answer({ payloadText: '{"order":"a-7"}' }));
  await history.add(3, emptyIntent, cancelled);
  expect(await history.find('A-7')).toEqual([1, 2]);
});
