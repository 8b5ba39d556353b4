/** `npm run fuzz`: requests generated from the model against a local service of its own; every answer must be a modelled one. */

import { HumanError } from '../src/base/humanError.ts';
import { startBenchService } from './bench/benchService.ts';
import { buildAll } from './build/buildAll.ts';
import { type FuzzSummary, runFuzz } from './fuzz/fuzzRun.ts';
import { say, step, table } from './shared/progress.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';

await toolMain(async (signal) => {
  const options = readOptions({
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    requests: { type: 'string', default: '100000' },
    concurrency: { type: 'string', default: '16' },
  });
  const seed = wholeNumber('--seed', options.seed);
  const requests = wholeNumber('--requests', options.requests);
  const concurrency = wholeNumber('--concurrency', options.concurrency);
  await step('Building', () => buildAll({ only: ['service', 'bootstraps'] }));
  const service = await startBenchService();
  say(`Seed ${seed}: ${requests} requests`);
  try {
    const target = service.ready;
    const onAnswer = (answered: number) => {
      if (answered % 10_000 === 0) say(`  ${answered} answered`);
    };
    const startedAt = performance.now();
    const summary = await runFuzz({ target, seed, requests, concurrency, signal, onAnswer });
    say(`Answered in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
    print(summary, seed);
    return summary.faults.length === 0 ? 0 : 1;
  } finally {
    await service.close();
  }
});

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new HumanError(`${option} must be a whole number: ${text}`);
  return Number(text);
}

function print({ operations, requests, statuses, kinds, neverAccepted, faults }: FuzzSummary, seed: number): void {
  const rows = (counts: ReadonlyMap<string | number, number>) =>
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => [String(key), String(count)]);
  console.log(`${requests} requests to ${operations} operations, seed ${seed}`);
  console.log(table([['status', 'answers'], ...rows(statuses)]));
  console.log(table([['request', 'sent'], ...rows(kinds)]));
  console.log(`Never answered with success: ${neverAccepted.join(', ') || 'none'}`);
  for (const { operation, breakage, fault, request, answer } of faults) {
    console.log(`\n${operation}, ${breakage}: ${fault}`);
    console.log(
      `  ${request.method} ${request.path.slice(0, 500)}\n  ${request.body.slice(0, 1000)}\n  ${answer.slice(0, 500)}`,
    );
  }
  console.log(
    faults.length === 0 ? 'Every answer was one that the model allows.' : `${faults.length} answers were not.`,
  );
}
