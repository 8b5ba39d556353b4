import { expect, test } from 'vitest';
import { assembleInvocations } from '../../../../src/lambda/invocationAssembler.ts';
import type { LogEvent } from '../../../../src/lambda/logEvent.ts';
import type { TailedInvocation } from '../../../../src/protocol/logPanel.ts';
import { durationText, markOf, outcomeWords } from '../../../../src/webview/logs/outcomeWords.ts';
import { situations } from '../../../golden/logSituations.ts';

const startedAt = Date.UTC(2026, 0, 15, 10, 11, 12);

/** The first row of a situation. */
function rowOf(name: string, remarks: Partial<TailedInvocation> = {}): TailedInvocation {
  const events = (situations[name] ?? []).map(([atMs, message, logStreamName = 'stream'], place): LogEvent => {
    const timestamp = startedAt + atMs;
    const logGroupName = '/aws/lambda/orders';
    return { eventId: String(place), logGroupName, logStreamName, timestamp, ingestionTime: timestamp, message };
  });
  const [invocation] = assembleInvocations(events);
  if (!invocation) throw new Error(`No invocation: ${name}`);
  return { sourceId: 's', invocation, isSlow: false, slowReason: undefined, ...remarks };
}

test.each<[string, Partial<TailedInvocation>, string, string]>([
  ['warm', {}, 'success', 'Succeeded'],
  ['cold', {}, 'cold', 'Succeeded, cold start'],
  ['cold', { hasLongInit: true }, 'cold', 'Succeeded, cold start with a long init'],
  ['snapstart', {}, 'cold', 'Succeeded, cold start'],
  ['timeout of a cold start', {}, 'timeout', 'Timed out, cold start'],
  // No field of the report tells of an initialisation that failed and was repeated.
  ['init that failed, and again inside the request', {}, 'error', 'Failed, cold start'],
  ['warm', { wasThrottled: true }, 'throttled', 'Succeeded, throttled'],
  ['warm', { isSlow: true, slowReason: 'Took 9 s' }, 'slow', 'Succeeded, Took 9 s'],
  ['running still', {}, 'running', 'Running'],
  ['running still', { lacksReport: true }, 'no-report', 'No REPORT came, and nothing else for longer than its timeout'],
])('%s with %o: %s', (name, remarks, sign, words) => {
  const row = rowOf(name, remarks);
  expect([markOf(row), outcomeWords(row)]).toEqual([sign, words]);
});

test.each([
  ['warm', '12.3 ms'],
  ['cold', '90 + 12 ms'],
  ['timeout of a cold start', '0.48 + 600.0 s'],
  ['running still', 'running…'],
])('how long it took, in a column of fourteen characters: %s', (name, text) => {
  expect(durationText(rowOf(name))).toBe(text);
  expect(text.length).toBeLessThanOrEqual(14);
});
