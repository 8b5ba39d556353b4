/** The figures of a soak run, and whether they are what they must be. */

import { formatBytes } from '../../src/base/text.ts';
import { table } from '../shared/progress.ts';
import type { Footprint } from './leftovers.ts';
import type { SoakResult } from './runSoak.ts';

/** Between the first and the last quiet point: caches fill. The resident size is told and not judged. */
const allowedGrowth: Readonly<Omit<Footprint, 'residentBytes'>> = {
  retainedBytes: 16 * 1024 * 1024,
  descriptors: 8,
  sockets: 4,
  processes: 4,
  environmentFolders: 4,
};

/** Prints everything; returns whether nothing was lost and nothing left. */
export function printSoak(result: SoakResult, asJson: boolean): boolean {
  const leaks = leaksOf(result.footprints);
  const problems = [...result.faults, ...leaks];
  if (asJson) {
    console.log(JSON.stringify({ ...result, leaks, passed: problems.length === 0 }, null, 2));
    return problems.length === 0;
  }
  console.log(`Seed ${result.seed}, ${result.minutes} minutes, ${result.lives} lives of the service`);
  console.log(table([['what', 'how often'], ...Object.entries(result.counts).map(([what, n]) => [what, String(n)])]));
  console.log(
    table([
      ['asynchronous events', ''],
      ['accepted', String(result.accepted)],
      ['run more than once', String(result.repeated)],
      ['lost', String(result.lost.length)],
    ]),
  );
  const header = [
    'quiet point',
    'memory needed',
    'resident',
    'descriptors',
    'sockets',
    'processes',
    'temporary folders',
  ];
  const rows = result.footprints.map((each, index) => [
    String(index),
    formatBytes(each.retainedBytes),
    formatBytes(each.residentBytes),
    ...[each.descriptors, each.sockets, each.processes, each.environmentFolders].map(String),
  ]);
  if (rows.length > 0) console.log(table([header, ...rows]));
  for (const problem of problems) console.log(`  ${problem}`);
  console.log(problems.length === 0 ? 'Nothing was lost and nothing is left.' : `${problems.length} problems.`);
  return problems.length === 0;
}

function leaksOf(footprints: readonly Footprint[]): readonly string[] {
  return (Object.keys(allowedGrowth) as (keyof typeof allowedGrowth)[]).flatMap((what) => {
    const first = footprints[0]?.[what];
    const last = footprints.at(-1)?.[what];
    if (first === undefined || last === undefined || last - first <= allowedGrowth[what]) return [];
    return [`${what} grew from ${first} to ${last}`];
  });
}
