/** Builds what is out of date and says what it weighs; the one way by which every tool gets a `dist` folder. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { distFolder } from '../shared/paths.ts';
import { type BundleReport, reportBundles } from './bundleReport.ts';
import { type BuiltBundle, buildBundle } from './bundler.ts';
import { stampBundle, unchangedBundle } from './bundleStamp.ts';
import { type BuildMode, type BundleName, bundleNames, copiedFiles } from './bundles.ts';
import { removeLeftovers } from './leftovers.ts';
import { noticesFile, packagesOf, thirdPartyNotices } from './thirdPartyNotices.ts';

export interface BuildOutcome {
  readonly bundles: readonly BuiltBundle[];
  /** Names of those that had to be made. */
  readonly made: readonly BundleName[];
  readonly report: BundleReport;
}

export async function buildAll(
  options: Partial<BuildMode> & { readonly only?: readonly BundleName[] } = {},
): Promise<BuildOutcome> {
  const mode: BuildMode = { dev: options.dev ?? false, outFolder: options.outFolder ?? distFolder };
  const made: BundleName[] = [];
  const bundles = await Promise.all(
    (options.only ?? bundleNames).map(async (name) => {
      const unchanged = unchangedBundle(name, mode);
      if (unchanged) return unchanged;
      const bundle = await buildBundle(name, mode);
      stampBundle(bundle, mode);
      made.push(name);
      return bundle;
    }),
  );
  if (!options.only) {
    writeNotices(bundles, mode.outFolder);
    removeLeftovers(mode.outFolder, bundles);
  }
  return { bundles, made, report: reportBundles(bundles) };
}

function writeNotices(bundles: readonly BuiltBundle[], outFolder: string): void {
  const inputs = bundles.flatMap(({ name, metafile }) => [
    ...Object.keys(metafile.inputs),
    ...copiedFiles(name).map(([from]) => from),
  ]);
  mkdirSync(outFolder, { recursive: true });
  writeFileSync(path.join(outFolder, noticesFile), thirdPartyNotices(packagesOf(inputs)));
}
