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
] as const;
export type Behaviour = (typeof behaviours)[number];
export type BehavioursRow = Readonly<Record<Behaviour, string>>;

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
  return lines.find(isRow);
}

export function rowOf(name: string, observed: BehavioursRow): string {
  return `| ${[name, ...behaviours.map((behaviour) => observed[behaviour])].join(' | ')} |`;
}

const tableHead = `| ${['runtime', ...behaviours].join(' | ')} |`;
