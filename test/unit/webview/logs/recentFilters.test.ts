import { expect, test } from 'vitest';
import { recentFrom, withRecent } from '../../../../src/webview/logs/recentFilters.ts';

test('recent filters are the newest first, each once, and no more than ten', () => {
  expect(withRecent(['a', 'b'], ' b ')).toEqual(['b', 'a']);
  expect(withRecent(['a'], '   ')).toEqual(['a']);
  const many = Array.from({ length: 30 }, (_, index) => `f${index}`).reduce<readonly string[]>(withRecent, []);
  expect(many).toHaveLength(10);
  expect(many[0]).toBe('f29');
});

test('what was kept is taken up as far as it makes sense', () => {
  expect(recentFrom(undefined)).toEqual([]);
  expect(recentFrom(['a', 1, null, 'b'])).toEqual(['a', 'b']);
});
