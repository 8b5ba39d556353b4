/** Requests generated from the model, a small and fixed number of them: `npm run fuzz` sends the many. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { runFuzz } from '../../tools/fuzz/fuzzRun.ts';
import { TestService, testRegion } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

it('answers generated requests, valid and broken ones, as the model says', async () => {
  const { endpoint, credentials } = test.service;
  const summary = await runFuzz({
    target: { endpoint, region: testRegion, ...credentials },
    seed: 20_260_101,
    requests: 1000,
    concurrency: 8,
    signal: new AbortController().signal,
  });
  expect(summary.faults).toEqual([]);
  expect(summary.requests).toBe(1000);
  expect(summary.kinds.size).toBeGreaterThan(10);
});
