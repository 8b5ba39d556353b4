/** What is shipped and what is read to activate, in bytes. */

import path from 'node:path';
import { budgets } from '../build/budgets.ts';
import { buildAll } from '../build.ts';
import { distFolder } from '../shared/paths.ts';
import type { Benchmark, Measurement } from './measurement.ts';

export const sizes: Benchmark = {
  ids: ['activation-bytes', 'entry-bytes'],
  async run() {
    const { bundles } = await buildAll();
    const extension = bundles.find(({ name }) => name === 'extension');
    if (!extension) throw new Error('The extension was not built');
    const outputs = new Map(
      Object.entries(extension.metafile.outputs).map(([file, output]) => [path.resolve(file), output] as const),
    );
    const entry = path.join(distFolder, 'extension.js');
    const closure = new Set<string>();
    for (const queue = [entry]; queue.length > 0; ) {
      const file = queue.pop() as string;
      if (closure.has(file)) continue;
      closure.add(file);
      for (const { path: imported, kind, external } of outputs.get(file)?.imports ?? []) {
        if (kind === 'import-statement' && !external) queue.push(path.resolve(imported));
      }
    }
    const bytesOf = (file: string) => outputs.get(file)?.bytes ?? 0;
    return [
      bytes('entry-bytes', 'dist/extension.js', bytesOf(entry), budgets.extensionEntryBytes),
      bytes(
        'activation-bytes',
        'All code read to activate',
        [...closure].reduce((sum, file) => sum + bytesOf(file), 0),
        budgets.activationBytes,
      ),
    ];
  },
};

export function bytes(id: string, what: string, value: number, atMost: number): Measurement {
  return { id, what, value, unit: 'bytes', floor: undefined, floorWhat: undefined, goal: { of: 'value', atMost } };
}
