/** Requests generated from the model, a small and fixed number of them: `npm run fuzz` sends the many. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
    requests: 1500,
    concurrency: 8,
    signal: new AbortController().signal,
  });
  expect(summary.faults).toEqual([]);
  expect(summary.requests).toBe(1500);
  expect(summary.kinds.size).toBeGreaterThan(10);
});

it.each([
  ['fails', { status: 500, type: 'ServiceException', text: '{"message":""}' }, /^500/],
  ['takes everything', { status: 200, type: undefined, text: '{}' }, /for a broken request$/],
  ['answers what no model has', { status: 400, type: 'Oops', text: '{"message":""}' }, /is no error of the model$/],
])('finds a service that %s', async (_what, { status, type, text }, fault) => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(status, type === undefined ? {} : { 'x-amzn-errortype': type }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const { credentials } = test.service;
    const { faults } = await runFuzz({
      target: { endpoint: `http://127.0.0.1:${port}`, region: testRegion, ...credentials },
      seed: 1,
      requests: 400,
      concurrency: 4,
      signal: new AbortController().signal,
    });
    expect(faults.length).toBeGreaterThan(20);
    for (const found of faults) expect(found.fault).toMatch(fault);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
