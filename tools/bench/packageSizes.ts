/** What a person downloads: the universal package, and the one for this platform with its esbuild inside. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makePackage } from '../package/makePackage.ts';
import { packageTargets } from '../package/targetEsbuild.ts';
import type { Benchmark, Measurement } from './measurement.ts';

export const packageSizes: Benchmark = {
  ids: ['vsix-universal', 'vsix-platform'],
  async run(signal) {
    const folder = mkdtempSync(path.join(tmpdir(), 'vsix-'));
    const own = packageTargets.find((name) => name === `${process.platform}-${process.arch}`);
    const measurements: Measurement[] = [];
    try {
      for (const target of [undefined, ...(own ? [own] : [])]) {
        signal.throwIfAborted();
        const { bytes, budgetBytes } = await makePackage(folder, target);
        measurements.push({
          id: target ? 'vsix-platform' : 'vsix-universal',
          what: target ? `Package for ${target}, with esbuild` : 'Universal package',
          value: bytes,
          unit: 'bytes',
          floor: undefined,
          floorWhat: undefined,
          goal: { of: 'value', atMost: budgetBytes },
        });
      }
      return measurements;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
