/** The table of behaviours in docs/local-service.md: written and compared by the test that observes them. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = path.resolve(import.meta.dirname, '../../docs/local-service.md');

export const behaviours = [
  'answers',
  'logs',
  'context',
  'throws',
  'ends in the middle',
  'fails to start',
  'streams',
  'fails in a stream',
  'times out',
  'out of memory',
  'init times out',
  'JSON log',
  'response too large',
  'goes on afterwards',
] as const;
export type Behaviour = (typeof behaviours)[number];
export type BehavioursRow = Readonly<Record<Behaviour, string>>;

const notRun = 'not run';

/** Says of a runtime that it was not there when the table was written; a row that was observed stays. */
export function documentAbsence(name: string, reason: string): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  const head = lines.indexOf(tableHead);
  const at = lines.findIndex((line) => line.startsWith(`| ${name} |`));
  if (process.env['UPDATE_GOLDEN'] !== '1' || head < 0 || at >= 0) return;
  const cells = [name, `${notRun}: ${reason}`, ...behaviours.slice(1).map(() => '')];
  lines.splice(lines.indexOf('', head), 0, `| ${cells.join(' | ')} |`);
  writeFileSync(file, lines.join('\n'));
}

/** The row as it stands in the document; with `UPDATE_GOLDEN=1` it is written first. */
export function documentedRow(name: string, observed: BehavioursRow): string | undefined {
  const lines = readFileSync(file, 'utf8').split('\n');
  const isRow = (line: string) => line.startsWith(`| ${name} |`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    const head = lines.indexOf(tableHead);
    if (head < 0) throw new Error(`docs/local-service.md has no line\n${tableHead}`);
    const at = lines.findIndex(isRow);
    if (at >= 0) lines[at] = rowOf(name, observed);
    else lines.splice(lines.indexOf('', head), 0, rowOf(name, observed));
    writeFileSync(file, lines.join('\n'));
  }
  const row = lines.find(isRow);
  // Where nobody has looked, the table promises nothing.
  return row?.includes(notRun) ? rowOf(name, observed) : row;
}

export function rowOf(name: string, observed: BehavioursRow): string {
  return `| ${[name, ...behaviours.map((behaviour) => observed[behaviour])].join(' | ')} |`;
}

const tableHead = `| ${['runtime', ...behaviours].join(' | ')} |`;
