import { expect, test } from 'vitest';
import { exportText } from '../../../src/app/logExport.ts';
import { findRequest } from '../../../src/app/requestHits.ts';
import { cloudWatchUrl } from '../../../src/lambda/cloudWatchConsole.ts';
import { csvRow } from '../../../src/lambda/csv.ts';
import { assembleInvocations } from '../../../src/lambda/invocationAssembler.ts';
import { parseLogLine } from '../../../src/lambda/logLine.ts';
import { StatisticsOf } from '../../../src/lambda/logStatistics.ts';
import type { LogSnapshot } from '../../../src/protocol/logPanel.ts';
import { readLogFixture } from '../lambda/logFixture.ts';

const events = readLogFixture('node-cold-then-warm');
const records = assembleInvocations(events);
const snapshot: LogSnapshot = {
  sources: [
    {
      id: 'local/orders-api',
      functionName: 'orders-api',
      targetLabel: 'Local',
      logGroupName: '/aws/lambda/orders-api',
      timeoutMs: 3_000,
      state: { state: 'following' },
    },
  ],
  invocations: records.map((invocation) => ({
    sourceId: 'local/orders-api',
    invocation,
    isSlow: false,
    slowReason: undefined,
  })),
  lines: events.map((event) => ({ sourceId: 'local/orders-api', line: parseLogLine(event).line })),
  dropped: 0,
  thresholds: { slowShareOfTimeout: 0.8, memoryShare: 0.8 },
  sequence: 1,
};

const text = (filterText: string, format: 'csv' | 'ndjson', reading: 'lines' | 'invocations') =>
  [...exportText(snapshot, { format, reading, filterText })].join('');

test('NDJSON has one object per row that passes the filter', () => {
  const all = text('', 'ndjson', 'lines').trimEnd().split('\n');
  expect(all).toHaveLength(events.length);
  const cold = text('cold:true', 'ndjson', 'invocations').trimEnd().split('\n');
  expect(cold.map((row) => JSON.parse(row))).toMatchObject([{ coldStart: true, function: 'orders-api' }]);
});

test('CSV has a head row, and as many cells in every row', () => {
  const rows = text('', 'csv', 'invocations').trimEnd().split('\r\n');
  expect(rows).toHaveLength(records.length + 1);
  expect(rows[0]).toMatch(/^time,function,target,requestId,/);
});

test('a hundred thousand rows come in pieces, made one at a time', () => {
  const [first] = snapshot.lines;
  if (!first) throw new Error('The fixture has lines');
  let made = 0;
  const lines = Array.from({ length: 100_000 }, () => ({
    sourceId: first.sourceId,
    get line() {
      made += 1;
      return first.line;
    },
  }));
  let rows = 0;
  for (const piece of exportText({ ...snapshot, lines }, { format: 'ndjson', reading: 'lines', filterText: '' })) {
    const count = piece.split('\n').length - 1;
    expect(count).toBeLessThanOrEqual(500);
    rows += count;
    // What comes later has not been looked at.
    expect(made).toBeLessThanOrEqual((rows + 1) * 2);
  }
  expect(rows).toBe(100_000);
});

test('colours of the terminal stay out of the file', () => {
  const [first] = snapshot.lines;
  if (!first) throw new Error('The fixture has lines');
  const event = { ...first.line.event, message: '\u001b[31mred\u001b[0m and plain\n' };
  const coloured = { ...snapshot, lines: [{ ...first, line: parseLogLine(event).line }] };
  const piece = [...exportText(coloured, { format: 'ndjson', reading: 'lines', filterText: '' })].join('');
  expect(JSON.parse(piece)).toMatchObject({ message: 'red and plain' });
});

test('a filter with a mistake and a filter without a row are told, not written', () => {
  expect(() => text('cold:maybe', 'csv', 'lines')).toThrow(
    'The filter cannot be understood: cold: takes true or false',
  );
  expect(() => text('nowhere to be found', 'csv', 'lines')).toThrow('There is nothing to export');
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', '"\'\tx"'],
  ['a "b", c', '"a ""b"", c"'],
  ['plain', 'plain'],
])('no cell runs as a formula: %j', (cell, expected) => {
  // A tab inside a cell needs no quotes; only outer white space does, and the apostrophe covers that.
  expect(csvRow([cell, -1])).toBe(`${cell === '\tx' ? "'\tx" : expected},-1\r\n`);
});

test('a request is found in other functions, not in its own', () => {
  const requestId = records[0]?.requestId ?? '';
  expect(findRequest(snapshot, { sourceId: 'local/orders-api', requestId })).toEqual([]);
  expect(findRequest(snapshot, { sourceId: 'other', requestId: requestId.toUpperCase() })).toMatchObject([
    { sourceId: 'local/orders-api', invocationKey: records[0]?.key, matchedBy: 'requestId' },
  ]);
});

test('the console encodes names twice, with dollar signs', () => {
  expect(
    cloudWatchUrl({
      region: 'eu-west-1',
      logGroupName: '/aws/lambda/orders-api',
      logStreamName: '2026/01/15/[$LATEST]aa',
      timestamp: 1_768_471_872_000,
    }),
  ).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Forders-api/log-events/2026$252F01$252F15$252F$255B$2524LATEST$255Daa$3Fstart$3D1768471812000$26end$3D1768471932000',
  );
});

test('statistics are the same whether rows came one by one, changed, or went', () => {
  const grown = new StatisticsOf();
  for (const record of records) grown.put(record.key, { ...record, outcome: 'running', report: undefined }, undefined);
  grown.put('gone', records[0] as (typeof records)[number], undefined);
  grown.remove('gone');
  for (const record of records) grown.put(record.key, record, undefined);
  const fresh = new StatisticsOf();
  for (const record of records) fresh.put(record.key, record, undefined);
  expect(grown.read()).toEqual(fresh.read());
  expect(fresh.read()).toMatchObject({ invocations: records.length, coldStarts: 1, failures: 0, peakConcurrency: 1 });
});
