import { expect, it } from 'vitest';
import { addReports, closingLine, oneFailed, onePassed, oneSkipped } from '../../../tools/test/suiteReport.ts';

it('adds up what all suites report and closes with one line', () => {
  const all = addReports([
    onePassed(),
    onePassed(),
    oneFailed('walls'),
    oneSkipped('python syntax', 'there is no python3 here'),
  ]);
  expect(all).toEqual({
    passed: 2,
    failed: 1,
    skipped: [{ name: 'python syntax', reason: 'there is no python3 here' }],
    failures: ['walls'],
  });
  expect(closingLine(all)).toBe('2 passed, 1 failed, 1 skipped');
  expect(closingLine(addReports([onePassed()]))).toBe('1 passed, 0 failed');
});
