import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/lambda/invocationRecord.ts';
import { formatReport, parseReport } from '../../../src/lambda/reportLine.ts';

const id = '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41';
const plain: Report = {
  requestId: id,
  durationMs: 3.01,
  billedDurationMs: 4,
  memorySizeMB: 128,
  maxMemoryUsedMB: 36,
  initDurationMs: undefined,
  restoreDurationMs: undefined,
  billedRestoreDurationMs: undefined,
  status: undefined,
  errorType: undefined,
  trace: undefined,
};
const line = `REPORT RequestId: ${id}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t`;

describe('parseReport', () => {
  test('reads a warm invocation as Lambda writes it, with the tab before the newline', () => {
    expect(parseReport(`${line}\n`)).toEqual(plain);
  });

  test('reads a cold start', () => {
    expect(parseReport(`${line}Init Duration: 110.10 ms\t\n`)).toEqual({ ...plain, initDurationMs: 110.1 });
  });

  test('reads the status and error type of a crash', () => {
    const text = `${line}Status: error\tError Type: Runtime.OutOfMemory\n`;
    expect(parseReport(text)).toEqual({ ...plain, status: 'error', errorType: 'Runtime.OutOfMemory' });
  });

  test('reads a restored snapshot', () => {
    const text = `${line}Restore Duration: 310.04 ms\tBilled Restore Duration: 120 ms\t\n`;
    expect(parseReport(text)).toEqual({ ...plain, restoreDurationMs: 310.04, billedRestoreDurationMs: 120 });
  });

  test('reads the tracing line that follows in the same event', () => {
    const text = `${line}\nXRAY TraceId: 1-6967f0a0-0123\tSegmentId: 7c4eb6a6\tSampled: true\t\n`;
    expect(parseReport(text)).toEqual({
      ...plain,
      trace: { traceId: '1-6967f0a0-0123', segmentId: '7c4eb6a6', sampled: true },
    });
  });

  test('does not depend on the order of the fields, nor on fields that it does not know', () => {
    const fields = [
      'Duration: 3.01 ms',
      'Billed Duration: 4 ms',
      'Memory Size: 128 MB',
      'Max Memory Used: 36 MB',
      'Init Duration: 110.10 ms',
      'Warm Duration: 99.99 ms',
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(fields, { minLength: fields.length }), (shuffled) => {
        expect(parseReport(`REPORT RequestId: ${id}\t${shuffled.join('\t')}\t\n`)).toEqual({
          ...plain,
          initDurationMs: 110.1,
        });
      }),
    );
  });

  test('reads a line whose tabs became spaces on the way', () => {
    const text = `${line}Init Duration: 110.10 ms\tRestore Duration: 1.00 ms\tBilled Restore Duration: 2 ms\tStatus: error\tError Type: Runtime.ExitError`;
    expect(parseReport(text.replaceAll('\t', ' '))).toEqual(parseReport(text));
  });

  test.each([
    ['another line', `END RequestId: ${id}\n`],
    ['a line cut before its duration', `REPORT RequestId: ${id}\tDurat`],
    ['a line that only mentions one', `saw REPORT RequestId: ${id}\tDuration: 1.00 ms`],
    ['nothing', ''],
  ])('is undefined for %s', (_, text) => {
    expect(parseReport(text)).toBeUndefined();
  });
});

describe('formatReport', () => {
  test('writes the recorded form', () => {
    expect(formatReport({ ...plain, initDurationMs: 110.1 })).toBe(`${line}Init Duration: 110.10 ms\t\n`);
  });

  test('is read back as what was written', () => {
    const hundredths = fc.integer({ min: 0, max: 90_000_000 }).map((value) => value / 100);
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const report = fc.record({
      requestId: fc.uuid(),
      durationMs: hundredths,
      billedDurationMs: fc.nat(),
      memorySizeMB: fc.integer({ min: 128, max: 10_240 }),
      maxMemoryUsedMB: fc.integer({ min: 1, max: 10_240 }),
      initDurationMs: optional(hundredths),
      restoreDurationMs: optional(hundredths),
      billedRestoreDurationMs: optional(fc.nat()),
      status: optional(fc.constantFrom('timeout', 'error')),
      errorType: optional(fc.constantFrom('Runtime.ExitError', 'Runtime.OutOfMemory')),
      trace: optional(
        fc.record({ traceId: fc.constant('1-6967f0a0-0123'), segmentId: fc.constant('7c4e'), sampled: fc.boolean() }),
      ),
    });
    fc.assert(
      fc.property(report, (written) => {
        expect(parseReport(formatReport(written))).toEqual(written);
      }),
    );
  });
});
