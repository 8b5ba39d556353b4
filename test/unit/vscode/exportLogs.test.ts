/** Exporting: the question for a file, what is written, and what is left behind when it cannot be written. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Uri } from 'vscode';
import { parseLogLine } from '../../../src/lambda/logLine.ts';
import type { LogSnapshot } from '../../../src/protocol/logPanel.ts';
import { exportLogs } from '../../../src/vscode/logs/exportLogs.ts';
import { editor } from '../../fakes/vscode.ts';
import { languagesWorld } from '../../fakes/vscodeLanguages.ts';

let folder: string;

beforeEach(async () => {
  editor.reset();
  languagesWorld.reset();
  folder = await mkdtemp(path.join(tmpdir(), 'lambda-export-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function snapshotOf(messages: readonly string[]): LogSnapshot {
  return {
    sources: [],
    invocations: [],
    lines: messages.map((message, index) => ({
      sourceId: 'local/orders',
      line: parseLogLine({
        eventId: String(index),
        logGroupName: '/aws/lambda/orders',
        logStreamName: 's',
        timestamp: Date.UTC(2026, 0, 15) + index,
        ingestionTime: 0,
        message,
      }).line,
    })),
    dropped: 0,
    thresholds: { slowShareOfTimeout: 0.8, memoryShare: 0.8 },
    sequence: 1,
  };
}

const choose = (name: string) => {
  languagesWorld.savePlace = Uri.file(path.join(folder, name)) as unknown as typeof languagesWorld.savePlace;
};
const lines = { reading: 'lines', filterText: '' } as const;

test('every language, bell and quotation mark comes back out of the file', async () => {
  const messages = ['grüße 東京 👩‍👩‍👧 \u0000\u0007', 'a "quoted", comma', '=HYPERLINK("http://x")', 'one\ntwo'];
  choose('a.ndjson');
  await exportLogs(snapshotOf(messages), { ...lines, format: 'ndjson' });
  const rows = (await readFile(path.join(folder, 'a.ndjson'), 'utf8')).trimEnd().split('\n');
  expect(rows.map((row) => (JSON.parse(row) as { message: string }).message)).toEqual(messages);
  choose('a.csv');
  await exportLogs(snapshotOf(messages), { ...lines, format: 'csv' });
  const csv = await readFile(path.join(folder, 'a.csv'), 'utf8');
  expect(csv).toContain('"a ""quoted"", comma"');
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(csv).toContain('"one\ntwo"');
});

test('no file chosen: nothing is written', async () => {
  expect(await exportLogs(snapshotOf(['a']), { ...lines, format: 'csv' })).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
});

test('a filter that finds nothing is told before a file is asked for', async () => {
  choose('a.csv');
  const nothing = exportLogs(snapshotOf(['a']), { reading: 'lines', filterText: 'nowhere', format: 'csv' });
  await expect(nothing).rejects.toThrow('There is nothing to export');
  expect(await readdir(folder)).toEqual([]);
});

test('a file that cannot be written in full is removed', async () => {
  choose('a.ndjson');
  const snapshot = snapshotOf(Array.from({ length: 2_000 }, (_, index) => `line ${index}`));
  const broken = { ...(snapshot.lines[1_500] as (typeof snapshot.lines)[number]) };
  Object.defineProperty(broken, 'line', {
    get: () => {
      throw new Error('no space left on device');
    },
  });
  const written = exportLogs(
    { ...snapshot, lines: snapshot.lines.with(1_500, broken) },
    { ...lines, format: 'ndjson' },
  );
  await expect(written).rejects.toThrow('no space left');
  expect(await readdir(folder)).toEqual([]);
});
