/** `npm run bench`: what the product costs, each figure beside the least that this machine could do in the same run. */

import { HumanError } from '../src/base/humanError.ts';
import { formatBytes } from '../src/base/text.ts';
import { allBenchmarks } from './bench/allBenchmarks.ts';
import { goalText, type Measurement, passes, ratioOf, toJson } from './bench/measurement.ts';
import { buildAll } from './build/buildAll.ts';
import { step, table } from './shared/progress.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';

const header = ['', 'value', 'floor', 'ratio', 'goal', ''] as const;

await toolMain(async (signal) => {
  const options = readOptions({ json: { type: 'boolean', default: false }, only: { type: 'string' } });
  const chosen = chooseBenchmarks(options.only);
  await step('Building', () => buildAll());
  const measurements: Measurement[] = [];
  for (const benchmark of chosen) {
    measurements.push(...(await step(`Measuring ${benchmark.ids.join(', ')}`, () => benchmark.run(signal))));
  }
  const wanted = measurements.filter(({ id }) => options.only === undefined || isChosen(id, chosen, options.only));
  console.log(options.json ? JSON.stringify(wanted.map(toJson), null, 2) : table([header, ...wanted.map(row)]));
  // Machines are noisy: a missed goal is printed, not turned into a failure.
  return 0;
});

function row(measurement: Measurement): readonly string[] {
  const { what, value, unit, floor, floorWhat } = measurement;
  const ratio = ratioOf(measurement);
  const judgement = passes(measurement);
  return [
    what,
    amount(value, unit),
    floor === undefined ? '' : `${amount(floor, unit)} ${floorWhat ?? ''}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
    goalColumn(measurement),
    judgement === undefined ? '' : judgement ? 'met' : 'MISSED',
  ];
}

function goalColumn(measurement: Measurement): string {
  const { unit, goal } = measurement;
  const isSize = unit === 'bytes' && goal?.of === 'value' && 'atMost' in goal;
  return isSize ? `≤ ${formatBytes(goal.atMost)}` : (goalText(measurement) ?? '');
}

function amount(value: number, unit: Measurement['unit']): string {
  return unit === 'bytes' ? formatBytes(value) : `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
}

function chooseBenchmarks(only: string | undefined) {
  if (only === undefined) return allBenchmarks.filter(({ isLong }) => isLong !== true);
  const found = allBenchmarks.filter(({ ids }) => ids.includes(only));
  if (found.length > 0) return found;
  throw new HumanError(`There is no benchmark "${only}": use ${allBenchmarks.flatMap(({ ids }) => ids).join(', ')}.`);
}

/** A benchmark may give more figures than it is named by (one per bundle); those all belong to its name. */
function isChosen(id: string, chosen: typeof allBenchmarks, only: string): boolean {
  return id === only || !chosen.some(({ ids }) => ids.includes(id));
}
