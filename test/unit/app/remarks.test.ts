import { describe, expect, it } from 'vitest';
import { remarksOn } from '../../../src/app/tail/slowness.ts';
import { InvocationAssembler } from '../../../src/lambda/invocationAssembler.ts';
import type { InvocationRecord } from '../../../src/lambda/invocationRecord.ts';

const thresholds = { slowShareOfTimeout: 0.8, memoryShare: 0.8, longInitMs: 1000 };

function recordOf(initMs: number, text = 'fine'): InvocationRecord {
  const requestId = '8f2c0000-0000-4000-8000-000000000001';
  const messages = [
    `START RequestId: ${requestId} Version: $LATEST`,
    `2026-01-15T10:11:12.119Z\t${requestId}\tERROR\t${text}`,
    `REPORT RequestId: ${requestId}\tDuration: 3.00 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tInit Duration: ${initMs} ms`,
  ];
  const records = new InvocationAssembler().add(
    messages.map((message, index) => ({
      eventId: `${index}`,
      logGroupName: '/aws/lambda/f',
      logStreamName: 's',
      timestamp: 1000 + index,
      ingestionTime: 1000,
      message,
    })),
  );
  const record = records.at(-1);
  if (!record) throw new Error('no record');
  return record;
}

describe('remarksOn', () => {
  it('names an init above the threshold, and none without a threshold', () => {
    expect(remarksOn(recordOf(1000), thresholds, undefined)).toEqual({});
    expect(remarksOn(recordOf(1001), thresholds, undefined)).toEqual({ hasLongInit: true });
    expect(remarksOn(recordOf(9000), { slowShareOfTimeout: 0.8, memoryShare: 0.8 }, undefined)).toEqual({});
  });

  it('names throttling, and keeps a remark that was made', () => {
    const record = recordOf(10, 'ThrottlingException: Rate exceeded');
    const remarks = remarksOn(record, thresholds, undefined);
    expect(remarks).toEqual({ wasThrottled: true });
    const before = { sourceId: 's', invocation: record, isSlow: false, slowReason: undefined, ...remarks };
    expect(remarksOn(recordOf(10), thresholds, before)).toEqual({ wasThrottled: true });
  });
});
