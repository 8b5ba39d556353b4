import { describe, expect, test } from 'vitest';
import { invocationCostUSD, listPrices } from '../../../src/lambda/cost.ts';

const usage = { region: 'us-east-1', architecture: 'x86_64', memorySizeMB: 1024, billedDurationMs: 1000 } as const;

describe('cost of an invocation', () => {
  test('is the request and the gigabyte-seconds of the billed duration', () => {
    expect(invocationCostUSD(listPrices, usage)).toBeCloseTo(0.0000002 + 0.0000166667, 12);
    expect(invocationCostUSD(listPrices, { ...usage, memorySizeMB: 128, billedDurationMs: 100 })).toBeCloseTo(
      0.0000002 + 0.0000166667 / 80,
      14,
    );
  });

  test('is lower on arm64', () => {
    expect(invocationCostUSD(listPrices, { ...usage, architecture: 'arm64' })).toBeCloseTo(
      0.0000002 + 0.0000133334,
      12,
    );
  });

  test('counts temporary storage above the 512 MB that are included', () => {
    const included = invocationCostUSD(listPrices, { ...usage, ephemeralStorageMB: 512 });
    const larger = invocationCostUSD(listPrices, { ...usage, ephemeralStorageMB: 512 + 1024 });
    expect(included).toBe(invocationCostUSD(listPrices, usage));
    expect((larger ?? 0) - (included ?? 0)).toBeCloseTo(0.0000000309, 15);
  });

  test('follows the prices of dearer Regions', () => {
    expect(invocationCostUSD(listPrices, { ...usage, region: 'ap-east-1' })).toBeCloseTo(0.00000028 + 0.00002292, 12);
  });

  test('is unknown where the list has no price', () => {
    expect(invocationCostUSD(listPrices, { ...usage, region: 'cn-north-1' })).toBeUndefined();
    expect(invocationCostUSD(listPrices, { ...usage, region: 'af-south-1', architecture: 'arm64' })).toBeUndefined();
  });
});
