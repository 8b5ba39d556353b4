/** In which order and under which headings the functions of a target stand. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionFilter } from './functionFilter.ts';
import { type FunctionTags, stackTag } from './functionTags.ts';

/** `tag:KEY` has one heading for each value of the tag. */
export type FunctionGrouping = 'none' | 'runtime' | 'stack' | `tag:${string}`;

export interface ArrangementRules {
  readonly filter: FunctionFilter;
  readonly grouping: FunctionGrouping;
  /** Names that stand first, under every heading. */
  readonly pinned: ReadonlySet<string>;
  /** Names that are left out. */
  readonly hidden: ReadonlySet<string>;
  /** Names that were used lately, last one first; they come before the others. Empty: by name. */
  readonly recent: readonly string[];
  /** `undefined` while they are not known. */
  readonly tags: ReadonlyMap<string, FunctionTags> | undefined;
}

export interface FunctionSection {
  /** `undefined`: the functions stand directly under their target. */
  readonly heading: string | undefined;
  readonly names: readonly string[];
}

export interface Arrangement {
  readonly sections: readonly FunctionSection[];
  /** How many match the filter and are hidden. */
  readonly hiddenCount: number;
}

/** `functions` by name. One pass over them, however many there are. */
export function arrange(functions: readonly FunctionConfiguration[], rules: ArrangementRules): Arrangement {
  const { filter, grouping, pinned, hidden, tags } = rules;
  const sections = new Map<string | undefined, string[]>();
  let hiddenCount = 0;
  for (const configuration of functions) {
    const { FunctionName: name } = configuration;
    if (name === undefined || !filter.matches(configuration, tags?.get(name))) continue;
    if (hidden.has(name)) {
      hiddenCount += 1;
      continue;
    }
    const heading = headingOf(configuration, grouping, tags?.get(name));
    const section = sections.get(heading);
    if (section === undefined) sections.set(heading, [name]);
    else section.push(name);
  }
  const place = placesOf(pinned, rules.recent);
  return {
    hiddenCount,
    sections: [...sections]
      .sort(([a = ''], [b = '']) => compareHeadings(a, b))
      .map(([heading, names]) => ({ heading, names: place.size === 0 ? names : inOrder(names, place) })),
  };
}

/** What has no runtime, no stack or no such tag stands under the last heading. */
const without: Readonly<Record<string, string>> = { runtime: 'No runtime', stack: 'No stack' };

function headingOf(
  { Runtime, PackageType }: FunctionConfiguration,
  grouping: FunctionGrouping,
  tags: FunctionTags | undefined,
): string | undefined {
  switch (grouping) {
    case 'none':
      return undefined;
    case 'runtime':
      return PackageType === 'Image' ? 'Container image' : (Runtime ?? without['runtime']);
    case 'stack':
      return tags?.[stackTag] ?? without['stack'];
    default: {
      const key = grouping.slice('tag:'.length);
      return tags?.[key] ?? `No ${key}`;
    }
  }
}

function compareHeadings(a: string, b: string): number {
  const isLast = (heading: string) => (heading.startsWith('No ') ? 1 : 0);
  return isLast(a) - isLast(b) || a.localeCompare(b, 'en', { numeric: true });
}

/** Pinned ones in the order of their names, then those that were used lately. */
function placesOf(pinned: ReadonlySet<string>, recent: readonly string[]): ReadonlyMap<string, number> {
  const first = [...pinned].sort();
  return new Map([...first, ...recent.filter((name) => !pinned.has(name))].map((name, index) => [name, index]));
}

/** Only the few that have a place are moved: the others are in order already. */
function inOrder(names: readonly string[], place: ReadonlyMap<string, number>): readonly string[] {
  const placed = names.filter((name) => place.has(name));
  if (placed.length === 0) return names;
  placed.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  return [...placed, ...names.filter((name) => !place.has(name))];
}
