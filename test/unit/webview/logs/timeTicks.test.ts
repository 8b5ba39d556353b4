import { describe, expect, test } from 'vitest';
import { timeTicks } from '../../../../src/webview/logs/timeTicks.ts';

const at = (text: string) => Date.parse(`2026-01-15T${text}`);
const texts = (from: string, to: string, most: number) => timeTicks(at(from), at(to), most).map(({ text }) => text);

describe('the time axis', () => {
  test('has seconds where they matter', () => {
    expect(texts('10:11:13.118', '10:12:16.368', 4)).toEqual(['10:11:30', '10:12:00']);
    expect(texts('10:11:13.118', '10:12:16.368', 8)).toHaveLength(6);
  });

  test('has round minutes and hours where the span is longer', () => {
    expect(texts('10:02:00', '10:31:00', 6)).toEqual(['10:05', '10:10', '10:15', '10:20', '10:25', '10:30']);
    expect(texts('01:10:00', '23:50:00', 4)).toEqual(['06:00', '12:00', '18:00']);
  });

  test('never has more than there is room for', () => {
    for (const most of [1, 2, 3.7, 10]) expect(timeTicks(0, 40 * 86_400_000, most).length).toBeLessThanOrEqual(most);
  });

  test('says the moment of a single point', () => {
    expect(texts('10:11:13.118', '10:11:13.118', 5)).toEqual(['10:11:13']);
  });
});
