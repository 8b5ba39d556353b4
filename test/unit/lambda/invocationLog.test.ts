import { describe, expect, test } from 'vitest';
import { parseInvocationLog } from '../../../src/lambda/invocationLog.ts';
import { transcript } from './transcript.ts';

const id = '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41';
const context = {
  requestId: id,
  logGroupName: '/aws/lambda/orders-api',
  receivedAt: Date.UTC(2026, 0, 15, 10, 11, 13),
};
const ending = `END RequestId: ${id}\nREPORT RequestId: ${id}\tDuration: 34.02 ms\tBilled Duration: 247 ms\tMemory Size: 256 MB\tMax Memory Used: 98 MB\tInit Duration: 212.10 ms\t\n`;
const read = (text: string) => {
  const record = parseInvocationLog(text, context);
  return record && transcript([record]);
};

describe('the log tail of an answer', () => {
  test('of Node: lines over several lines stay together, times come from the lines', () => {
    const text = [
      `START RequestId: ${id} Version: $LATEST`,
      `2026-01-15T10:11:12.219Z\t${id}\tINFO\tloading {`,
      '  userId: 42,',
      '}',
      `2026-01-15T10:11:12.240Z\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x","stack":["TypeError: x","    at handler (/var/task/index.js:3:9)"]}`,
      ending,
    ].join('\n');
    expect(read(text)).toBe(
      `8f2c1a30 · attempt 1 · $LATEST · error · cold · 34.02 ms · 10:11:12.219
  = TypeError: x
  start: START RequestId: ${id} Version: $LATEST
  application INFO: loading {⏎  userId: 42,⏎}
  error ERROR: TypeError: x⏎    at handler (/var/task/index.js:3:9)
  end: END RequestId: ${id}
  report: REPORT RequestId: ${id}⇥Duration: 34.02 ms⇥Billed Duration: 247 ms⇥Memory Size: 256 MB⇥Max Memory Used: 98 MB⇥Init Duration: 212.10 ms
`,
    );
  });

  test('of Python: plain prints are lines of their own, a traceback is one', () => {
    const text = `START RequestId: ${id} Version: $LATEST\none\ntwo\n[ERROR] ValueError: boom\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 3, in handler\n\u00a0\u00a0\u00a0\u00a0raise ValueError("boom")${ending}`;
    expect(read(text.replace('")END', '")\nEND'))).toBe(
      `8f2c1a30 · attempt 1 · $LATEST · error · cold · 34.02 ms · 10:11:13.000
  = ValueError: boom
  start: START RequestId: ${id} Version: $LATEST
  application: one
  application: two
  error ERROR: ValueError: boom⏎Traceback (most recent call last):⏎\u00a0\u00a0File "/var/task/app.py", line 3, in handler⏎\u00a0\u00a0\u00a0\u00a0raise ValueError("boom")
  end: END RequestId: ${id}
  report: REPORT RequestId: ${id}⇥Duration: 34.02 ms⇥Billed Duration: 247 ms⇥Memory Size: 256 MB⇥Max Memory Used: 98 MB⇥Init Duration: 212.10 ms
`,
    );
  });

  test('in JSON format', () => {
    const start = `{"time":"2026-01-15T10:11:12.213Z","type":"platform.start","record":{"requestId":"${id}","version":"$LATEST"}}`;
    const report = `{"time":"2026-01-15T10:11:12.247Z","type":"platform.report","record":{"requestId":"${id}","status":"success","metrics":{"durationMs":34.02,"billedDurationMs":35,"memorySizeMB":256,"maxMemoryUsedMB":98}}}`;
    expect(parseInvocationLog(`${start}\n${report}\n`, context)).toMatchObject({
      startedAt: Date.parse('2026-01-15T10:11:12.213Z'),
      outcome: 'success',
      report: { durationMs: 34.02, initDurationMs: undefined },
    });
  });

  test('a tracing line stays with its report', () => {
    const record = parseInvocationLog(`${ending}XRAY TraceId: 1-6967\tSegmentId: 7c4e\tSampled: true\t\n`, context);
    expect(record?.report?.trace?.traceId).toBe('1-6967');
    expect(record?.lines).toHaveLength(2);
  });

  test('cut in the middle of a line at 4 KB: what is left of it is marked', () => {
    const filler = `${'x'.repeat(99)}\n`.repeat(50);
    const full = `${filler}${ending}`.slice(-4096);
    const record = parseInvocationLog(full, context);
    expect(record?.lines[0]?.text).toMatch(/^…x+$/);
    expect(record).toMatchObject({ version: undefined, outcome: 'success', requestId: id });
  });

  test('of a request that said nothing', () => {
    expect(parseInvocationLog('', context)).toBeUndefined();
    expect(parseInvocationLog('\n', context)).toBeUndefined();
  });
});
