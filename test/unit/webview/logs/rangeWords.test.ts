import { describe, expect, test } from 'vitest';
import type { TailSource } from '../../../../src/protocol/logPanel.ts';
import { between, fieldValue, rangeWords, sharedRange } from '../../../../src/webview/logs/rangeWords.ts';

/** Local time, whatever the machine's zone is. */
const local = (text: string) => Date.parse(text);
const now = local('2026-01-15T12:00:00');

describe('a range in words', () => {
  test.each([
    [{ kind: 'last', minutes: 15 } as const, 'Last 15 min'],
    [{ kind: 'last', minutes: 180 } as const, 'Last 3 h'],
    [piece('2026-01-15T10:00:00', '2026-01-15T10:20:30'), '10:00 to 10:20'],
    [piece('2026-01-14T10:00:00', '2026-01-14T10:20:00'), `${day('2026-01-14')} 10:00 to 10:20`],
    [piece('2026-01-14T23:50:00', '2026-01-15T00:10:00'), `${day('2026-01-14')} 23:50 to ${day('2026-01-15')} 00:10`],
  ])('%j', (range, words) => {
    expect(rangeWords(range, now)).toBe(words);
  });
});

describe('two fields of local time', () => {
  test('give a closed piece of time', () => {
    expect(between('2026-01-15T10:00:00', '2026-01-15T10:20:30', now)).toEqual(
      piece('2026-01-15T10:00:00', '2026-01-15T10:20:30'),
    );
  });

  test.each([
    ['', '2026-01-15T10:20:30', 'start', 'Fill in when'],
    ['2026-01-15T10:00:00', '', 'end', 'Fill in when'],
    ['2026-01-15T10:00:00', '2026-01-15T10:00:00', 'end', 'must come after'],
    ['2026-01-15T10:00:00', '2026-01-14T10:00:00', 'end', 'must come after'],
    ['2026-01-15T12:00:01', '2026-01-15T13:00:00', 'start', 'in the future'],
    ['2026-01-15T10:00:00', '2026-01-15T12:00:01', 'end', 'in the future'],
  ])('%s to %s: %s %s', (start, end, field, message) => {
    expect(between(start, end, now)).toEqual({ field, message: expect.stringContaining(message) });
  });

  test('hold what a moment was written as', () => {
    expect(Date.parse(fieldValue(now + 7000))).toBe(now + 7000);
  });
});

test('a range is shared where every source shows the same part', () => {
  const source = (range: TailSource['range']) => ({ range }) as TailSource;
  const quarter = { kind: 'last', minutes: 15 } as const;
  const past = piece('2026-01-15T10:00:00', '2026-01-15T10:20:00');
  expect(sharedRange([source(quarter), source({ ...quarter })])).toEqual(quarter);
  expect(sharedRange([source(past), source({ ...past })])).toEqual(past);
  expect(sharedRange([source(quarter), source(past)])).toBe('several');
  expect(sharedRange([])).toBeUndefined();
});

function piece(start: string, end: string) {
  return { kind: 'between', startTime: local(start), endTime: local(end) } as const;
}

function day(text: string): string {
  return new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' }).format(local(`${text}T12:00:00`));
}
