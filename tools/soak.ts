/** `npm run soak`: mixed load for a long time, with crashes and kills; nothing acknowledged may be lost, nothing may be left. */

import { systemClock } from '../src/base/clock.ts';
import { HumanError } from '../src/base/humanError.ts';
import { buildAll } from './build/buildAll.ts';
import { say, step } from './shared/progress.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';
import { printSoak } from './soak/printSoak.ts';
import { runSoak } from './soak/runSoak.ts';

await toolMain(async (signal) => {
  const options = readOptions({
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  });
  const minutes = number('--minutes', options.minutes);
  const seed = number('--seed', options.seed);
  await step('Building', () => buildAll({ only: ['service', 'bootstraps'] }));
  say(`Seed ${seed}: ${minutes} minutes`);
  const result = await runSoak({ minutes, seed, clock: systemClock, signal, onProgress: say });
  return printSoak(result, options.json) ? 0 : 1;
});

function number(option: string, text: string): number {
  if (!/^\d{1,9}(\.\d+)?$/.test(text) || Number(text) === 0)
    throw new HumanError(`${option} must be a number above 0: ${text}`);
  return Number(text);
}
