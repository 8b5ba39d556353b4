/** What is shipped and what is read to activate, in bytes. */

import { buildAll } from '../build/buildAll.ts';
import { reportBundles } from '../build/bundleReport.ts';
import type { Benchmark } from './measurement.ts';

export const sizes: Benchmark = {
  ids: ['bundle-sizes'],
  async run() {
    const { bundles } = await buildAll();
    return reportBundles(bundles).rows.map(({ what, bytes, budgetBytes }) => ({
      id: `size-${what.toLowerCase().replace(/[^a-z]+/g, '-')}`,
      what: `Size: ${what}`,
      value: bytes,
      unit: 'bytes',
      floor: undefined,
      floorWhat: undefined,
      goal: budgetBytes === undefined ? undefined : { of: 'value', atMost: budgetBytes },
    }));
  },
};
