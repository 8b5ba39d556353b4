/** `npm run build`: bundles the product into `dist`, prints what each part weighs and fails when one is over its budget. */

import { HumanError } from '../src/base/humanError.ts';
import { formatBytes } from '../src/base/text.ts';
import { buildAll } from './build/buildAll.ts';
import { type BundleName, bundleNames } from './build/bundles.ts';
import { step, table } from './shared/progress.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';

await toolMain(async () => {
  const options = readOptions({ dev: { type: 'boolean', default: false }, only: { type: 'string' } });
  const only = options.only?.split(',').map(bundleName);
  const { made, report } = await step('Building', () => buildAll({ dev: options.dev, ...(only ? { only } : {}) }));
  if (made.length === 0) console.log('Nothing has changed since the last build.');
  const rows = report.rows.map(({ what, bytes, budgetBytes }) => [
    what,
    formatBytes(bytes),
    budgetBytes === undefined ? '' : `of ${formatBytes(budgetBytes)}`,
  ]);
  console.log(table(rows));
  // Unminified code is heavier by design: budgets hold for what is shipped.
  if (options.dev || report.problems.length === 0) return 0;
  throw new HumanError(report.problems.join('\n'));
});

function bundleName(name: string): BundleName {
  const found = bundleNames.find((known) => known === name);
  if (!found) throw new HumanError(`There is no bundle "${name}": use ${bundleNames.join(', ')}. See --help.`);
  return found;
}
