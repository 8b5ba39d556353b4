import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formatLambdaLog } from '../../../src/app/lambdaLogDocument.ts';
import { InvocationAssembler } from '../../../src/lambda/invocationAssembler.ts';
import type { LogEvent } from '../../../src/lambda/logEvent.ts';
import { parseLogLine } from '../../../src/lambda/logLine.ts';
import { fixtureNames, readLogFixture } from '../lambda/logFixture.ts';

beforeEach(() => {
  vi.stubEnv('TZ', 'Europe/Berlin');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

function document(events: readonly LogEvent[], linesPerRecord = 1_000): string {
  const sourceId = 'dev/eu-west-1/orders-api';
  const assembler = new InvocationAssembler({ linesPerRecord });
  assembler.add(events);
  const invocations = assembler
    .records()
    .map((invocation) => ({ sourceId, invocation, isSlow: false, slowReason: undefined }));
  return formatLambdaLog(
    invocations,
    events.map((event) => ({ sourceId, line: parseLogLine(event).line })),
  );
}

describe('the log as a document', () => {
  test('one block per request: what it was, what it said, what it took', () => {
    expect(document(readLogFixture('node-cold-then-warm'))).toBe(
      `┌ 2026-01-15 11:11:12.213 · orders-api · 8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41 · cold start 212 ms · 34 ms · 98 of 256 MB · success
  11:11:12.001       INIT_START Runtime Version: nodejs:22.v44  Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:0d3c5b7a9e41
  11:11:12.140 INFO  connecting to the database
  11:11:12.219 INFO  loading order 17 {
        userId: 42,
        cart: 'c-991'
      }
└ Duration: 34.02 ms · Billed Duration: 247 ms · Memory Size: 256 MB · Max Memory Used: 98 MB · Init Duration: 212.10 ms
┌ 2026-01-15 11:11:20.402 · orders-api · a07d4c11-7e0f-4e6b-8a55-1f2e3d4c5b6a · 28 ms · 98 of 256 MB · success
  11:11:20.403 WARN  cache miss
  11:11:20.404       written straight to standard output
  11:11:20.431       flushed after the answer
└ Duration: 28.40 ms · Billed Duration: 29 ms · Memory Size: 256 MB · Max Memory Used: 98 MB
`,
    );
  });

  test('says of a retry which attempt it was, and keeps a traceback together', () => {
    const text = document(readLogFixture('python-error-and-retry'));
    expect(text).toContain(`  11:11:12.104 ERROR CustomException: order 18 is broken
      Traceback (most recent call last):
      \u00a0\u00a0File "/var/task/app.py", line 31, in handler
`);
    expect(text.match(/^┌.*$/gm)?.map((head) => head.split(' · ').slice(3))).toEqual([
      ['cold start 110 ms', '8.5 ms', '36 of 128 MB', 'error'],
      ['attempt 2', '4.1 ms', '36 of 128 MB', 'success'],
    ]);
  });

  test('timeouts and crashes are told in words', () => {
    const heads = document([...readLogFixture('timeouts')]).match(/^┌.*$/gm) ?? [];
    expect(heads.map((head) => head.split(' · ').at(-1))).toEqual(['timed out', 'timed out']);
    const crashes = document(readLogFixture('crashes')).match(/^┌.*$/gm) ?? [];
    expect(crashes.map((head) => head.split(' · ').at(-1))).toEqual([
      'error',
      'out of memory',
      'out of memory',
      'error',
    ]);
    expect(document(readLogFixture('timeouts'))).toContain(
      '└ Duration: 3000.00 ms · Billed Duration: 3000 ms · Memory Size: 512 MB · Max Memory Used: 498 MB · Status: timeout',
    );
  });

  test('a structured line shows its message, then what else it carries', () => {
    expect(document(readLogFixture('json-format'))).toContain(
      '  11:11:12.216 WARN  retrying {"service":"orders","cold_start":true,"xray_trace_id":"1-6967f0a0-000000000000000000000000"}\n',
    );
  });

  test('a request that is still running has no report yet', () => {
    expect(document(readLogFixture('truncated')).trimEnd().split('\n').at(-1)).toBe('└ no report yet');
  });

  test('lines of no request stand where they were said', () => {
    const [event] = readLogFixture('node-cold-then-warm');
    expect(document([{ ...event!, message: 'nobody’s line\n' }])).toBe('11:11:12.001       nobody’s line\n');
  });

  test('a block that would be too long says what is missing, and repeats none of it', () => {
    const events = readLogFixture('node-cold-then-warm').filter((event) => event.message.includes('8f2c1a30'));
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...events[1]!,
      eventId: `${index}`.padStart(56, '0'),
      message: `2026-01-15T10:11:12.219Z\t8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41\tINFO\tline ${index}\n`,
    }));
    const lines = document([events[0]!, ...many], 6).split('\n');
    expect(lines.slice(1, 4)).toEqual([
      '  … 15 earlier lines left out',
      '  11:11:12.219 INFO  line 15',
      '  11:11:12.219 INFO  line 16',
    ]);
    expect(lines).toHaveLength(9);
  });

  test('every block begins and ends: folding has nothing left open', () => {
    for (const name of fixtureNames) {
      const marks = [...document(readLogFixture(name)).matchAll(/^[┌└]/gm)].map(([mark]) => mark).join('');
      expect(marks).toMatch(/^(┌└)+$/);
    }
  });
});
