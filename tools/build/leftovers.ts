/** Removes from the output folder what no bundle wrote: chunks of an earlier build, maps of another mode. */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BuiltBundle } from './bundler.ts';
import { noticesFile } from './thirdPartyNotices.ts';

export function removeLeftovers(outFolder: string, bundles: readonly BuiltBundle[]): void {
  if (!existsSync(outFolder)) return;
  const kept = new Set([path.join(outFolder, noticesFile), ...bundles.flatMap((bundle) => bundle.files)]);
  for (const entry of readdirSync(outFolder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file)) rmSync(file);
  }
}
