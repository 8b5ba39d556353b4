import { describe, expect, it } from 'vitest';
import { PageBudget } from '../../../../src/service/control/logPage.ts';
import {
  nameToken,
  pageToken,
  positionToken,
  readNameToken,
  readPageToken,
  readPositionToken,
} from '../../../../src/service/control/logTokens.ts';
import { nameAfter, nameMarker } from '../../../../src/service/control/markers.ts';

const event = (bytes: number) => ({ message: 'x'.repeat(bytes) });
const overhead = 26;

describe('PageBudget', () => {
  it('holds as many events as asked for, 10,000 without a wish', () => {
    const three = new PageBudget(3);
    expect([1, 2, 3, 4].map(() => three.take(event(1)))).toEqual([true, true, true, false]);
    expect(new PageBudget(undefined).events).toBe(10_000);
  });

  it('holds 1 MB, overhead included', () => {
    const budget = new PageBudget(undefined);
    expect(budget.take(event(1_048_576 - 2 * overhead - 1))).toBe(true);
    expect(budget.take(event(2))).toBe(false);
    expect(budget.take(event(1))).toBe(true);
    expect(budget.take(event(0))).toBe(false);
  });

  it('always holds one event, however large', () => {
    const budget = new PageBudget(undefined);
    expect(budget.take(event(2_000_000))).toBe(true);
    expect(budget.take(event(1))).toBe(false);
  });
});

describe('tokens', () => {
  it('lead back to where they were made', () => {
    const position = { timestamp: 1_768_471_872_000, id: 42 };
    for (const kind of ['f', 'b'] as const) {
      expect(readPositionToken(positionToken(kind, position))).toEqual({ kind, position });
    }
    expect(readPageToken(pageToken(position, 1000), 1000)).toEqual(position);
    expect(readNameToken(nameToken('/aws/lambda/ä'))).toBe('/aws/lambda/ä');
    expect(readNameToken(undefined)).toBeUndefined();
    expect(nameAfter(nameMarker('my-function'))).toBe('my-function');
    expect([nameAfter(undefined), nameAfter('')]).toEqual(['', '']);
  });

  it.each(['', 'x', 'f/12/s', `q/${'1'.repeat(56)}/s`, `f/${'1'.repeat(56)}`, `f/${'x'.repeat(56)}/s`])(
    'refuse %j',
    (token) => {
      expect(() => readPositionToken(token)).toThrow('The specified nextToken is invalid.');
    },
  );

  it('of pages are good for a day', () => {
    const dayMs = 24 * 3_600_000;
    const token = pageToken({ timestamp: 5, id: 7 }, 1000);
    expect(readPageToken(token, 1000 + dayMs)).toEqual({ timestamp: 5, id: 7 });
    for (const [text, nowMs] of [
      [token, 1001 + dayMs],
      ['p/12/5', 0],
      [positionToken('f', { timestamp: 5, id: 7 }), 0],
    ] as const) {
      expect(() => readPageToken(text, nowMs)).toThrow('The specified nextToken is invalid.');
    }
  });

  it('refuse names that they did not make', () => {
    expect(() => readNameToken('bogus')).toThrow('The specified nextToken is invalid.');
    expect(() => nameAfter('bogus')).toThrow('Invalid Marker');
  });
});
